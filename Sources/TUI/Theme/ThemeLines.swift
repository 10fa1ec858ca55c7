/// Where keys stand in a TOML text: the parser gives lines for its own errors only.
struct ThemeLines: Sendable {
  private var lines: [String: Int] = [:]

  init(_ text: String = "") {
    var table = ""
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = raw.filter { !$0.isWhitespace }
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        table = String(line[line.index(after: line.startIndex)..<end])
        lines["\(table)\u{0}", default: index + 1] = index + 1
      } else if let equals = line.firstIndex(of: "=") {
        let key = line[..<equals].filter { $0 != "\"" && $0 != "'" }
        lines[Self.key(String(key), table), default: index + 1] = index + 1
      }
    }
  }

  /// Line of `key` in `table`, from 1; the line of the table, or 1, when the key cannot be seen.
  func line(of key: String, in table: String) -> Int {
    lines[Self.key(key, table)] ?? lines["\(key)\u{0}"] ?? lines["\(table)\u{0}"] ?? 1
  }

  private static func key(_ key: String, _ table: String) -> String {
    let path = table.isEmpty ? key : "\(table).\(key)"
    return path.replacing(".", with: "-")
  }
}
