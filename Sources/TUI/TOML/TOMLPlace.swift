/// What stands in a line of a TOML text: the table that it belongs to, and the key that it sets.
struct TOMLPlace {
  let table: String
  let key: String?
  /// Whether the line begins the table.
  let isHeader: Bool
  let isBlank: Bool

  /// The lines of a text; those that end as on Windows keep a carriage return.
  static func lines(of text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The places of all lines; what lies inside of a value of several lines sets nothing.
  static func all(_ lines: [String]) -> [TOMLPlace] {
    var table = ""
    var value = OpenValue()
    return lines.map { line in
      let isInside = value.isOpen
      value.read(line)
      let text = line.filter { !$0.isWhitespace }
      if isInside { return TOMLPlace(table: table, key: nil, isHeader: false, isBlank: false) }
      if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
        table = unquoted(text[text.index(after: text.startIndex)..<end])
        return TOMLPlace(table: table, key: nil, isHeader: true, isBlank: false)
      }
      let key = text.hasPrefix("#") ? nil : text.firstIndex(of: "=").map { text[..<$0] }
      return TOMLPlace(
        table: table, key: key.map(unquoted), isHeader: false, isBlank: text.isEmpty)
    }
  }

  private static func unquoted(_ text: Substring) -> String {
    String(text.filter { $0 != "\"" && $0 != "'" })
  }
}

extension TOMLPlace {
  /// Whether a value goes on in the next line: a long string, an array or a table.
  private struct OpenValue {
    private var quotes: String?
    private var depth = 0

    var isOpen: Bool { quotes != nil || depth > 0 }

    mutating func read(_ line: String) {
      var rest = line[...]
      while let character = rest.first {
        if let open = quotes {
          if rest.hasPrefix(open) {
            quotes = nil
            rest = rest.dropFirst(open.count)
          } else {
            rest = rest.dropFirst(character == "\\" && open.hasPrefix("\"") ? 2 : 1)
          }
          continue
        }
        switch character {
        case "#": rest = ""
        case "\"", "'":
          let long = String(repeating: character, count: 3)
          quotes = rest.hasPrefix(long) ? long : String(character)
          rest = rest.dropFirst(quotes?.count ?? 1)
        default:
          if character == "[" || character == "{" { depth += 1 }
          if character == "]" || character == "}" { depth = max(0, depth - 1) }
          rest = rest.dropFirst()
        }
      }
      // A short string ends with its line.
      if quotes?.count == 1 { quotes = nil }
    }
  }
}
