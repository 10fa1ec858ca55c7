/// What something on the screen means; a theme says how each meaning looks.
public enum Role: Int, Sendable, CaseIterable {
  case text, dim, title, border, borderFocus, key, keyDisabled, selectFg, selectBg
  case ok, warn, error, live, paused, pending, applied, mark
  case gal, training, baseline
  /// A parent's curve behind that of its branch.
  case ghost
  /// Training loss, test loss, personalised accuracy, global accuracy, bytes up, bytes down.
  case series1, series2, series3, series4, series5, series6

  /// The role's name in a theme file, such as `border-focus` or `series-1`.
  public var name: String {
    String(describing: self).reduce(into: "") { name, character in
      if character.isUppercase || character.isNumber { name += "-" }
      name += character.lowercased()
    }
  }

  /// The role that a theme file calls `name`.
  public init?(name: String) {
    guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = role
  }

  /// Attributes it has in every number of colours.
  var emphasis: Attributes {
    switch self {
    case .title, .key, .borderFocus, .live, .paused, .error, .gal: .bold
    default: []
    }
  }

  /// Attributes that carry its meaning where there is no colour, unless the theme says otherwise.
  var monoAttributes: Attributes {
    switch self {
    case .title, .key, .borderFocus, .live, .paused, .gal, .pending, .warn, .training, .series1,
      .series3:
      .bold
    case .error: [.bold, .underline]
    case .dim, .border, .keyDisabled, .baseline, .ghost: .dim
    case .selectFg, .selectBg: .reverse
    default: []
    }
  }
}

/// A scale of colours for values from 0 to 1.
public enum Ramp: String, Sendable, CaseIterable {
  /// Fisher information: monotone in lightness.
  case heat = "ramp-heat"
  /// Shares of something that grows.
  case progress = "ramp-progress"
  /// Cost: the higher, the worse.
  case bytes = "ramp-bytes"
}

/// Text attributes.
struct Attributes: OptionSet, Sendable, Hashable {
  let rawValue: UInt8
  static let bold = Attributes(rawValue: 1)
  static let dim = Attributes(rawValue: 2)
  static let underline = Attributes(rawValue: 4)
  static let reverse = Attributes(rawValue: 8)

  /// Attributes by the names that theme files use, separated by spaces; nil for an unknown name.
  init?(names: String) {
    var result: Attributes = []
    for name in names.split(separator: " ") {
      switch name {
      case "bold": result.insert(.bold)
      case "dim": result.insert(.dim)
      case "underline": result.insert(.underline)
      case "reverse": result.insert(.reverse)
      case "none": continue
      default: return nil
      }
    }
    self = result
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }
}
