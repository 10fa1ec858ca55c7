import Plain

/// A theme for one number of colours: styles by role and colours by ramp, ready to draw.
public struct Palette: Sendable, Equatable {
  private let styles: [Style]
  private let ramps: [[Color]]
  /// Style of a selected row; `reverse` where there is no colour for its paper.
  let selection: Style
  /// Number of colours it was made for.
  let colors: Capabilities.Colors

  init(
    values: [Role: ThemeValue], ramps stops: [Ramp: [ThemeValue]], colors: Capabilities.Colors
  ) {
    self.colors = colors
    // A theme that names no colour is drawn as on a terminal without colours: by glyphs and
    // attributes.
    let isPlain = (Array(values.values) + stops.values.joined()).allSatisfy {
      $0.direct == .standard
    }
    let depth = isPlain ? .mono : colors
    styles = Role.allCases.map { role in
      let value = values[role] ?? ThemeValue(.standard)
      let attributes = depth == .mono ? value.mono ?? role.monoAttributes : role.emphasis
      return Style(
        foreground: value.color(depth), bold: attributes.contains(.bold),
        dim: attributes.contains(.dim), underline: attributes.contains(.underline),
        reverse: attributes.contains(.reverse))
    }
    ramps = Ramp.allCases.map { Self.steps(of: stops[$0] ?? [], colors: depth) }
    let paper = styles[Role.selectBg.rawValue].foreground
    let ink = styles[Role.selectFg.rawValue].foreground
    let plain = depth == .mono || paper == .standard
    selection =
      plain ? Style(reverse: true) : Style(foreground: ink, background: paper)
  }

  /// The style of a role.
  subscript(role: Role) -> Style { styles[role.rawValue] }

  /// The colour of `fraction` (0 to 1) on a ramp; nil where there is no colour.
  func color(_ ramp: Ramp, _ fraction: Double) -> Color? {
    let index = Ramp.allCases.firstIndex(of: ramp) ?? 0
    let steps = ramps[index]
    guard !steps.isEmpty else { return nil }
    let clipped = fraction.isFinite ? min(1, max(0, fraction)) : 0
    return steps[min(steps.count - 1, Int(clipped * Double(steps.count)))]
  }

  /// The style of `fraction` on a ramp, as ink.
  func style(_ ramp: Ramp, _ fraction: Double) -> Style {
    Style(foreground: color(ramp, fraction) ?? .standard)
  }

  private static func steps(of stops: [ThemeValue], colors: Capabilities.Colors) -> [Color] {
    switch colors {
    case .mono: return []
    case .ansi: return unique(stops.map { $0.color(.ansi) })
    case .indexed:
      // Steps that an author chose for each stop are better than what the nearest colours happen to
      // be.
      let chosen = stops.compactMap(\.indexed)
      if chosen.count == stops.count { return unique(chosen) }
      return unique(interpolated(stops, count: 48).map { $0.reduced(to: .indexed) })
    case .direct: return interpolated(stops, count: 48)
    }
  }

  /// `count` colours along the stops, mixed in OKLab; stops that name no fixed colour are kept as
  /// they are.
  private static func interpolated(_ stops: [ThemeValue], count: Int) -> [Color] {
    let labs = stops.compactMap { $0.direct.rgb.map { OKLab($0) } }
    guard labs.count == stops.count, labs.count > 1 else { return stops.map(\.direct) }
    return (0..<count).map { step in
      let position = Double(step) / Double(count - 1) * Double(labs.count - 1)
      let index = min(labs.count - 2, Int(position))
      let rgb = labs[index].mixed(with: labs[index + 1], position - Double(index)).rgb
      return .rgb(rgb.red, rgb.green, rgb.blue)
    }
  }

  /// Each colour once, in order of first appearance: fewer colours may map neighbours to the same
  /// or back again.
  private static func unique(_ colors: [Color]) -> [Color] {
    var seen: Set<Color> = []
    return colors.filter { seen.insert($0).inserted }
  }
}
