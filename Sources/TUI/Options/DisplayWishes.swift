/// What the person wishes the screen to be like, whatever run is on it.
struct DisplayWishes: Sendable, Equatable {
  /// What the terminal's background is said to be.
  var background = BackgroundWish.auto
  /// How many colours are drawn with.
  var color = ColorWish.auto
  /// Which characters are drawn with.
  var glyphs = GlyphWish.auto
  /// Whether the terminal reports the mouse, instead of selecting text with it.
  var mouse = true
}

/// What a background is said to be; `auto` goes by what the terminal tells.
public enum BackgroundWish: String, Sendable, CaseIterable {
  case auto, dark, light
}

/// How many colours are drawn with: as many as there are, or at most so many.
enum ColorWish: String, Sendable, CaseIterable {
  case auto, always, direct
  case indexed = "256"
  case ansi = "16"
  case never

  /// The most colours that it allows.
  var limit: Capabilities.Colors {
    switch self {
    case .auto, .always, .direct: .direct
    case .indexed: .indexed
    case .ansi: .ansi
    case .never: .mono
    }
  }
}

/// Which characters are drawn with: what the locale allows, ASCII alone, or block and braille characters.
public enum GlyphWish: String, Sendable, CaseIterable {
  case auto, ascii, utf8
}

extension Monitor {
  /// Whether the mouse is to be reported.
  public var wantsMouse: Bool { state.display.mouse }
  /// The word for the colours to draw with, as `--color` has it.
  public var colorWish: String { state.display.color.rawValue }
  /// The characters to draw with.
  public var glyphWish: GlyphWish { state.display.glyphs }

  /// What of a terminal's capabilities is to be used.
  public func suited(_ terminal: Capabilities) -> Capabilities {
    Capabilities(
      colors: min(terminal.colors, state.display.color.limit),
      unicode: terminal.unicode && state.display.glyphs != .ascii)
  }
}
