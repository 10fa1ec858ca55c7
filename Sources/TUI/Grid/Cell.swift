/// A colour as a theme asks for it.
public enum Color: Sendable, Hashable {
  /// The terminal's own foreground or background.
  case standard
  /// One of the terminal's 256 colours; 0 ... 15 are the ANSI names.
  case indexed(UInt8)
  /// Direct colour.
  case rgb(UInt8, UInt8, UInt8)
}

/// How a cell is drawn.
public struct Style: Sendable, Hashable {
  /// Ink.
  public var foreground: Color = .standard
  /// Paper.
  public var background: Color = .standard
  /// Bold.
  public var bold = false
  /// Dim.
  public var dim = false
  /// Underlined.
  public var underline = false
  /// Ink and paper exchanged.
  public var reverse = false

  /// The terminal's own look.
  public static let plain = Style()

  /// Makes a style.
  public init(
    foreground: Color = .standard, background: Color = .standard, bold: Bool = false,
    dim: Bool = false, underline: Bool = false, reverse: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.bold = bold
    self.dim = dim
    self.underline = underline
    self.reverse = reverse
  }
}

/// One character cell of a screen.
public struct Cell: Sendable, Hashable {
  /// What it shows: one grapheme of width 1 or 2; the cell after a wide one holds
  /// `Cell.continuation`.
  public var character: Character
  /// How it is drawn.
  public var style: Style

  /// Makes a cell.
  public init(_ character: Character, _ style: Style = .plain) {
    self.character = character
    self.style = style
  }

  /// An empty cell.
  public static let blank = Cell(" ")
  /// The right half of a wide character.
  public static let continuation = Cell("\u{0}")
}
