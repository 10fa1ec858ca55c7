/// Where the value of an option comes from.
public enum OptionSource: Sendable, Equatable {
  /// Nobody has said anything.
  case standard
  /// The person's file.
  case file
  /// An option of the command, such as `--ascii`.
  case commandLine(String)
  /// Something else, in a few words.
  case other(String)
  /// It was changed in the monitor.
  case changed

  /// In a few words.
  var text: String {
    switch self {
    case .standard: "default"
    case .file: "file"
    case .commandLine(let option): option
    case .other(let words): words
    case .changed: "changed here"
    }
  }

  /// Whether the file does not say it yet, though the person has.
  var isUnsaved: Bool {
    switch self {
    case .commandLine, .changed: true
    case .standard, .file, .other: false
    }
  }
}

/// The value that an option had when it was last said, and who said it.
struct OptionOrigin: Sendable, Equatable {
  let value: String
  let source: OptionSource
}
