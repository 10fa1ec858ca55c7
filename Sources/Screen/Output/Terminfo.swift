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
    let end = "\u{1b}[?2026l" + (hasModes ? reports(false, mouse: true) : "")
    let parts = ["rmkx", "sgr0", "cnorm", "rmcup"].compactMap { string($0) }
    return parts.isEmpty ? "\r\n" : end + parts.joined()
  }

  /// Whether unknown modes and questions are safe to send: a terminal without an alternate screen is a printer or a console,
  /// and would print them.
  static var hasModes: Bool { string("smcup") != nil }

  /// Asks the terminal to mark where pasted text begins and ends and to report the mouse's buttons, drags and wheel, or to
  /// leave that; terminals that cannot ignore it.
  static func reports(_ isOn: Bool, mouse: Bool) -> String {
    let modes = mouse ? [2004, 1000, 1002, 1006] : [2004]
    return (isOn ? modes : modes.reversed()).map { "\u{1b}[?\($0)\(isOn ? "h" : "l")" }.joined()
  }

  /// Asks the terminal for the colour of its background (OSC 11).
  static let backgroundQuestion = "\u{1b}]11;?\u{1b}\\"

  /// `text` without its waits (`$<50>`), which only terminals of the last century need.
  static func withoutPadding(_ text: String) -> String {
    text.replacing(/\$<[0-9.]*[*\/]*>/, with: "")
  }
}
