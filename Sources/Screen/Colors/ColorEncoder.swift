import TUI

/// Turns the colours of a style into the numbers that this terminal gives its colours.
struct ColorEncoder {
  /// What to draw with; never more than the terminal has.
  let depth: Capabilities.Colors
  /// What the terminal says of itself.
  let facts: TerminalFacts
  /// Whether -1 stands for the terminal's own colours; else they are white on black.
  let hasDefaultColors: Bool
  private var known: [Color: Int32] = [:]

  init(depth: Capabilities.Colors, facts: TerminalFacts, hasDefaultColors: Bool) {
    self.depth = depth
    self.facts = facts
    self.hasDefaultColors = hasDefaultColors
  }

  /// Ink and paper as colour numbers, and whether bold must stand in for a bright ink.
  mutating func encode(_ style: Style) -> (foreground: Int32, background: Int32, brightens: Bool) {
    guard depth != .mono, style.foreground != .standard || style.background != .standard else {
      return (-1, -1, false)
    }
    var ink = number(style.foreground, standard: 7)
    var paper = number(style.background, standard: 0)
    guard facts.colors < 16 else { return (ink, paper, false) }
    // Eight colours: the bright half is the same ink in bold; paper has no bright half.
    let brightens = ink >= 8
    if ink >= 8 { ink -= 8 }
    if paper >= 8 { paper -= 8 }
    return (ink, paper, brightens)
  }

  private mutating func number(_ color: Color, standard: Int32) -> Int32 {
    if color == .standard { return hasDefaultColors ? -1 : standard }
    if let number = known[color] { return number }
    let reduced = color.reduced(to: depth)
    let number = facts.hasDirectColor ? direct(reduced) : Int32(index(reduced))
    known[color] = number
    return number
  }

  private func index(_ color: Color) -> UInt8 {
    if case .indexed(let index) = color { index } else { 0 }
  }

  /// The number of a colour where numbers are 0xRRGGBB.
  ///
  /// The first eight still mean the ANSI names there, so that the seven darkest blues have to be
  /// lighter by a shade.
  private func direct(_ color: Color) -> Int32 {
    switch color {
    case .standard: -1
    case .indexed(let index) where index < 8: Int32(index)
    case .rgb(0, 0, 0): 0
    case .indexed, .rgb: max(8, color.rgb?.number ?? 0)
    }
  }
}
