import Foundation

extension JinjaRenderer {
  /// What a filter makes of a value.
  func filter(
    _ filter: JinjaFilter, _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    if case .markup(let text) = value {
      switch filter {
      case .safe, .string, .escape: return value
      case .default, .length, .tojson: return try self.filter(filter, .string(text), arguments)
      default: throw .unknown("'\(filter.rawValue)' of text that is marked safe")
      }
    }
    switch filter {
    case .default:
      let values = try arguments.bound(to: "default_value", "boolean")
      let isMissing = value.isUndefined || (values[1]?.isTrue ?? false) && !value.isTrue
      return isMissing ? values[0] ?? .string("") : value
    case .tojson: return .string(try json(value, arguments))
    case .length:
      _ = try arguments.bound()
      return .integer(try length(value))
    case .abs, .float, .int, .round: return try numberFilter(filter, value, arguments)
    case .attr:
      let name = try Self.text(arguments.bound(to: "name")[0])
      guard case .dictionary = value else { return try attribute(name, of: value) }
      throw .unknown("'attr' of a dict")
    case .map, .select, .reject, .selectattr, .rejectattr:
      return try pickFilter(filter, value, arguments)
    case .batch, .dictsort, .first, .items, .join, .last, .list, .max, .min, .reverse, .sort, .sum,
      .unique:
      return try listFilter(filter, value, arguments)
    case .capitalize, .escape, .indent, .lower, .replace, .safe, .string, .title, .trim, .upper:
      return try textFilter(filter, value, arguments)
    }
  }

  private func length(_ value: JinjaValue) throws(JinjaProblem) -> Int {
    switch value {
    case .string(let text):
      try budget.take(bytes: text.utf8.count)
      return text.unicodeScalars.count
    case .dictionary(let dictionary): return dictionary.keys.count
    case .loop(let place): return try count(of: place)
    case .undefined: return 0
    default:
      guard let count = value.elements?.count else {
        throw .evaluation("'\(value.typeName)' has no length")
      }
      return count
    }
  }

  // MARK: - Texts

  private func textFilter(
    _ filter: JinjaFilter, _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    try budget.take(bytes: value.weight)
    let text = try value.printed()
    switch filter {
    case .trim:
      let letters = try Self.textIfGiven(arguments.bound(to: "chars")[0])
      return .string(PythonText.stripped(text, of: letters))
    case .replace:
      let values = try arguments.bound(to: "old", "new", "count")
      guard let old = values[0], let new = values[1] else {
        throw .evaluation("'replace' without texts")
      }
      var limit = values[2]
      if case JinjaValue.none? = limit { limit = nil }
      return .string(
        try PythonText.replacing(
          try old.printed(), with: try new.printed(), in: text, limit: try Self.limit(limit)))
    case .indent: return .string(try indented(Self.text(value), arguments))
    default: _ = try arguments.bound()
    }
    switch filter {
    case .capitalize: return .string(PythonText.capitalized(text))
    case .lower: return .string(PythonText.lower(text))
    case .upper: return .string(PythonText.upper(text))
    case .title: return .string(PythonText.words(text))
    case .safe: return .markup(text)
    case .escape:
      return .markup(text.unicodeScalars.reduce(into: "") { $0 += Self.entities[$1] ?? String($1) })
    default: return .string(text)
    }
  }

  private static let entities: [Unicode.Scalar: String] = [
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", "\"": "&#34;",
  ]

