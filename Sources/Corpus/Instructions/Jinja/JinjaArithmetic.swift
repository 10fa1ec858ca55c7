import Foundation

/// What Python computes of two values.
enum JinjaArithmetic {
  static func apply(
    _ sign: JinjaOperator, _ left: JinjaValue, _ right: JinjaValue
  ) throws(JinjaProblem) -> JinjaValue {
    if sign == .modulo, case .string = left { throw .unknown("'%' of text") }
    for value in [left, right] {
      if case .undefined(let name) = value { throw .evaluation(name) }
      if case .markup = value { throw .unknown("'\(sign.rawValue)' with text that is marked safe") }
    }
    if let left = left.integer, let right = right.integer { return try whole(sign, left, right) }
    if let left = left.number, let right = right.number { return try real(sign, left, right) }
    switch (sign, left, right) {
    case (.plus, .string(let left), .string(let right)): return .string(left + right)
    case (.plus, .list(let left), .list(let right)):
      return .list(of: left.elements + right.elements)
    case (.plus, .tuple(let left), .tuple(let right)):
      return .tuple(of: left.elements + right.elements)
    case (.times, _, _):
      if let count = right.integer, let value = try repeated(left, count) { return value }
      if let count = left.integer, let value = try repeated(right, count) { return value }
    default: break
    }
    throw .evaluation("no '\(sign.rawValue)' of \(left.typeName) and \(right.typeName)")
  }

  private static func repeated(
    _ value: JinjaValue, _ count: Int
  ) throws(JinjaProblem) -> JinjaValue? {
    let count = max(count, 0)
    let (weight, overflow) = value.weight.multipliedReportingOverflow(by: count)
    guard !overflow, weight <= JinjaBudget.weight else {
      throw .evaluation("a text or list is too long")
    }
    func elements(_ list: JinjaList) -> [JinjaValue] {
      Array(repeatElement(list.elements, count: count).joined())
    }
    switch value {
    case .string(let text): return .string(String(repeating: text, count: count))
    case .list(let list): return .list(of: elements(list))
    case .tuple(let list): return .tuple(of: elements(list))
    default: return nil
    }
  }

  private static func whole(
    _ sign: JinjaOperator, _ left: Int, _ right: Int
  ) throws(JinjaProblem) -> JinjaValue {
    let result: (partialValue: Int, overflow: Bool)
    switch sign {
    case .plus: result = left.addingReportingOverflow(right)
    case .minus: result = left.subtractingReportingOverflow(right)
    case .times: result = left.multipliedReportingOverflow(by: right)
    case .divide:
      guard max(left.magnitude, right.magnitude) <= 1 << 53 else {
        throw .unknown("a division of numbers beyond 2^53")
      }
      return try real(.divide, Double(left), Double(right))
    case .divideDown, .modulo:
      guard right != 0 else { throw .evaluation("a division by zero") }
      // Rounded down, other than in Swift.
      let rest = left.remainderReportingOverflow(dividingBy: right).partialValue
      let isBelow = rest != 0 && (rest < 0) != (right < 0)
      if sign == .modulo { return .integer(isBelow ? rest + right : rest) }
      let quotient = left.dividedReportingOverflow(by: right)
      result = (quotient.partialValue - (isBelow ? 1 : 0), quotient.overflow)
    case .power:
      if right < 0 { return try real(.power, Double(left), Double(right)) }
      result = power(left, right)
    }
    guard !result.overflow else { throw .unknown("a whole number beyond 64 bits") }
    return .integer(result.partialValue)
  }

  private static func power(_ base: Int, _ exponent: Int) -> (partialValue: Int, overflow: Bool) {
    if exponent == 0 { return (1, false) }
    if -1...1 ~= base { return (exponent % 2 == 0 ? base * base : base, false) }
    guard exponent < 64 else { return (0, true) }
    var result = (partialValue: 1, overflow: false)
    for _ in 0..<exponent where !result.overflow {
      result = result.partialValue.multipliedReportingOverflow(by: base)
    }
    return result
  }

  private static func real(
    _ sign: JinjaOperator, _ left: Double, _ right: Double
  ) throws(JinjaProblem) -> JinjaValue {
    switch sign {
    case .plus: return .number(left + right)
    case .minus: return .number(left - right)
    case .times: return .number(left * right)
    case .power: return .number(try power(left, right))
    case .divide, .divideDown, .modulo:
      guard right != 0 else { throw .evaluation("a division by zero") }
    }
    if sign == .divide { return .number(left / right) }
    var rest = fmod(left, right)
    var quotient = (left - rest) / right
    if rest == 0 {
      rest = Double(signOf: right, magnitudeOf: 0)
    } else if (rest < 0) != (right < 0) {
      rest += right
      quotient -= 1
    }
    if sign == .modulo { return .number(rest) }
    guard quotient != 0 else { return .number(Double(signOf: left / right, magnitudeOf: 0)) }
    let below = quotient.rounded(.down)
    return .number(quotient - below > 0.5 ? below + 1 : below)
  }

  private static func power(_ base: Double, _ exponent: Double) throws(JinjaProblem) -> Double {
    if base == 0, exponent < 0 { throw .evaluation("a division by zero") }
    if base < 0, exponent.isFinite, exponent.rounded() != exponent {
      throw .unknown("a root of a negative number")
    }
    let result = pow(base, exponent)
    guard result.isFinite || !base.isFinite || !exponent.isFinite else {
      throw .evaluation("a number is too large")
    }
    return result
  }
}
