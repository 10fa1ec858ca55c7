import Plain

/// A theme for one number of colours: styles by role and colours by ramp, ready to draw.
public struct Palette: Sendable, Equatable {
  private let styles: [Style]
  private let ramps: [[Color]]
  /// Style of a selected row; `reverse` where there is no colour for its paper.
  let selection: Style
  /// Number of colours it was made for.
  let colors: Capabilities.Colors

  init(_ values: Theme.Values, colors: Capabilities.Colors) {
    self.colors = colors
    styles = Role.allCases.map { role in
      let value = values.roles[role] ?? ThemeValue(.standard)
      let color = value.color(colors)
      // What has no colour of its own is told by attributes, however many colours there are.
      let attributes = color == .standard ? value.mono ?? role.monoAttributes : role.emphasis
      return Style(
        foreground: color, bold: attributes.contains(.bold),
        dim: attributes.contains(.dim), underline: attributes.contains(.underline),
        reverse: attributes.contains(.reverse))
    }
    ramps = Ramp.allCases.map { Self.steps(of: values.ramps[$0] ?? [], colors: colors) }
    let paper = styles[Role.selectBg.rawValue].foreground
    let ink = styles[Role.selectFg.rawValue].foreground
    selection =
      paper == .standard ? Style(reverse: true) : Style(foreground: ink, background: paper)
  }

  /// The style of a role.
  subscript(role: Role) -> Style { styles[role.rawValue] }

  /// The colours of a ramp, from its low end; none where glyphs carry the value.
  func steps(_ ramp: Ramp) -> [Color] { ramps[Ramp.allCases.firstIndex(of: ramp) ?? 0] }

  /// The colour of `fraction` (0 to 1) on a ramp; nil where there is no colour.
  func color(_ ramp: Ramp, _ fraction: Double) -> Color? {
    let steps = steps(ramp)
    guard !steps.isEmpty else { return nil }
    let clipped = fraction.isFinite ? min(1, max(0, fraction)) : 0
    return steps[min(steps.count - 1, Int(clipped * Double(steps.count)))]
  }

  /// The style of `fraction` on a ramp, as ink.
  func style(_ ramp: Ramp, _ fraction: Double) -> Style {
    Style(foreground: color(ramp, fraction) ?? .standard)
  }

  private static func steps(of stops: [ThemeValue], colors: Capabilities.Colors) -> [Color] {
    guard !stops.allSatisfy({ $0.color(colors) == .standard }) else { return [] }
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

  /// `count` colours along the stops, mixed in OKLab; the sixteen names, which are the terminal's
  /// own, are not mixed.
  private static func interpolated(_ stops: [ThemeValue], count: Int) -> [Color] {
    let labs = stops.compactMap { $0.direct.isNamed ? nil : $0.direct.rgb.map { OKLab($0) } }
    guard labs.count == stops.count, labs.count > 1 else { return unique(stops.map(\.direct)) }
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
