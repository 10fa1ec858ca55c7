import Metrics

extension Settings {
  /// The settings that a run was made with, as `config` gave them; what `config` lacks keeps its default.
  ///
  /// - Throws: `SettingsError` for a key that this program does not know, or a value out of bounds.
  public init(config: [String: ConfigValue]) throws(SettingsError) {
    self.init()
    // In a fixed order, so that the same wrong file gives the same error.
    for (key, value) in config.sorted(by: { $0.key < $1.key }) {
      try Setting.named(key).set(value, in: &self)
    }
  }
}
