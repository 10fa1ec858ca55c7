/// Why a theme cannot be used.
public enum ThemeError: Error, Equatable {
  /// No theme of this name; no file at this path, where nothing is known.
  case notFound(name: String, known: [String], searched: [String])
  /// The file exists and cannot be read.
  case unreadable(path: String, reason: String)
  /// The file is not TOML.
  case syntax(path: String, line: Int, message: String)
  /// The file has a table or key that themes do not have.
  case unknownKey(path: String, line: Int, key: String, nearest: String)
  /// A value is not a colour.
  case badValue(path: String, line: Int, key: String, value: String)
  /// A value is none of the words that its key takes.
  case badChoice(path: String, line: Int, key: String, value: String, choices: [String])
  /// A ramp has too few or too many stops.
  case badRamp(path: String, line: Int, key: String, stops: Int)

  /// Whether the cause is a file that does not exist.
  public var isNotFound: Bool {
    if case .notFound = self { true } else { false }
  }
}

extension ThemeError: CustomStringConvertible {
  /// One line: what, where, what to do.
  public var description: String {
    let (what, place, advice) = parts
    return Text.clean(
      "\(what): " + (place.map { "\($0): " } ?? "") + advice)
  }

  /// The same as a finding in a file: where, what, what to do.
  public var finding: String {
    let (what, place, advice) = parts
    return Text.clean((place.map { "\($0): " } ?? "") + "\(what): \(advice)")
  }

  private var parts: (what: String, place: String?, advice: String) {
    switch self {
    case .notFound(let name, let known, _) where known.isEmpty:
      ("no theme \"\(name.prefix(80))\"", nil, "there is no such file")
    case .notFound(let name, let known, let searched):
      (
        "no theme \"\(name.prefix(80))\"", nil,
        "there are \(known.joined(separator: ", "))"
          + (searched.isEmpty ? "" : " (looked in \(searched.joined(separator: ", ")))")
      )
    case .unreadable(let path, let reason):
      ("cannot read theme", path, reason)
    case .syntax(let path, let line, let message):
      ("theme is not TOML", "\(path):\(line)", message)
    case .unknownKey(let path, let line, let key, let nearest):
      ("unknown key \"\(key.prefix(40))\"", "\(path):\(line)", "did you mean \"\(nearest)\"?")
    case .badValue(let path, let line, let key, let value):
      (
        "\(key.prefix(40)) = \"\(value.prefix(40))\" is no colour", "\(path):\(line)",
        "use default, an ANSI name, 0 to 255, #rrggbb or a $name of [palette]"
      )
    case .badChoice(let path, let line, let key, let value, let choices):
      (
        "\(key.prefix(40)) = \"\(value.prefix(40))\" is not known", "\(path):\(line)",
        "use \(choices.joined(separator: ", "))"
      )
    case .badRamp(let path, let line, let key, let stops):
      ("\(key.prefix(40)) has \(stops) stops", "\(path):\(line)", "give a list of 3 to 9 colours")
    }
  }
}
