import CNcurses

/// Reads the terminfo entry of the open terminal.
enum Terminfo {
  /// A string capability, ready to be written; nil when the terminal lacks it.
  static func string(_ name: String) -> String? {
    guard let value = tigetstr(name), UInt(bitPattern: value) != UInt.max else { return nil }
    return withoutPadding(String(cString: value))
  }

  /// Whether the terminal has a flag.
  static func flag(_ name: String) -> Bool { tigetflag(name) > 0 }

  /// The bytes that show the normal screen again: keypad off, attributes off, cursor on, and the
  /// alternate screen left.
  static var leaving: String {
    let end = "\u{1b}[?2026l"
    let parts = ["rmkx", "sgr0", "cnorm", "rmcup"].compactMap { string($0) }
    return parts.isEmpty ? "\r\n" : end + parts.joined()
  }

  /// `text` without its waits (`$<50>`), which only terminals of the last century need.
  static func withoutPadding(_ text: String) -> String {
    text.replacing(/\$<[0-9.]*[*\/]*>/, with: "")
  }
}
