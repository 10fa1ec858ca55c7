extension MethodRecipe {
  /// FibecFed (arXiv 2410.00131): Fisher curriculum, global aggregation layers, sparse local updates.
  static let fibecFed = MethodRecipe(
    name: "fibecfed",
    summary:
      "Easy samples first by Fisher trace; only sensitive layers travel; the others update their most important "
      + "neurons.",
    source: "arXiv 2410.00131, EMNLP 2024",
    settings: LoRAModules.settings + FisherCurriculum.settings + LayerSelection.settings
      + NeuronMask.settings,
    card: MethodCard(
      trains: "LoRA, head", travels: "LoRA of the global layers, head",
      keeps: "each client LoRA of the other layers, and their neurons' Fisher average",
      passes: "one over a client's data when it is first sampled; layer scores before round 1",
      text: """
        LoRA with three additions. Clients order their data from easy to hard by Fisher trace and use a growing share.
        Only the LoRA factors of the global layers travel, and the head if it is shared; the others stay on their
        client. Those that stay update their most Fisher-important neurons alone; global ones are trained densely.
        """,
      equations: """
        f_i = ‖∇_P ln p(y_i | x_i; P)‖²
        """)
  ) { settings throws(SettingsError) in
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
