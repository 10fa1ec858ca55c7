import Metrics

/// Everything a run can be asked to do; what nobody asked for has its first value, and all first values together are the
/// embedded experiment.
///
/// Each setting is declared by whom it belongs to (`SettingKey`) and read as a property: `settings.clients`.
@dynamicMemberLookup
public struct Settings: Sendable {
  /// What was set, by key.
  private var chosen: [String: ConfigValue] = [:]

  /// The embedded experiment.
  public init() {}

  /// The settings that a run was made with, as `config` gave them; what `config` lacks has its first value.
  ///
  /// - Throws: `SettingsError` for a key that this program does not know, or a value out of bounds.
  public init(config: [String: ConfigValue]) throws(SettingsError) {
    // In a fixed order, so that the same wrong file gives the same error.
    for (key, value) in config.sorted(by: { $0.key < $1.key }) {
      try Setting.named(key).set(value, in: &self)
    }
  }

  /// Every setting by its key, as it is in force.
  public var config: [String: ConfigValue] {
    Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.key, value(of: $0)) })
  }

  /// A setting by the name of its key.
  public subscript<Value>(dynamicMember path: KeyPath<SettingKeys, SettingKey<Value>>) -> Value {
    get {
      let key = SettingKeys()[keyPath: path]
      return key.typed(value(of: key.setting))
    }
    set {
      let key = SettingKeys()[keyPath: path]
      set(key.plain(newValue), of: key.setting)
    }
  }

  /// What was set, else the method's own first value, else everybody's.
  func value(of setting: Setting) -> ConfigValue {
    chosen[setting.key] ?? ownFirstValue(setting.key) ?? setting.initial
  }

  private func ownFirstValue(_ key: String) -> ConfigValue? {
    // Who says how fast clients are does not mean the devices that nobody asked for.
    if key == Self.devices.key, Setting.speeds.contains(where: { chosen[$0.key] != nil }) {
      return .text("")
    }
    // These two say which method it is.
    guard key != Self.method.key, key != Self.reading.key,
      case .text(let method) = chosen[Self.method.key] ?? Self.method.initial
    else { return nil }
    let reading: String? =
      if case .text(let word)? = chosen[Self.reading.key] { word } else { nil }
    return MethodRegistry.firstValue(key, method: method, reading: reading)
  }

  private static let devices = SettingKeys().devices.setting
  private static let method = SettingKeys().method.setting
  private static let reading = SettingKeys().reading.setting

  // Kept even when it is the first value: the method, which may have another, can be set later.
  mutating func set(_ value: ConfigValue, of setting: Setting) { chosen[setting.key] = value }
}

extension Settings: Equatable {
  /// Whether the same values are in force.
  public static func == (left: Settings, right: Settings) -> Bool { left.config == right.config }
}

extension Settings: Codable {
  /// Reads what was set.
  public init(from decoder: any Decoder) throws {
    chosen = try decoder.singleValueContainer().decode([String: ConfigValue].self)
  }

  /// Writes what was set.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(chosen)
  }
}