  private func indented(
    _ text: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> String {
    let values = try arguments.bound(to: "width", "first", "blank")
    let indent: String
    if case .string(let text)? = values[0] {
      indent = text
    } else {
      guard let width = (values[0] ?? .integer(4)).integer, width <= JinjaBudget.weight else {
        throw .evaluation("an indent that is no number")
      }
      indent = String(repeating: " ", count: max(width, 0))
    }
    // A line feed at the end begins a line of its own.
    let lines = PythonText.lines(text + "\n")
    let isBlankToo = values[2]?.isTrue ?? false
    try budget.take(
      bytes: lines.count.multipliedReportingOverflow(by: indent.utf8.count).partialValue)
    let rest = lines.dropFirst().map { !isBlankToo && $0.isEmpty ? $0 : indent + $0 }
    let begin = values[1]?.isTrue ?? false ? indent : ""
    return begin + ([lines[0]] + rest).joined(separator: "\n")
  }

  private func json(
    _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> String {
    let values = try arguments.bound(to: "ensure_ascii", "indent", "separators", "sort_keys")
    var style = JinjaValue.JSONStyle()
    switch values[1] {
    case nil, JinjaValue.none?: break
    case .string(let text)?: style.indent = text
    case let value?:
      guard let count = value.integer, count <= 1000 else {
        throw .evaluation("an indent that is no small number")
      }
      style.indent = String(repeating: " ", count: max(count, 0))
    }
    if style.indent != nil { style.comma = "," }
    if let separators = values[2], separators != JinjaValue.none {
      guard let list = separators.elements, list.count == 2 else {
        throw .evaluation("separators that are not two texts")
      }
      style.comma = try Self.text(list[0])
      style.colon = try Self.text(list[1])
    }
    style.isASCII = values[0]?.isTrue ?? false
    style.isSorted = values[3]?.isTrue ?? false
    try budget.take(bytes: value.weight)
    return try value.json(style)
  }

  // MARK: - Numbers

  private func numberFilter(
    _ filter: JinjaFilter, _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    if case .undefined(let name) = value { throw .evaluation(name) }
    switch filter {
    case .int:
      let values = try arguments.bound(to: "default", "base")
      guard values[1] == nil || values[1] == .integer(10) else { throw .unknown("'int' of a base") }
      return try integer(value) ?? values[0] ?? .integer(0)
    case .float:
      let other = try arguments.bound(to: "default")[0]
      if case .string(let text) = value, let number = PythonText.number(text) {
        return .number(number)
      }
      return value.number.map { .number($0) } ?? other ?? .number(0)
    case .abs:
      _ = try arguments.bound()
      if let whole = value.integer {
        guard whole != .min else { throw .unknown("a whole number beyond 64 bits") }
        return .integer(Swift.abs(whole))
      }
      guard let number = value.number else { throw .evaluation("no 'abs' of '\(value.typeName)'") }
      return .number(number.magnitude)
    default: return try rounded(value, arguments)
    }
  }

  /// Python's `int`, also of a text that spells a number; nil: it has none.
  private func integer(_ value: JinjaValue) throws(JinjaProblem) -> JinjaValue? {
    if let whole = value.integer { return .integer(whole) }
    var number = value.number
    if case .string(let text) = value {
      if let whole = try PythonText.integer(text) { return .integer(whole) }
      number = PythonText.number(text)
      guard number?.isFinite ?? false else { return nil }
    }
    guard let number, !number.isNaN else { return nil }
    guard number.isFinite else { throw .evaluation("infinity is no whole number") }
    guard let whole = Int(exactly: number.rounded(.towardZero)) else {
      throw .unknown("a whole number beyond 64 bits")
    }
    return .integer(whole)
  }

  private func rounded(
    _ value: JinjaValue, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    let values = try arguments.bound(to: "precision", "method")
    guard let places = (values[0] ?? .integer(0)).integer, let number = value.number else {
      throw .evaluation("no 'round' of '\(value.typeName)'")
    }
    guard 0...300 ~= places else { throw .unknown("'round' to \(places) places") }
    let method = try values[1] == nil ? "common" : Self.text(values[1])
    switch method {
    case "common":
      if let whole = value.integer { return .integer(whole) }
      guard number.isFinite else { return value }
      // Digits by the C library, which rounds the exact value, as Python does.
      return .number(Double(String(format: "%.\(places)f", number)) ?? number)
    case "ceil", "floor":
      let scale = pow(10, Double(places))
      let scaled = (number * scale).rounded(method == "ceil" ? .up : .down)
      guard scaled.isFinite else { throw .evaluation("a number is too large") }
      return .number(scaled / scale)
    default: throw .evaluation("'round' has no method '\(method)'")
    }
  }
}
