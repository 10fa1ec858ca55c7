import Metrics

/// One setting with its key, bounds, first value and help: the schema behind flags, files, knobs and `fedtop config`.
///
/// Whoever reads a setting declares it, as a `SettingKey`; `Setting.all` collects them.
public struct Setting: Sendable {
  /// What a value may be.
  public enum Kind: Sendable, Equatable {
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// A number in a range.
    case number(ClosedRange<Double>)
    /// One of some words.
    case choice([String])
    /// Any text.
    case text
    /// True or false.
    case flag
  }

  /// Dotted key, such as `federation.clients`.
  public let key: String
  /// What a value may be.
  public let kind: Kind
  /// Its value when nobody asks for another.
  public let initial: ConfigValue
  /// One sentence for people.
  public let help: String
  /// How it is turned while a run is live; nil for a setting that is fixed with the run.
  public var knob: KnobStyle?

  /// The part of the key before its last dot: the table in a TOML file.
  public var section: String { String(key.split(separator: ".")[0]) }
  /// The part after it.
  public var name: String { String(key.split(separator: ".")[1]) }

  /// The value in `settings`.
  public func value(in settings: Settings) -> ConfigValue { settings.value(of: self) }

  /// Sets the value from a configuration file or a flag.
  /// - Throws: `SettingsError` when `value` is of another kind or out of bounds.
  public func set(_ value: ConfigValue, in settings: inout Settings) throws(SettingsError) {
    settings.set(try checked(value), of: self)
  }

  /// Sets the value from text, as typed after `--set key=`.
  /// - Throws: `SettingsError` when the text is no such value.
  public func set(text: String, in settings: inout Settings) throws(SettingsError) {
    let value: ConfigValue? =
      switch kind {
      case .integer: Int(text).map(ConfigValue.integer)
      case .number: Double(text).map(ConfigValue.number)
      case .choice, .text: .text(text)
      case .flag: Bool(text).map(ConfigValue.bool)
      }
    guard let value else { throw .invalid(key: key, value: text, expected: expectation) }
    try set(value, in: &settings)
  }

  /// What a value may be, in words.
  public var expectation: String {
    switch kind {
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .text: "text"
    case .flag: "true or false"
    }
  }

  private func checked(_ value: ConfigValue) throws(SettingsError) -> ConfigValue {
    switch (kind, value) {
    case (.integer(let range), .integer(let number)) where range.contains(number): return value
    case (.number(let range), .number(let number)) where range.contains(number): return value
    case (.number(let range), .integer(let number)) where range.contains(Double(number)):
      return .number(Double(number))
    case (.choice(let words), .text(let text)) where words.contains(text): return value
    case (.text, .text), (.flag, .bool): return value
    // `gal = 3` in a file is a number where `gal = "auto"` is a word: text takes both.
    case (.text, .integer), (.text, .number): return .text(value.description)
    default: throw .invalid(key: key, value: value.description, expected: expectation)
    }
  }

  private static func plain(_ number: Double) -> String {
    if let whole = Int(exactly: number) { return String(whole) }
    return String(number)
  }
}
