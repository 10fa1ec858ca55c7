extension JSONValue {
  /// JSON text with sorted keys; `indented` spreads objects over lines, as Hugging Face files do.
  public func serialized(indented: Bool) -> String {
    var text = ""
    write(to: &text, depth: indented ? 0 : nil)
    return text
  }

  private func write(to text: inout String, depth: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(_, let spelling): text += spelling
    case .string(let value): Self.quote(value, into: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += depth == nil ? "," : ", " }
        element.write(to: &text, depth: depth.map { $0 + 1 })
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, key) in members.keys.sorted().enumerated() {
        if index > 0 { text += "," }
        Self.breakLine(depth.map { $0 + 1 }, into: &text)
        Self.quote(key.text, into: &text)
        text += depth == nil ? ":" : ": "
        members[key]?.write(to: &text, depth: depth.map { $0 + 1 })
      }
      if !members.isEmpty { Self.breakLine(depth, into: &text) }
      text += "}"
    }
  }

  private static func breakLine(_ depth: Int?, into text: inout String) {
    guard let depth else { return }
    text += "\n" + String(repeating: "  ", count: depth)
  }

  /// Appends a text in quotes.
  ///
  /// - Parameters:
  ///   - isPythons: whether backspace and form feed have letters, as in Python's `json`.
  ///   - isASCII: whether what is not ASCII is written in UTF-16, as there unless told otherwise.
  public static func quote(
    _ value: String, isPythons: Bool = false, isASCII: Bool = false, into text: inout String
  ) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}" where isPythons: text += "\\b"
      case "\u{C}" where isPythons: text += "\\f"
      case _ where scalar.value < 0x20 || isASCII && !scalar.isASCII:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
