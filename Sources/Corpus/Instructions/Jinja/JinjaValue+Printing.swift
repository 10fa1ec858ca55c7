import Plain

extension JinjaValue {
  /// What Python prints.
  func printed() throws(JinjaProblem) -> String {
    switch self {
    case .string(let text), .markup(let text): return text
    case .undefined: return ""
    default:
      var text = ""
      try represent(into: &text)
      return text
    }
  }

  /// What Python prints where a value stands in another.
  private func represent(into text: inout String) throws(JinjaProblem) {
    switch self {
    case .none: text += "None"
    case .undefined: text += "Undefined"
    case .bool(let value): text += value ? "True" : "False"
    case .integer(let value): text += "\(value)"
    case .number(let value): text += Self.spelling(value)
    case .string(let value): Self.represent(value, into: &text)
    case .list(let list): try Self.represent(list, "[", "]", into: &text)
    case .tuple(let list):
      try Self.represent(list, "(", list.elements.count == 1 ? ",)" : ")", into: &text)
    case .view(let view, let list) where view != .range:
      try Self.represent(list, view.rawValue + "([", "])", into: &text)
    case .dictionary(let dictionary):
      text += "{"
      for (index, key) in dictionary.keys.enumerated() {
        if index > 0 { text += ", " }
        try key.represent(into: &text)
        text += ": "
        try dictionary.values[index].represent(into: &text)
      }
      text += "}"
    default: throw .unknown("the printing of '\(typeName)'")
    }
  }

  private static func represent(
    _ list: JinjaList, _ begin: String, _ end: String, into text: inout String
  ) throws(JinjaProblem) {
    text += begin
    for (index, element) in list.elements.enumerated() {
      if index > 0 { text += ", " }
      try element.represent(into: &text)
    }
    text += end
  }

  private static func represent(_ value: String, into text: inout String) {
    let scalars = value.unicodeScalars
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    text.unicodeScalars.append(quote)
    for scalar in scalars {
      switch scalar {
      case quote, "\\":
        text += "\\"
        text.unicodeScalars.append(scalar)
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case " ": text += " "
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
          .paragraphSeparator, .spaceSeparator:
          text += escape(scalar.value)
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    text.unicodeScalars.append(quote)
  }

  private static func escape(_ value: UInt32) -> String {
    let (letter, count) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\\(letter)\(hexadecimal(value, count))"
  }

  private static func hexadecimal(_ value: UInt32, _ count: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }

  /// A number as Python writes it: the shortest that reads back, with an exponent below 1e-4 and from 1e16 on.
  static func spelling(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let parts = "\(value.magnitude)".split(separator: "e")
    let halves = parts[0].split(separator: ".")
    let whole = halves[0]
    let fraction = halves.count > 1 && halves[1] != "0" ? halves[1] : ""
    var digits = String(whole + fraction)
    // The point stands behind so many digits.
    var point = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    while digits.hasPrefix("0"), digits.count > 1 {
      digits.removeFirst()
      point -= 1
    }
    while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
    if value == 0 { point = 1 }
    let sign = value.sign == .minus ? "-" : ""
    if point < -3 || point > 16 {
      let rest = digits.dropFirst()
      let exponent = abs(point - 1)
      return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest)
        + (point < 1 ? "e-" : "e+") + (exponent < 10 ? "0" : "") + "\(exponent)"
    }
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if digits.count <= point {
      return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
    }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }

  // MARK: - JSON

  /// How JSON is written.
  struct JSONStyle {
    /// What a line begins with, once for each level; nil: one line.
    var indent: String?
    /// What stands between members.
    var comma = ", "
    /// What stands behind a key.
    var colon = ": "
    /// Whether other letters than ASCII's are escaped.
    var isASCII = false
    /// Whether keys are sorted.
    var isSorted = false
  }

  /// What Python's `json.dumps` writes.
  func json(_ style: JSONStyle) throws(JinjaProblem) -> String {
    var text = ""
    try writeJSON(style, level: 0, into: &text)
    return text
  }

  private func writeJSON(
    _ style: JSONStyle, level: Int, into text: inout String
  ) throws(JinjaProblem) {
    switch self {
    case .none: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .number(let value): text += Self.jsonSpelling(value)
    case .string(let value), .markup(let value):
      JSONValue.quote(value, isPythons: true, isASCII: style.isASCII, into: &text)
    case .list(let list), .tuple(let list):
      try Self.write(list.elements, style, level, "[", "]", into: &text) {
        (element, text) throws(JinjaProblem) in
        try element.writeJSON(style, level: level + 1, into: &text)
      }
    case .dictionary(let dictionary):
      var members = Array(zip(dictionary.keys, dictionary.values))
      if style.isSorted {
        members = try JinjaSorting.sorted(members) {
          (left, right) throws(JinjaProblem) in
          try JinjaValue.order(left.0, right.0) == .before
        }
      }
      try Self.write(members, style, level, "{", "}", into: &text) {
        (member, text) throws(JinjaProblem) in
        JSONValue.quote(
          try member.0.jsonKey(), isPythons: true, isASCII: style.isASCII, into: &text)
        text += style.colon
        try member.1.writeJSON(style, level: level + 1, into: &text)
      }
    default: throw .evaluation("'\(typeName)' has no JSON")
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ style: JSONStyle, _ level: Int, _ begin: String, _ end: String,
    into text: inout String, _ body: (Element, inout String) throws(JinjaProblem) -> Void
  ) throws(JinjaProblem) {
    text += begin
    for (index, element) in elements.enumerated() {
      if index > 0 { text += style.comma }
      breakLine(style, level + 1, into: &text)
      try body(element, &text)
      guard text.utf8.count <= JinjaBudget.weight else {
        throw .evaluation("a text or list is too long")
      }
    }
    if !elements.isEmpty { breakLine(style, level, into: &text) }
    text += end
  }

  private static func breakLine(_ style: JSONStyle, _ level: Int, into text: inout String) {
    guard let indent = style.indent else { return }
    text += "\n" + String(repeating: indent, count: level)
  }

  private static func jsonSpelling(_ value: Double) -> String {
    value.isFinite ? spelling(value) : value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
  }

  private func jsonKey() throws(JinjaProblem) -> String {
    switch self {
    case .string(let text), .markup(let text): return text
    case .none: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .number(let value): return Self.jsonSpelling(value)
    default: throw .evaluation("a key of JSON that is '\(typeName)'")
    }
  }
}
