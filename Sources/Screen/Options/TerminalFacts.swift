import TUI

/// What terminfo and the locale say of a terminal, once it is open.
struct TerminalFacts: Equatable {
  /// Colours that terminfo gives; 0 or less: none.
  var colors: Int
  /// Whether the colour numbers are red, green and blue themselves (the `RGB` flag).
  var hasDirectColor: Bool
  /// Whether the locale's character set is UTF-8.
  var isUTF8: Bool
}

extension TerminalFacts {
  /// The most that this terminal can draw.
  var depth: Capabilities.Colors {
    if hasDirectColor && colors > 256 { return .direct }
    if colors >= 256 { return .indexed }
    return colors >= 8 ? .ansi : .mono
  }

  /// What to draw with: the user's wish, as far as the terminal can follow.
  func capabilities(
    color: ColorChoice, ascii: Bool?, environment: TerminalEnvironment
  ) -> Capabilities {
    Capabilities(
      colors: colors(color, environment: environment), unicode: unicode(ascii, environment))
  }

  private func colors(
    _ choice: ColorChoice, environment: TerminalEnvironment
  ) -> Capabilities.Colors {
    switch choice {
    case .never, .mono: .mono
    case .auto: environment.noColor || environment.term == "dumb" ? .mono : depth
    case .always: depth
    case .ansi: min(.ansi, depth)
    case .indexed: min(.indexed, depth)
    case .direct: depth
    }
  }

  /// The Linux console takes UTF-8, but its fonts have no braille.
  private func unicode(_ ascii: Bool?, _ environment: TerminalEnvironment) -> Bool {
    if let ascii { return !ascii && isUTF8 }
    return isUTF8 && environment.term != "linux"
  }
}
