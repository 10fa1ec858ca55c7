/// Writes options into the text of a person's file, line by line: comments, order and what is unknown stay as they are.
public enum OptionsText {
  /// The text with some options of `[monitor]` set; nil where it is written in a form that cannot be edited so.
  ///
  /// - Parameter values: words that the options take, by key.
  public static func edited(_ text: String, setting values: [String: String]) -> String? {
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    let ending = text.unicodeScalars.contains("\r") ? "\r" : ""
    var left: [String] = []
    let places = Place.all(lines)
    for option in MonitorOption.all {
      guard let word = values[option.key] else { continue }
      let literal = option.literal(word)
      let place = places.lastIndex {
        $0.table == "monitor" && $0.key == option.key
          || $0.table == "" && $0.key == "monitor.\(option.key)"
      }
      if let place {
        lines[place] = replacing(lines[place], with: literal)
      } else {
        left.append("\(option.key) = \(literal)" + ending)
      }
    }
    if let last = places.lastIndex(where: { $0.table == "monitor" && !$0.isBlank }) {
      // The file's last line may have no end.
      if last == lines.count - 1, !left.isEmpty { lines.append("") }
      lines.insert(contentsOf: left, at: last + 1)
    } else if !left.isEmpty {
      if text.isEmpty { lines = ["# What `fedtop config --monitor` lists can stand here."] }
      if let last = lines.last, last.isEmpty { lines.removeLast() }
      lines += [ending, "[monitor]" + ending] + left + [""]
    }
    let result = lines.joined(separator: "\n")
    // Whatever form the file has: what is written is what will be read.
    let file = OptionsFile(text: result, path: "")
    return values.allSatisfy { file.values[$0.key] == $0.value } ? result : nil
  }

  /// A line with another value, its comment kept.
  private static func replacing(_ line: String, with literal: String) -> String {
    guard let equals = line.unicodeScalars.firstIndex(of: "=") else { return line }
    let scalars = line.unicodeScalars
    var start = scalars.index(after: equals)
    while start < scalars.endIndex, [" ", "\t"].contains(scalars[start]) {
      start = scalars.index(after: start)
    }
    var end = start
    if start < scalars.endIndex, ["\"", "'"].contains(scalars[start]) {
      let quote = scalars[start]
      end = scalars.index(after: end)
      while end < scalars.endIndex, scalars[end] != quote {
        let isEscape = scalars[end] == "\\" && quote == "\""
        end =
          scalars.index(end, offsetBy: isEscape ? 2 : 1, limitedBy: scalars.endIndex)
          ?? scalars.endIndex
      }
      if end < scalars.endIndex { end = scalars.index(after: end) }
    } else {
      while end < scalars.endIndex, !["#", " ", "\t", "\r"].contains(scalars[end]) {
        end = scalars.index(after: end)
      }
    }
    return String(scalars[..<start]) + literal + String(scalars[end...])
  }
}

extension OptionsText {
  /// What stands in a line: the table that it belongs to, and the key that it sets.
  private struct Place {
    var table: String
    var key: String?
    var isBlank: Bool

    /// The places of all lines; what lies inside of a value of several lines sets nothing.
    static func all(_ lines: [String]) -> [Place] {
      var table = ""
      var value = OpenValue()
      return lines.map { line in
        let isInside = value.isOpen
        value.read(line)
        let text = line.filter { !$0.isWhitespace }
        if isInside { return Place(table: table, key: nil, isBlank: false) }
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
          table = unquoted(text[text.index(after: text.startIndex)..<end])
          return Place(table: table, key: nil, isBlank: false)
        }
        let key = text.hasPrefix("#") ? nil : text.firstIndex(of: "=").map { text[..<$0] }
        return Place(table: table, key: key.map(unquoted), isBlank: text.isEmpty)
      }
    }

    private static func unquoted(_ text: Substring) -> String {
      String(text.filter { $0 != "\"" && $0 != "'" })
    }
  }

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
