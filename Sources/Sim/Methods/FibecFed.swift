extension Method {
  /// FibecFed (arXiv 2410.00131, EMNLP 2024): Fisher curriculum, global aggregation layers, sparse local updates.
  @Sendable static func fibecFed(_ settings: Settings) throws(SettingsError) -> Method {
    // A share of 1 from the start leaves nothing to order: the data is visited as without a curriculum.
    let everything = settings.beta >= 1 || settings.pacing == "none"
    return Method(
      name: "fibecfed",
      summary: "Easy samples first by Fisher trace; only sensitive layers travel; "
        + "the others update their most important neurons.",
      source: "arXiv 2410.00131, EMNLP 2024",
      modules: try LoRAModules(settings),
      curriculum: everything ? Everything() : FisherCurriculum(settings),
      exchange: GlobalLayers(settings),
      rules: [NeuronMask(settings)])
  }
}
