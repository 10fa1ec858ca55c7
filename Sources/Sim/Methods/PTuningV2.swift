/// P-tuning v2 with federated averaging (arXiv 2110.07602).
enum PTuningV2: MethodRecipe {
  static let name = "p-tuning-v2"
  static let summary = "Trained prefix keys and values in every layer; all of them travel."
  static let source = "arXiv 2110.07602"
  static let settings = PrefixModules.settings

  static func method(_ settings: Settings) throws(SettingsError) -> Method {
    Method(
      modules: PrefixModules(length: settings.prefixLength), exchange: EverythingTravels(settings))
  }
}
