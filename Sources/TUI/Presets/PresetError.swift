/// What is wrong with a file of presets.
public struct PresetError: Error, Equatable, CustomStringConvertible {
  /// The file; nil where a preset of a name was looked for and is nowhere.
  let path: String?
  /// The line, where it is one.
  var line: Int?
  /// What is wrong.
  let what: String
  /// What to do.
  let advice: String

  /// Whether there is no preset of a name.
  public var isNotFound: Bool { path == nil }

  /// One line: what, where, what to do.
  public var description: String {
    let place = path.map { $0 + (line.map { ":\($0)" } ?? "") + ": " } ?? ""
    return Text.clean("\(what): \(place)\(advice)")
  }
}
