/// The 256 colours: sixteen names as xterm draws them, a 6x6x6 cube, and a ramp of grays.
enum FixedPalette {
  /// Red, green and blue of every index.
  static let colors: [RGB] = names + cube + grays

  private static let names: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
    RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
    RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]

  private static let cube: [RGB] = (0..<216).map { index in
    let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
    return RGB(steps[index / 36], steps[index / 6 % 6], steps[index % 6])
  }

  private static let grays: [RGB] = (0..<24).map { step in
    let level = UInt8(8 + 10 * step)
    return RGB(level, level, level)
  }

  private static let perceived = colors.map(\.perceived)

  /// The index in `range` whose colour looks closest to `color`, by distance in OKLab.
  static func nearest(to color: RGB, in range: Range<Int>) -> UInt8 {
    let wanted = color.perceived
    let best = range.min { left, right in
      distance(perceived[left], wanted) < distance(perceived[right], wanted)
    }
    return UInt8(best ?? 0)
  }

  private static func distance(_ left: SIMD3<Double>, _ right: SIMD3<Double>) -> Double {
    let difference = left - right
    return (difference * difference).sum()
  }
}
