import Metrics
import Plain

/// Meanings that must not look alike.
struct Distinction: Sendable {
  let roles: [Role]
  /// What tells them apart where there is no colour; nil where attributes must.
  let carrier: String?

  /// All of them.
  static let all = [
    Distinction(roles: [.ok, .warn, .error], carrier: nil),
    Distinction(roles: [.pending, .applied], carrier: nil),
    Distinction(roles: [.live, .paused], carrier: "the header's word: RUNNING, PAUSED"),
    Distinction(
      roles: [.series1, .series2, .series3, .series4, .series5, .series6],
      carrier: "the chart's title, a solid or dotted line, and the arrows ↑ ↓"),
  ]
}

extension ThemeLint {
  /// Least OKLab distance of two colours that mean different things.
  private static let leastDistance = 0.08

  /// Every pair of every distinction, with all numbers of colours; one finding a pair.
  mutating func checkDistinctions() {
    for distinction in Distinction.all {
      let roles = distinction.roles
      for (index, role) in roles.enumerated() {
        for earlier in roles[..<index] {
          // What is left out is the default's, which holds.
          guard let line = file.line(of: role) ?? file.line(of: earlier) else { continue }
          let words = Self.depths.compactMap {
            alike(earlier, role, $0, carrier: distinction.carrier)
          }.first
          guard let words else { continue }
          report("\(earlier.name) and \(role.name): \(words)", line: line)
        }
      }
    }
  }

  /// How two roles are alike; nil when they can be told apart.
  private func alike(
    _ one: Role, _ other: Role, _ depth: Capabilities.Colors, carrier: String?
  ) -> String? {
    let (one, other) = (theme.palette(depth)[one], theme.palette(depth)[other])
    let colors = (one.foreground, other.foreground)
    guard one.attributes == other.attributes else { return nil }
    if colors == (.standard, .standard) {
      return carrier == nil ? "the same attributes \(depth.phrase)" : nil
    }
    if colors.0 == colors.1 { return "the same colour \(depth.phrase)" }
    guard !colors.0.isNamed, !colors.1.isNamed, let first = colors.0.rgb, let second = colors.1.rgb
    else { return nil }
    for sight in Sight.allCases where sight == .full || sight == file.sight {
      let distance = OKLab(sight.seen(first)).distance(to: OKLab(sight.seen(second))).squareRoot()
      guard distance < Self.leastDistance else { continue }
      // Rounded down, as contrast is.
      let figure = Units.fixed((distance * 1000).rounded(.down) / 1000, 3)
      let eyes = sight == .full ? "" : " in \(sight.rawValue)"
      let least = Units.fixed(Self.leastDistance, 2)
      return "colours \(figure) apart\(eyes) \(depth.phrase), less than \(least)"
    }
    return nil
  }
}

extension Style {
  fileprivate var attributes: [Bool] { [bold, dim, underline, reverse] }
}

extension Sight {
  fileprivate func seen(_ rgb: RGB) -> RGB {
    self == .deuteranopia ? rgb.inDeuteranopia : rgb
  }
}
