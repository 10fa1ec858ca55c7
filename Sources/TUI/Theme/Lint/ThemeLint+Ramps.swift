import Metrics
import Plain

extension ThemeLint {
  /// By how much heat may get lighter and darker again (OKLab): what rounding to bytes does.
  private static let slack = 0.005
  private static let (leastHeat, leastNamed) = (8, 3)

  /// Contrast, the order of heat by lightness, and enough steps.
  mutating func checkRamps() {
    checkRampContrast()
    for ramp in Ramp.allCases {
      guard let line = file.line(of: ramp) else { continue }
      if ramp == .heat {
        checkOrder(line)
        count(.indexed, ramp, least: Self.leastHeat, line)
      }
      count(.ansi, ramp, least: Self.leastNamed, line)
    }
  }

  /// Heat is read by lightness, which does not turn back.
  private mutating func checkOrder(_ line: Int) {
    for depth in [Capabilities.Colors.indexed, .direct] {
      let back = Self.turnedBack(theme.palette(depth).steps(.heat))
      guard back > Self.slack else { continue }
      report(
        "ramp-heat: lightness turns back by \(Units.fixed(back, 3)) \(depth.phrase), "
          + "more than \(Units.fixed(Self.slack, 3))", line: line)
    }
  }

  /// How far lightness falls behind what it was, on its way from end to end; 0 for the sixteen
  /// names, which look as the user likes.
  private static func turnedBack(_ steps: [Color]) -> Double {
    let lightness = steps.compactMap { $0.isNamed ? nil : $0.rgb.map { OKLab($0).lightness } }
    guard let first = lightness.first, let last = lightness.last, lightness.count == steps.count
    else { return 0 }
    let sign = last < first ? -1.0 : 1
    var (furthest, back) = (first * sign, 0.0)
    for value in lightness {
      furthest = max(furthest, value * sign)
      back = max(back, furthest - value * sign)
    }
    return back
  }

  private mutating func count(
    _ depth: Capabilities.Colors, _ ramp: Ramp, least: Int, _ line: Int
  ) {
    let steps = theme.palette(depth).steps(ramp)
    // Without steps glyphs carry the value, and names are few at any depth.
    guard !steps.isEmpty, depth == .ansi || !steps.contains(where: \.isNamed),
      steps.count < least
    else { return }
    report("\(ramp.rawValue): \(steps.count) steps \(depth.phrase), less than \(least)", line: line)
  }
}
