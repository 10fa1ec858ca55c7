import Glibc

/// How a screen is opened; the defaults are right for a program started in a terminal.
public struct ScreenOptions: Sendable, Equatable {
  /// Colours to draw with.
  public var color: ColorChoice = .auto
  /// ASCII alone (`true`), block and braille glyphs (`false`), or what the locale allows (nil).
  public var ascii: Bool?
  /// Whether a frame is bracketed by synchronised output; nil: where it is known to work.
  public var synchronized: Bool?
  /// Whether stderr is kept off the screen and printed afterwards; nil: when it is a terminal.
  public var capturesStandardError: Bool?
  /// Whether the terminal reports what the mouse does, instead of selecting text with it.
  public var mouse = true
  /// Whether the terminal is asked for its background; the answer, if there is one, comes as a key.
  public var asksBackground = true
  /// Descriptor that keys come from.
  public var input: Int32 = STDIN_FILENO
  /// Descriptor that is drawn on.
  public var output: Int32 = STDOUT_FILENO
  /// What the environment says of the terminal.
  public var environment = TerminalEnvironment.current

  /// The defaults.
  public init() {}
}
