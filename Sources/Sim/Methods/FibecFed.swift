/// FibecFed (arXiv 2410.00131, EMNLP 2024): Fisher curriculum, global aggregation layers, sparse local updates.
enum FibecFed: MethodRecipe {
  static let name = "fibecfed"
  static let summary =
    "Easy samples first by Fisher trace; only sensitive layers travel; "
    + "the others update their most important neurons."
  static let source = "arXiv 2410.00131, EMNLP 2024"
  static let settings =
    LoRAModules.settings + FisherCurriculum.settings + LayerSelection.settings
    + NeuronMask.settings

  static func method(_ settings: Settings) throws(SettingsError) -> Method {
    // A share of 1 from the start leaves nothing to order: the data is visited as without a curriculum.
    let everything = settings.beta >= 1 || settings.pacing == .none
    return Method(
      modules: try LoRAModules(settings),
      curriculum: everything ? Everything() : FisherCurriculum(settings),
      exchange: GlobalLayers(settings),
      rules: [NeuronMask(settings)],
      initialisation: LayerChoice(settings))
  }
}
