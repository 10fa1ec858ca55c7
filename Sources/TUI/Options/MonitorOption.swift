/// Something about the monitor that a person may choose.
///
/// `all` is the one table of them: the list in the monitor, the person's file, the command's options and
/// `fedtop config --monitor` are made from it.
public struct MonitorOption: Sendable {
  /// What a value may be.
  public enum Kind: Sendable, Equatable {
    /// On or off: `true` or `false` in the file.
    case flag
    /// One of these words.
    case choice([String])
    /// A theme by name or path.
    case theme
  }

  /// Its key in the table `[monitor]` of the file.
  public let key: String
  /// What it is about: the heading that it stands under.
  let group: String
  /// One sentence without its full stop.
  public let help: String
  /// What a value may be.
  public let kind: Kind
  /// The value in force, as a word.
  let read: @Sendable (Monitor) -> String
  /// Takes over a word that `problem(with:)` finds nothing wrong with.
  let write: @Sendable (inout Monitor, String) -> Void

  /// The option of a key.
  public static func named(_ key: String) -> MonitorOption? { all.first { $0.key == key } }

  /// The value before anybody has said anything.
  public var standard: String { read(Monitor(theme: .standard)) }

  /// What is wrong with a word for it; nil when nothing is.
  public func problem(with word: String) -> String? {
    switch kind {
    case .flag where word != "true" && word != "false": "must be true or false"
    case .choice(let words) where !words.contains(word):
      "must be one of \(words.joined(separator: ", "))"
    case .theme where word.isEmpty: "must be the name of a theme, or a path"
    default: nil
    }
  }

  /// A word for it as TOML has it.
  public func literal(_ word: String) -> String {
    if kind == .flag { return word }
    let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  /// A word for it as the list shows it.
  func shown(_ word: String) -> String {
    kind == .flag ? (word == "true" ? "on" : "off") : word
  }

  /// What it may be, in a few words.
  public var expectation: String {
    switch kind {
    case .flag: "true or false"
    case .choice(let words): words.joined(separator: ", ")
    case .theme: "a name, or a path; see fedtop themes"
    }
  }
}
