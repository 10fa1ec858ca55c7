extension JinjaRenderer {
  /// The value of an expression.
  func evaluate(_ expression: JinjaExpression) throws(JinjaProblem) -> JinjaValue {
    try budget.take()
    switch expression {
    case .constant(let value): return value
    case .name(let name): return try value(of: name)
    default: return try nested { () throws(JinjaProblem) in try evaluate(parts: expression) }
    }
  }

  private func evaluate(parts expression: JinjaExpression) throws(JinjaProblem) -> JinjaValue {
    switch expression {
    case .constant, .name: return try evaluate(expression)
    case .list(let elements): return try checked(.list(of: try values(elements)))
    case .tuple(let elements): return try checked(.tuple(of: try values(elements)))
    case .dictionary(let members):
      var dictionary = JinjaDictionary()
      for (key, value) in members {
        let key = try evaluate(key)
        try dictionary.set(key, to: try evaluate(value))
      }
      return try checked(.dictionary(dictionary))
    case .condition(let condition, let value, let otherwise):
      if try evaluate(condition).isTrue { return try evaluate(value) }
      guard let otherwise else {
        return .undefined("the inline if-expression has no else, and its condition does not hold")
      }
      return try evaluate(otherwise)
    case .any(let operands): return try operand(of: operands, until: true)
    case .all(let operands): return try operand(of: operands, until: false)
    case .not(let operand): return .bool(!(try evaluate(operand).isTrue))
    case .comparison(let first, let others): return .bool(try compare(first, others))
    case .arithmetic(let first, let others):
      var value = try evaluate(first)
      for (sign, operand) in others {
        value = try checked(JinjaArithmetic.apply(sign, value, try evaluate(operand)))
      }
      return value
    case .concatenation(let operands):
      var text = ""
      for operand in operands {
        text += try evaluate(operand).printed()
        try budget.take(bytes: text.utf8.count)
      }
      return .string(text)
    case .sign(let sign, let operand):
      let value = try evaluate(operand)
      if case .undefined(let name) = value { throw .evaluation(name) }
      guard value.number != nil else {
        throw .evaluation("no '\(sign.rawValue)' of '\(value.typeName)'")
      }
      // A product rather than a difference: -0.0 is a number of its own.
      return try JinjaArithmetic.apply(.times, value, .integer(sign == .minus ? -1 : 1))
    case .postfix(let base, let parts): return try apply(parts, to: try evaluate(base))
    }
  }

  /// A new value, if it is neither too deep nor too heavy.
  func checked(_ value: JinjaValue) throws(JinjaProblem) -> JinjaValue {
    guard value.depth <= JinjaBudget.depth else {
      throw .evaluation("lists and dictionaries lie too deep in one another")
    }
    try budget.take(bytes: value.weight)
    return value
  }

  private func values(_ expressions: [JinjaExpression]) throws(JinjaProblem) -> [JinjaValue] {
    var values: [JinjaValue] = []
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  /// The first operand that decides, or the last.
  private func operand(
    of operands: [JinjaExpression], until truth: Bool
  ) throws(JinjaProblem) -> JinjaValue {
    var value = JinjaValue.none
    for operand in operands {
      value = try evaluate(operand)
      if value.isTrue == truth { break }
    }
    return value
  }

  private func compare(
    _ first: JinjaExpression, _ others: [(JinjaComparison, JinjaExpression)]
  ) throws(JinjaProblem) -> Bool {
    var left = try evaluate(first)
    for (comparison, operand) in others {
      let right = try evaluate(operand)
      guard try holds(comparison, left, right) else { return false }
      left = right
    }
    return true
  }

  /// Whether a comparison holds.
  func holds(
    _ comparison: JinjaComparison, _ left: JinjaValue, _ right: JinjaValue
  ) throws(JinjaProblem) -> Bool {
    switch comparison {
    case .isIn: return try isIn(left, right)
    case .isNotIn: return !(try isIn(left, right))
    default: try budget.take(bytes: min(left.weight, right.weight))
    }
    switch comparison {
    case .equal: return left == right
    case .unequal: return left != right
    default: break
    }
    switch (comparison, try JinjaValue.order(left, right)) {
    case (.less, .before), (.atMost, .before), (.atMost, .same), (.greater, .after),
      (.atLeast, .after), (.atLeast, .same):
      return true
    default: return false
    }
  }

  private func isIn(_ value: JinjaValue, _ container: JinjaValue) throws(JinjaProblem) -> Bool {
    switch (value, container) {
    case (.string(let part), .string(let text)):
      try budget.take(bytes: text.utf8.count)
      return PythonText.contains(text, part)
    case (.undefined(let name), .string): throw .evaluation(name)
    case (.markup, .string), (_, .markup): throw .unknown("'in' of text that is marked safe")
    case (_, .string): throw .evaluation("'\(value.typeName)' is in no text")
    case (_, .dictionary(let dictionary)):
      guard value.isHashable else { throw .evaluation("a key that is '\(value.typeName)'") }
      return dictionary[value] != nil
    default:
      let elements = try elements(of: container)
      for element in elements {
        try budget.take(bytes: min(element.weight, value.weight))
        if element == value { return true }
      }
      return false
    }
  }

  // MARK: - Behind a value

  /// What attributes, subscripts, calls, filters and tests make of a value.
  func apply(_ parts: [JinjaPostfix], to base: JinjaValue) throws(JinjaProblem) -> JinjaValue {
    var value = base
    for part in parts {
      try budget.take()
      switch part {
      case .attribute(let name): value = try attribute(name, of: value)
      case .element(let index): value = try element(try evaluate(index), of: value)
      case .slice(let start, let stop, let step):
        let bounds = try (bound(start), bound(stop), bound(step))
        value = try checked(slice(value, from: bounds.0, to: bounds.1, by: bounds.2))
      case .call(let call): value = try checked(self.call(value, try arguments(call)))
      case .filter(let filter, let call):
        value = try checked(self.filter(filter, value, try arguments(call)))
      case .test(let test, let isNegated, let call):
        value = .bool(try passes(test, value, try arguments(call)) != isNegated)
      }
    }
    return value
  }

  private func arguments(_ call: JinjaCall) throws(JinjaProblem) -> JinjaArguments {
    var arguments = JinjaArguments(positional: try values(call.positional))
    for (name, value) in call.keywords {
      guard !arguments.keywords.contains(where: { $0.name == name }) else {
        throw .evaluation("the argument '\(name)' is there twice")
      }
      arguments.keywords.append((name, try evaluate(value)))
    }
    return arguments
  }

  /// A bound of a slice; nil: none is given.
  private func bound(_ expression: JinjaExpression?) throws(JinjaProblem) -> JinjaValue? {
    guard let expression else { return nil }
    let value = try evaluate(expression)
    if case .none = value { return nil }
    return value
  }

  private func slice(
    _ value: JinjaValue, from start: JinjaValue?, to stop: JinjaValue?, by step: JinjaValue?
  ) throws(JinjaProblem) -> JinjaValue {
    guard [start, stop, step].allSatisfy({ $0 == nil || $0?.integer != nil }) else {
      throw .evaluation("a slice between what are no whole numbers")
    }
    func part<Element>(_ elements: [Element]) throws(JinjaProblem) -> [Element] {
      try budget.take(bytes: elements.count)
      return try Self.places(
        elements.count, from: start?.integer, to: stop?.integer, by: step?.integer ?? 1
      ).map { elements[$0] }
    }
    switch value {
    case .string(let text): return .string(String(scalars: try part(Array(text.unicodeScalars))))
    case .list(let list): return .list(of: try part(list.elements))
    case .tuple(let list): return .tuple(of: try part(list.elements))
    case .view(.range, let list): return .view(.range, JinjaList(try part(list.elements)))
    case .undefined(let name): throw .evaluation(name)
    case .markup: throw .unknown("a slice of text that is marked safe")
    default: throw .evaluation("'\(value.typeName)' has no slices")
    }
  }

  /// The places of a slice among so many.
  private static func places(
    _ count: Int, from start: Int?, to stop: Int?, by step: Int
  ) throws(JinjaProblem) -> [Int] {
    guard step != 0 else { throw .evaluation("a slice by steps of zero") }
    func inside(_ bound: Int) -> Int {
      let bound = bound < 0 ? bound + count : bound
      return step > 0 ? min(max(bound, 0), count) : min(max(bound, -1), count - 1)
    }
    let first = start.map(inside) ?? (step > 0 ? 0 : count - 1)
    let end = stop.map(inside) ?? (step > 0 ? count : -1)
    // Steps beyond the count lead out of it all the same.
    return Array(stride(from: first, to: end, by: min(max(step, -count - 1), count + 1)))
  }
}
