import Metrics

/// One field of `Settings` with its key, bounds and help: the schema behind flags, files and `fedtop config`.
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
  /// One sentence for people.
  public let help: String
  private let read: @Sendable (Settings) -> ConfigValue
  private let write: @Sendable (inout Settings, ConfigValue) -> Void

  /// The part of the key before its last dot: the table in a TOML file.
  public var section: String { String(key.split(separator: ".")[0]) }
  /// The part after it.
  public var name: String { String(key.split(separator: ".")[1]) }

  /// The value in `settings`.
  public func value(in settings: Settings) -> ConfigValue { read(settings) }

  /// Sets the value from a configuration file or a flag.
  /// - Throws: `SettingsError` when `value` is of another kind or out of bounds.
  public func set(_ value: ConfigValue, in settings: inout Settings) throws(SettingsError) {
    write(&settings, try checked(value))
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

extension Setting {
  static func integer(
    _ key: String, _ path: any WritableKeyPath<Settings, Int> & Sendable,
    _ range: ClosedRange<Int>, _ help: String
  ) -> Setting {
    Setting(key: key, kind: .integer(range), help: help) {
      .integer($0[keyPath: path])
    } write: {
      if case .integer(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  static func number(
    _ key: String, _ path: any WritableKeyPath<Settings, Double> & Sendable,
    _ range: ClosedRange<Double>, _ help: String
  ) -> Setting {
    Setting(key: key, kind: .number(range), help: help) {
      .number($0[keyPath: path])
    } write: {
      if case .number(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  static func choice(
    _ key: String, _ path: any WritableKeyPath<Settings, String> & Sendable, _ words: [String],
    _ help: String
  ) -> Setting {
    Setting(key: key, kind: .choice(words), help: help) {
      .text($0[keyPath: path])
    } write: {
      if case .text(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  static func text(
    _ key: String, _ path: any WritableKeyPath<Settings, String> & Sendable, _ help: String
  ) -> Setting {
    Setting(key: key, kind: .text, help: help) {
      .text($0[keyPath: path])
    } write: {
      if case .text(let value) = $1 { $0[keyPath: path] = value }
    }
  }

  static func flag(
    _ key: String, _ path: any WritableKeyPath<Settings, Bool> & Sendable, _ help: String
  ) -> Setting {
    Setting(key: key, kind: .flag, help: help) {
      .bool($0[keyPath: path])
    } write: {
      if case .bool(let value) = $1 { $0[keyPath: path] = value }
    }
  }
}
