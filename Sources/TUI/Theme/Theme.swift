/// How meanings look: a colour for each role and for the stops of each ramp.
///
/// Roles and ramps that a theme leaves out look as in the `default` theme, which reads on black and
/// on white.
public struct Theme: Sendable, Equatable {
  /// Stem of its file.
  public let name: String
  let values: [Role: ThemeValue]
  let ramps: [Ramp: [ThemeValue]]
  private let palettes: [Palette]

  init(name: String, values: [Role: ThemeValue], ramps: [Ramp: [ThemeValue]]) {
    self.name = name
    self.values = values
    self.ramps = ramps
    palettes = Capabilities.Colors.allCases.map {
      Palette(values: values, ramps: ramps, colors: $0)
    }
  }

  /// The theme for a terminal of so many colours.
  public func palette(_ colors: Capabilities.Colors) -> Palette {
    palettes.first { $0.colors == colors } ?? palettes[0]
  }

  /// The theme that fedtop starts with; reads on dark and on light backgrounds.
  public static let standard = builtIn("default")
  /// The theme for white backgrounds.
  public static let light = builtIn("light")
  /// The theme without colours.
  public static let mono = builtIn("mono")
  /// Themes that are part of the program.
  public static let builtIns = [standard, light, mono]

  private static func builtIn(_ name: String) -> Theme {
    let text = BuiltInThemes.texts[name] ?? ""
    // A mistake in a built-in text would show as a theme of plain text, and fails a test.
    let plain = Theme(name: name, values: [:], ramps: [:])
    return (try? Theme(name: name, toml: text, path: name, base: nil)) ?? plain
  }
}
