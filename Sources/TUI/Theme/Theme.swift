/// How meanings look: a colour for each role and for the stops of each ramp.
///
/// Roles and ramps that a theme leaves out look as in the `default` theme, which reads on black and
/// on white.
public struct Theme: Sendable, Equatable {
  /// Stem of its file.
  public let name: String
  /// What it is like: the first line of its file, where that is a comment.
  public let summary: String
  /// What it is made for.
  public let background: Background
  /// Name of the theme that takes its place on the other background.
  public let twin: String?
  /// How a person names it: by its name, or by the path of its file.
  public internal(set) var reference: String
  /// The file that it was read from; nil for one that is built in.
  public internal(set) var file: String?
  private let palettes: [Palette]

  /// The theme that a file describes, over those values of `base` that the file leaves out.
  init(name: String, file: ThemeFile, base: Theme.Values? = nil) {
    self.name = name
    reference = name
    summary = file.summary(of: name)
    background = file.background
    twin = file.twin
    let values = (base ?? Values()).merging(file.values)
    palettes = Capabilities.Colors.allCases.map { Palette(values, colors: $0) }
  }

  /// The theme for a terminal of so many colours.
  public func palette(_ colors: Capabilities.Colors) -> Palette {
    palettes.first { $0.colors == colors } ?? palettes[0]
  }
}

extension Theme {
  /// What a theme file says of roles and ramps.
  struct Values: Sendable, Equatable {
    var roles: [Role: ThemeValue] = [:]
    var ramps: [Ramp: [ThemeValue]] = [:]

    func merging(_ other: Values) -> Values {
      Values(
        roles: roles.merging(other.roles) { $1 }, ramps: ramps.merging(other.ramps) { $1 })
    }
  }

  /// Reads a theme file: what it is made for, an optional `[palette]` of names and a `[roles]`
  /// table.
  ///
  /// - Parameters:
  ///   - name: what the theme is called.
  ///   - text: the file's contents.
  ///   - path: how errors name the file.
  /// - Throws: `ThemeError` with the line of what is wrong.
  public init(name: String, toml text: String, path: String) throws(ThemeError) {
    self.init(name: name, file: try ThemeFile(text: text, path: path), base: Self.base)
  }

  /// The theme that fedtop starts with; reads on dark and on light backgrounds.
  public static let standard = builtIn("default")
  /// The theme for white backgrounds.
  public static let light = builtIn("light")
  /// The theme without colours.
  public static let mono = builtIn("mono")
  /// Themes that are part of the program, `default` first.
  public static let builtIns = BuiltInThemes.texts.map { builtIn($0.name) }

  /// What other themes leave out looks so.
  private static let base = (try? ThemeFile(builtIn: "default"))?.values ?? Values()

  /// A theme that is part of the program.
  static func builtIn(_ name: String) -> Theme {
    // A mistake in a built-in text would show as a theme of plain text, and fails a test.
    Theme(name: name, file: (try? ThemeFile(builtIn: name)) ?? ThemeFile())
  }
}
