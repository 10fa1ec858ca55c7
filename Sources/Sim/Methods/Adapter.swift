extension Method {
  /// Bottleneck adapters with federated averaging (arXiv 1902.00751).
  @Sendable static func adapter(_ settings: Settings) throws(SettingsError) -> Method {
    Method(
      name: "adapter",
      summary: "Bottleneck adapters after both sublayers and the LayerNorms; all of it travels.",
      source: "arXiv 1902.00751",
      modules: AdapterModules(size: settings.adapterSize),
      curriculum: Everything(),
      exchange: EverythingTravels(settings))
  }
}
