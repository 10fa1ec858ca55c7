/// MOON on LoRA (arXiv 2103.16257): a contrastive term pulls the representation to the global model's.
enum Moon: MethodRecipe {
  static let name = "moon"
  static let summary =
    "LoRA, all of it travels; a contrastive loss keeps the pooled output near the "
    + "global model's and away from the client's previous one."
  static let source = "arXiv 2103.16257"
  static let settings = LoRAModules.settings + Setting.of(\.moonMu, \.moonTemperature)

  static func method(_ settings: Settings) throws(SettingsError) -> Method {
    Method(
      modules: try LoRAModules(settings), exchange: EverythingTravels(settings),
      rules: [ModelContrast(mu: settings.moonMu, temperature: settings.moonTemperature)])
  }
}

extension SettingKeys {
  var moonMu: SettingKey<Double> {
    .number("moon.mu", 1, in: 0...1000, "Weight μ of the contrastive loss.")
  }
  var moonTemperature: SettingKey<Double> {
    .number("moon.temperature", 0.5, in: 1e-3...1000, "Temperature τ of it.")
  }
}
