import Metrics

/// A setting with the type of its values, declared once, in the file of whom it belongs to.
///
///     extension SettingKeys {
///       var moonMu: SettingKey<Double> {
///         .number("moon.mu", 1, in: 0...1000, "Weight μ of the contrastive loss.")
///       }
///     }
///
/// makes `settings.moonMu` a Double that can be read and set.
public struct SettingKey<Value: Sendable>: Sendable {
  /// Key, bounds, first value and help.
  public let setting: Setting
  private let first: Value
  private let decode: @Sendable (ConfigValue) -> Value?
  private let encode: @Sendable (Value) -> ConfigValue

  private init(
    _ key: String, _ kind: Setting.Kind, _ first: Value, _ help: String, knob: KnobStyle? = nil,
    encode: @escaping @Sendable (Value) -> ConfigValue,
    decode: @escaping @Sendable (ConfigValue) -> Value?
  ) {
    setting = Setting(key: key, kind: kind, initial: encode(first), help: help, knob: knob)
    self.first = first
    self.decode = decode
    self.encode = encode
  }

  /// The typed value of what a configuration holds; nothing else than values of this kind gets into one.
  func typed(_ value: ConfigValue?) -> Value { value.flatMap(decode) ?? first }

  /// What a configuration holds for `value`.
  func plain(_ value: Value) -> ConfigValue { encode(value) }
}

/// The name space of all keys: extended where a setting belongs.
public struct SettingKeys: Sendable {
  /// The one value.
  public init() {}
}

extension SettingKey where Value == Int {
  static func integer(
    _ key: String, _ first: Int, in range: ClosedRange<Int>, _ help: String,
    knob: KnobStyle? = nil
  ) -> SettingKey {
    SettingKey(key, .integer(range), first, help, knob: knob) {
      .integer($0)
    } decode: {
      if case .integer(let value) = $0 { value } else { nil }
    }
  }
}

extension SettingKey where Value == Double {
  static func number(
    _ key: String, _ first: Double, in range: ClosedRange<Double>, _ help: String,
    knob: KnobStyle? = nil
  ) -> SettingKey {
    SettingKey(key, .number(range), first, help, knob: knob) {
      .number($0)
    } decode: {
      if case .number(let value) = $0 { value } else { nil }
    }
  }
}

extension SettingKey where Value == Bool {
  static func flag(_ key: String, _ first: Bool, _ help: String) -> SettingKey {
    SettingKey(key, .flag, first, help) {
      .bool($0)
    } decode: {
      if case .bool(let value) = $0 { value } else { nil }
    }
  }
}

extension SettingKey where Value == String {
  static func text(_ key: String, _ first: String, _ help: String) -> SettingKey {
    SettingKey(key, .text, first, help) {
      .text($0)
    } decode: {
      if case .text(let value) = $0 { value } else { nil }
    }
  }
}

extension SettingKey where Value == String {
  /// One of some words that are known only when the program is put together, such as names of a registry.
  static func word(_ key: String, _ first: String, of words: [String], _ help: String) -> SettingKey
  {
    SettingKey(key, .choice(words), first, help) {
      .text($0)
    } decode: {
      if case .text(let word) = $0 { word } else { nil }
    }
  }
}

extension SettingKey
where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the words of an enumeration.
  static func choice(_ key: String, _ first: Value, _ help: String) -> SettingKey {
    SettingKey(key, .choice(Value.allCases.map(\.rawValue)), first, help) {
      .text($0.rawValue)
    } decode: {
      if case .text(let word) = $0 { Value(rawValue: word) } else { nil }
    }
  }
}
