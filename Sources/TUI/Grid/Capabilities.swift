/// What the terminal can show.
public struct Capabilities: Sendable, Hashable {
  /// Number of colours to draw with.
  public enum Colors: Int, Sendable, Comparable, CaseIterable {
    /// None: meaning is carried by glyphs, bold and reverse.
    case mono = 0
    /// The sixteen ANSI names (eight plus bold where there are only eight).
    case ansi = 16
    /// The fixed palette.
    case indexed = 256
    /// Direct colour.
    case direct = 16_777_216

    /// Orders by number of colours.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// Number of colours.
  public var colors: Colors
  /// Whether block and braille glyphs can be shown; else ASCII.
  public var unicode: Bool

  /// Makes capabilities.
  public init(colors: Colors, unicode: Bool) {
    self.colors = colors
    self.unicode = unicode
  }
}
