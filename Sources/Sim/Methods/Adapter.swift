/// Bottleneck adapters with federated averaging (arXiv 1902.00751).
enum Adapter: MethodRecipe {
  static let name = "adapter"
  static let summary =
    "Bottleneck adapters after both sublayers and the LayerNorms; all of it travels."
  static let source = "arXiv 1902.00751"
  static let settings = AdapterModules.settings

  static func method(_ settings: Settings) throws(SettingsError) -> Method {
    Method(
      modules: AdapterModules(size: settings.adapterSize), exchange: EverythingTravels(settings))
  }
}
