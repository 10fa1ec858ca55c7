import Metrics
import Plain

extension ThemeLint {
  /// Text holds WCAG 2's 4.5:1 on the background it is made for; what is dim, lines, and everything
  /// that must do on black and on white, hold the 3:1 of its graphics.
  private static let (textBound, softBound) = (4.5, 3.0)

  /// What a background may be, and its names among the sixteen colours: the others are a user's
  /// own, so nobody knows their contrast.
  private struct Ground {
    let name: String
    let rgb: RGB
    let names: Set<UInt8>

    static let black = Ground(name: "black", rgb: RGB(0, 0, 0), names: [0])
    static let white = Ground(name: "white", rgb: RGB(255, 255, 255), names: [7, 15])

    /// The contrast of ink on it; nil when that is up to the terminal.
    func contrast(_ color: Color) -> Double? {
      if case .indexed(let index) = color, index < 16, !names.contains(index) { return nil }
      return color.rgb?.contrast(with: rgb)
    }
  }

  /// Too little of it.
  private struct Shortfall {
    var ratio: Double
    var words: String
  }

  private var grounds: [Ground] {
    switch file.background {
    case .dark: [.black]
    case .light: [.white]
    case .any: [.black, .white]
    }
  }

  private func bound(_ role: Role) -> Double {
    switch role {
    case .dim, .border, .borderFocus, .keyDisabled, .baseline, .ghost: Self.softBound
    default: file.background == .any ? Self.softBound : Self.textBound
    }
  }

  /// Every role that the file names, on each ground.
  mutating func checkContrast() {
    for role in Role.allCases where role != .selectFg && role != .selectBg {
      guard let line = file.line(of: role) else { continue }
      let colors = Self.depths.map { ($0, [theme.palette($0)[role].foreground]) }
      report(worst(colors, bound(role)), of: role.name, bound(role), line: line)
    }
    checkSelection()
  }

  /// Every step of every ramp.
  mutating func checkRampContrast() {
    for ramp in Ramp.allCases {
      guard let line = file.line(of: ramp) else { continue }
      let colors = Self.depths.map { ($0, theme.palette($0).steps(ramp)) }
      let found = worst(colors, Self.softBound)
      report(found, of: ramp.rawValue, Self.softBound, line: line)
    }
  }

  private mutating func checkSelection() {
    guard let line = file.line(of: .selectFg) ?? file.line(of: .selectBg) else { return }
    var found: Shortfall?
    for depth in [Capabilities.Colors.direct, .indexed] {
      let style = theme.palette(depth).selection
      guard !style.foreground.isNamed, !style.background.isNamed,
        let ratio = style.background.rgb.flatMap({ style.foreground.rgb?.contrast(with: $0) }),
        ratio < min(Self.textBound, found?.ratio ?? .infinity)
      else { continue }
      found = Shortfall(ratio: ratio, words: "on select-bg \(depth.phrase)")
    }
    report(found, of: Role.selectFg.name, Self.textBound, line: line)
  }

  /// The least contrast of colours on a ground, if it is below the bound: with the most colours
  /// that have such a one, as those are what the file says.
  private func worst(
    _ colors: [(depth: Capabilities.Colors, steps: [Color])], _ bound: Double
  ) -> Shortfall? {
    for (depth, steps) in colors {
      var found: Shortfall?
      for ground in grounds {
        for (index, color) in steps.enumerated() {
          guard let ratio = ground.contrast(color), ratio < min(bound, found?.ratio ?? .infinity)
          else { continue }
          let place = Self.place(index, of: steps.count)
          found = Shortfall(ratio: ratio, words: "on \(ground.name)\(place) \(depth.phrase)")
        }
      }
      if let found { return found }
    }
    return nil
  }

  private static func place(_ index: Int, of count: Int) -> String {
    if count < 2 { return "" }
    if index == 0 { return " at its low end" }
    return index == count - 1 ? " at its high end" : " on the way"
  }

  private mutating func report(
    _ found: Shortfall?, of name: String, _ bound: Double, line: Int
  ) {
    guard let found else { return }
    // Rounded down: 4.49 is not "4.5, less than 4.5".
    let ratio = Units.fixed((found.ratio * 10).rounded(.down) / 10, 1)
    let least = Units.fixed(bound, 1)
    report("\(name): contrast \(ratio):1 \(found.words), less than \(least):1", line: line)
  }
}
