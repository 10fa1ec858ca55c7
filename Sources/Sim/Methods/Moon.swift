extension Method {
  /// MOON on LoRA (arXiv 2103.16257): a contrastive term pulls the representation to the global model's.
  @Sendable static func moon(_ settings: Settings) throws(SettingsError) -> Method {
    Method(
      name: "moon",
      summary: "LoRA, all of it travels; a contrastive loss keeps the pooled output near the "
        + "global model's and away from the client's previous one.",
      source: "arXiv 2103.16257",
      modules: try LoRAModules(settings),
      curriculum: Everything(),
      exchange: EverythingTravels(settings),
      rules: [ModelContrast(mu: settings.moonMu, temperature: settings.moonTemperature)])
  }
}
