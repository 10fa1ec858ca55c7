/// Where keys stand in a TOML text: the parser gives lines for its own errors only.
struct TOMLLines: Sendable {
  private var lines: [String: Int] = [:]

  init(_ text: String = "") {
    for (index, place) in TOMLPlace.all(TOMLPlace.lines(of: text)).enumerated() {
      let name = place.key.map { Self.name($0, in: place.table) }
      let header = place.isHeader ? Self.header(place.table) : nil
      if let name = name ?? header { lines[name, default: index + 1] = index + 1 }
    }
  }

  /// Line of `key` in `table`, from 1; the line of the table, or 1, when the key cannot be seen.
  func line(of key: String, in table: String) -> Int {
    lines[Self.name(key, in: table)] ?? lines[Self.header(key)] ?? lines[Self.header(table)] ?? 1
  }

  private static func header(_ table: String) -> String { "\(table)\u{0}" }

  private static func name(_ key: String, in table: String) -> String {
    let path = table.isEmpty ? key : "\(table).\(key)"
    return path.replacing(".", with: "-")
  }
}
