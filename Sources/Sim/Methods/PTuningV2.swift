extension Method {
  /// P-tuning v2 with federated averaging (arXiv 2110.07602).
  @Sendable static func pTuningV2(_ settings: Settings) throws(SettingsError) -> Method {
    Method(
      name: "p-tuning-v2",
      summary: "Trained prefix keys and values in every layer; all of them travel.",
      source: "arXiv 2110.07602",
      modules: PrefixModules(length: settings.prefixLength),
      curriculum: Everything(),
      exchange: EverythingTravels(settings))
  }
}
