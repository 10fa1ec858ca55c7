import Metrics

extension SettingKeys {
  var wireForm: SettingKey<Channel.Form> {
    .choice(
      "wire.encoding", .float32,
      "Form of the numbers that clients send, as changes when it is not float32.")
  }
  var wireFraction: SettingKey<Double> {
    .number(
      "wire.top_k", 1, in: 1e-6...1,
      "Fraction of the entries that clients send, the largest changes; the rest waits. 1: all.")
  }
  var wireDown: SettingKey<Bool> {
    .flag("wire.down", false, "Whether what the server sends has the form of wire.encoding too.")
  }
}

extension Setting {
  static let channel =
    of(\.wireForm, \.wireFraction, \.wireDown) + Privacy.settings
}

extension Channel {
  /// Fails when settings of the channel exclude each other.
  static func check(_ settings: Settings) throws(SettingsError) {
    if settings.wireDown, settings.wireForm == .float32 {
      throw .conflict("wire.down needs wire.encoding = float16 or int8: there is nothing to do")
    }
    try Privacy.check(settings)
  }
}
