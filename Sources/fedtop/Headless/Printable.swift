import Foundation

/// Lines for people beside the output.
enum StandardError {
  /// Writes one line, without control characters.
  static func write(_ line: String) {
    FileHandle.standardError.write(Data((printable(line) + "\n").utf8))
  }
}

/// `text` without control characters: nothing from data or names may steer a terminal.
func printable(_ text: String) -> String {
  guard !text.isPrintable else { return text }
  let kept = text.unicodeScalars.map { $0.steersTerminal ? "\u{FFFD}" : $0 }
  return String(String.UnicodeScalarView(kept))
}

extension String {
  /// Whether no character of it steers a terminal.
  var isPrintable: Bool { !unicodeScalars.contains(where: \.steersTerminal) }
}

extension Unicode.Scalar {
  /// Whether a terminal may act on it rather than show it: controls, and what turns the direction or the line.
  var steersTerminal: Bool {
    if (0x20..<0x7f).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
  }
}
