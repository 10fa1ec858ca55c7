/// The glyphs drawn with: two sets with the same widths, so that the layout is one.
struct Glyphs: Sendable {
  var topLeft: Character, topRight: Character, bottomLeft: Character, bottomRight: Character
  var horizontal: Character, vertical: Character
  var full: Character, empty: Character
  var selected: Character, gal: Character, mark: Character, arrow: Character, back: Character
  var live: Character, done: Character, failed: Character, dot: Character, dash: Character
  var up: Character, down: Character, ellipsis: Character, separator: Character
  var delta: Character, knobAt: Character, knobRail: Character
  var ghost: Character, fork: Character, cursor: Character
  /// What each of several ghosts is drawn with.
  var ghosts: [Character]
  /// From nothing to everything, for values that colour cannot carry.
  var shades: [Character]
  /// Bars of one cell, from lowest to full.
  var bars: [Character]
  /// Frames of the mark of something at work.
  var spinner: [Character]
  var unicode: Bool

  /// Block and braille glyphs.
  static let unicode = Glyphs(
    topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯", horizontal: "─",
    vertical: "│", full: "■", empty: "·", selected: "▸", gal: "◆", mark: "▴", arrow: "→",
    back: "◀", live: "●", done: "✓", failed: "✗", dot: "·", dash: "–", up: "↑", down: "↓",
    ellipsis: "…", separator: "·", delta: "Δ", knobAt: "●", knobRail: "─",
    ghost: "◦", fork: "┼", cursor: "▾", ghosts: ["◦", "×", "+", "="],
    shades: [" ", "·", "░", "▒", "▓", "█"],
    bars: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧"], unicode: true)

  /// Seven bits only.
  static let ascii = Glyphs(
    topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", horizontal: "-",
    vertical: "|", full: "#", empty: ".", selected: ">", gal: "*", mark: "^", arrow: ">",
    back: "<", live: "*", done: "+", failed: "x", dot: ".", dash: "-", up: "^", down: "v",
    ellipsis: "~", separator: "-", delta: "d", knobAt: "o", knobRail: "-",
    ghost: "o", fork: "+", cursor: "v", ghosts: ["o", "x", "+", "="],
    shades: [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"],
    bars: ["_", ".", "-", "=", "+", "*", "#", "@"], spinner: ["|", "/", "-", "\\"],
    unicode: false)

  /// `text` in this set: the few signs that our own sentences use outside of ASCII are spelled out.
  func spelled(_ text: String) -> String {
    if unicode || text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text.reduce(into: "") { result, character in
      result += character.isASCII ? String(character) : Self.spelling[character] ?? "?"
    }
  }

  private static let spelling: [Character: String] = [
    "ρ": "rho", "λ": "lambda", "α": "alpha", "β": "beta", "γ": "gamma", "η": "eta", "μ": "mu",
    "µ": "u", "δ": "delta",
    "ε": "epsilon", "ℒ": "L", "θ": "theta", "–": "-", "—": "-", "−": "-", "→": ">", "←": "<",
    "·": "-", "…": "~", "×": "x", "≥": ">=", "≤": "<=", "≈": "~", "∞": "inf", "↑": "^", "↓": "v",
    "◆": "*", "’": "'", "‘": "'", "“": "\"", "”": "\"", "é": "e", "ü": "u", "ö": "o", "ä": "a",
    "Δ": "d", "●": "*", "■": "#", "◀": "<", "▸": ">", "✓": "+", "✗": "x", "▴": "^", "◦": "o",
    "┼": "+", "₀": "0",
    "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6",
  ]
}
