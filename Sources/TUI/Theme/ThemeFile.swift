import TOMLKit

/// What a theme file says: what it is made for, and values with the lines they stand in.
///
/// Before its tables, a file may have `background` (dark, light or any), `twin` (the name of the
/// theme for the other background) and `sight` (the eyes it promises to serve).
struct ThemeFile: Sendable {
  private(set) var background = Background.any
  private(set) var sight = Sight.full
  private(set) var twin: String?
  private(set) var values = Theme.Values()
  private let lines: TOMLLines
  private let path: String
  private let comment: Substring
  private var palette: [String: ThemeValue] = [:]

  /// A file that says nothing.
  init() {
    (lines, path, comment) = (TOMLLines(), "", "")
  }

  /// One of the texts that are part of the program; one that does not exist says nothing.
  init(builtIn name: String) throws(ThemeError) {
    let text = BuiltInThemes.texts.first { $0.name == name }?.text ?? ""
    try self.init(text: text, path: name)
  }

  /// Reads a file.
  /// - Throws: `ThemeError` with the line of what is wrong.
  init(text: String, path: String) throws(ThemeError) {
    self.path = path
    lines = TOMLLines(text)
    let first = text.prefix { $0 != "\n" && $0 != "\r\n" }
    comment = first.hasPrefix("#") ? first.drop { $0 == "#" || $0 == " " } : ""
    let root: TOMLTable
    do throws(TOMLFile.Flaw) {
      root = try TOMLFile.table(text)
    } catch {
      throw .syntax(path: path, line: error.line, message: error.message)
    }
    try read(root)
  }

  /// The first comment without the theme's name; empty when there is none.
  func summary(of name: String) -> String {
    let prefix = "\(name): "
    return Text.clean(String(comment.hasPrefix(prefix) ? comment.dropFirst(prefix.count) : comment))
  }

  /// The line that `role` stands in; nil where the file leaves it out.
  func line(of role: Role) -> Int? {
    values.roles[role].map { _ in lines.line(of: role.name, in: "roles") }
  }

  /// The line that `ramp` begins in; nil where the file leaves it out.
  func line(of ramp: Ramp) -> Int? {
    values.ramps[ramp].map { _ in lines.line(of: ramp.rawValue, in: "roles") }
  }

  /// The line that a key before the tables stands in.
  func line(of key: String) -> Int { lines.line(of: key, in: "") }

  private mutating func read(_ root: TOMLTable) throws(ThemeError) {
    let known = ["palette", "roles", "background", "twin", "sight"]
    for key in root.keys where !known.contains(key) {
      throw unknown(key, table: "", known: known)
    }
    background = try choice(root, "background") ?? .any
    sight = try choice(root, "sight") ?? .full
    if let value = root["twin"] {
      guard let name = value.string, !name.isEmpty else {
        throw badChoice("twin", value, ["the name of a theme"])
      }
      twin = name
    }
    for (key, value) in flattened(root, "palette") {
      palette[key] = try color(value, key: key, table: "palette")
    }
    for (key, value) in flattened(root, "roles") {
      if let role = Role(name: key) {
        values.roles[role] = try color(value, key: key, table: "roles")
      } else if let ramp = Ramp(rawValue: key) {
        values.ramps[ramp] = try stops(value, key: key)
      } else {
        let known = Role.allCases.map(\.name) + Ramp.allCases.map(\.rawValue)
        throw unknown(key, table: "roles", known: known)
      }
    }
  }

  private func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ root: TOMLTable, _ key: String
  ) throws(ThemeError) -> Choice? {
    guard let value = root[key] else { return nil }
    guard let choice = value.string.flatMap({ Choice(rawValue: $0) }) else {
      throw badChoice(key, value, Choice.allCases.map(\.rawValue))
    }
    return choice
  }

  private func badChoice(
    _ key: String, _ value: any TOMLValueConvertible, _ choices: [String]
  ) -> ThemeError {
    .badChoice(
      path: path, line: line(of: key), key: key, value: value.string ?? value.debugDescription,
      choices: choices)
  }

  /// Keys and values of a table, in order of the keys; `ramp.heat` is another way to write
  /// `ramp-heat`.
  private func flattened(
    _ root: TOMLTable, _ table: String
  ) -> [(key: String, value: any TOMLValueConvertible)] {
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
    .unknownKey(
      path: path, line: lines.line(of: key, in: table), key: key,
      nearest: Text.nearest(to: key, among: known))
  }
}
