import Plain

/// The 256 colours of terminals, and the way down from direct colour to fewer.
enum TerminalPalette {
  /// Colours by index: sixteen names (as xterm shows them), a 6x6x6 cube, and 24 greys.
  static let colors: [RGB] = {
    let names: [RGB] = [
      RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
      RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
      RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
      RGB(255, 255, 255),
    ]
    let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = (0..<216).map { RGB(steps[$0 / 36], steps[$0 / 6 % 6], steps[$0 % 6]) }
    let greys = (0..<24).map { index -> RGB in
      let level = UInt8(8 + 10 * index)
      return RGB(level, level, level)
    }
    return names + cube + greys
  }()

  private static let labs = colors.map { OKLab($0) }

  /// Names of the first sixteen.
  static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]

  /// The nearest of the 240 fixed colours; the sixteen names are left out because users redefine
  /// them.
  static func indexed(_ rgb: RGB) -> UInt8 { nearest(OKLab(rgb), in: 16..<256) }

  /// The nearest of the sixteen names.
  static func ansi(_ rgb: RGB) -> UInt8 { nearest(OKLab(rgb), in: 0..<16) }

  private static func nearest(_ lab: OKLab, in range: Range<Int>) -> UInt8 {
    var best = range.lowerBound
    var least = Double.infinity
    for index in range {
      let distance = labs[index].distance(to: lab)
      if distance < least { (best, least) = (index, distance) }
    }
    return UInt8(clamping: best)
  }
}
