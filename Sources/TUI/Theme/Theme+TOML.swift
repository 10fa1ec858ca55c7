import TOMLKit

extension Theme {
  /// Reads a theme file: an optional `[palette]` of names and a `[roles]` table.
  ///
  /// - Parameters:
  ///   - name: what the theme is called.
  ///   - text: the file's contents.
  ///   - path: how errors name the file.
  /// - Throws: `ThemeError` with the line of what is wrong.
  public init(name: String, toml text: String, path: String) throws(ThemeError) {
    try self.init(name: name, toml: text, path: path, base: .standard)
  }

  init(name: String, toml text: String, path: String, base: Theme?) throws(ThemeError) {
    let reader = try ThemeReader(text: text, path: path)
    try reader.read()
    self.init(
      name: name, values: (base?.values ?? [:]).merging(reader.values) { $1 },
      ramps: (base?.ramps ?? [:]).merging(reader.ramps) { $1 })
  }
}

/// One pass over a theme file.
private final class ThemeReader {
  private let root: TOMLTable
  private let lines: ThemeLines
  private let path: String
  private var palette: [String: ThemeValue] = [:]
  private(set) var values: [Role: ThemeValue] = [:]
  private(set) var ramps: [Ramp: [ThemeValue]] = [:]

  init(text: String, path: String) throws(ThemeError) {
    self.path = path
    lines = ThemeLines(text)
    if let flaw = TOMLGuard.flaw(in: text) {
      throw .syntax(path: path, line: flaw.line, message: flaw.message)
    }
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw .syntax(
        path: path, line: error.source.begin.line, message: String(error.description.prefix(120)))
    } catch {
      throw .syntax(path: path, line: 1, message: String(describing: error))
    }
  }

  func read() throws(ThemeError) {
    for key in root.keys where key != "palette" && key != "roles" {
      throw unknown(key, table: "", known: ["palette", "roles"])
    }
    for (key, value) in flattened("palette") {
      palette[key] = try color(value, key: key, table: "palette")
    }
    for (key, value) in flattened("roles") {
      if let role = Role(name: key) {
        values[role] = try color(value, key: key, table: "roles")
      } else if let ramp = Ramp(rawValue: key) {
        ramps[ramp] = try stops(value, key: key)
      } else {
        let known = Role.allCases.map(\.name) + Ramp.allCases.map(\.rawValue)
        throw unknown(key, table: "roles", known: known)
      }
    }
  }

  /// Keys and values of a table, in order of the keys; `ramp.heat` is another way to write
  /// `ramp-heat`.
  private func flattened(_ table: String) -> [(key: String, value: any TOMLValueConvertible)] {
    var result: [(key: String, value: any TOMLValueConvertible)] = []
    guard let entries = root[table]?.table else { return result }
    for (key, value) in entries {
      if let inner = value.table {
        for (rest, value) in inner { result.append(("\(key)-\(rest)", value)) }
      } else {
        result.append((key, value))
      }
    }
    return result
  }

  private func color(
    _ value: any TOMLValueConvertible, key: String, table: String
  ) throws(ThemeError) -> ThemeValue {
    let text = value.string ?? value.int.map { String($0) } ?? value.debugDescription
    guard let parsed = ThemeValue(text, palette: palette) else {
      throw .badValue(
        path: path, line: lines.line(of: key, in: table), key: key, value: text)
    }
    return parsed
  }

  private func stops(
    _ value: any TOMLValueConvertible, key: String
  ) throws(ThemeError) -> [ThemeValue] {
    let line = lines.line(of: key, in: "roles")
    guard let array = value.array else {
      throw .badRamp(path: path, line: line, key: key, stops: 1)
    }
    guard (3...9).contains(array.count) else {
      throw .badRamp(path: path, line: line, key: key, stops: array.count)
    }
    var result: [ThemeValue] = []
    for stop in array { result.append(try color(stop, key: key, table: "roles")) }
    return result
  }

  private func unknown(_ key: String, table: String, known: [String]) -> ThemeError {
    let nearest = known.min { distance($0, key) < distance($1, key) } ?? ""
    return .unknownKey(
      path: path, line: lines.line(of: key, in: table), key: key, nearest: nearest)
  }

  /// Insertions, deletions and exchanges from one name to the other (Levenshtein).
  private func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.prefix(64))
    var costs = Array(0...right.count)
    for (row, character) in left.prefix(64).enumerated() {
      var diagonal = costs[0]
      costs[0] = row + 1
      for column in right.indices {
        let exchange = diagonal + (character == right[column] ? 0 : 1)
        diagonal = costs[column + 1]
        costs[column + 1] = min(exchange, costs[column] + 1, diagonal + 1)
      }
    }
    return costs[right.count]
  }
}

/// Where keys stand in a TOML text: the parser gives lines for its own errors only.
private struct ThemeLines {
  private var lines: [String: Int] = [:]

  init(_ text: String) {
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
