extension MethodRecipe {
  /// FFA-LoRA (arXiv 2403.12313): A is frozen and the same everywhere, B is trained and travels.
  static let ffaLoRA = MethodRecipe(
    name: "ffa-lora",
    summary: "LoRA whose A is frozen and never travels; B is trained and averaged, which is exact.",
    source: "arXiv 2403.12313, ICLR 2024",
    settings: LoRAModules.settings,
    firstValues: ["train.learning_rate": .number(0.02)],
    card: MethodCard(
      trains: "B of LoRA, head", travels: "B of LoRA, head",
      text: """
        All clients have the same A, drawn with the run's seed, and no step touches it. B starts at zero, is trained and
        averaged. With A the same the mean of the products is the product of the means: nothing is lost in
        aggregation. Half of what fedavg-lora sends, half of the gradients, and noise for privacy is not multiplied.

        Half as many parameters, with A random, learn slower at the same rate; the first value of train.learning_rate
        is higher than that of fedavg-lora.
        """,
      equations: """
        y = W·x + (α/r)·B·A₀·x
        B ← Σ_k p_k·B_k, and Σ_k p_k·B_k·A₀ = (Σ_k p_k·B_k)·A₀
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings).refusing(
        [.magnitudes], "A stays as it was drawn so that the mean of the products B·A is exact"),
      exchange: RolesTravel([.loraB], settings),
      schedule: SentAndOwn())
  }
}
