extension MethodRecipe {
  /// LoRA with federated averaging of A and of B (FedIT, arXiv 2305.05644).
  static let fedAvgLoRA = MethodRecipe(
    name: "fedavg-lora",
    summary: "LoRA in every layer; all of it travels and A and B are averaged separately.",
    source: "arXiv 2106.09685, 2305.05644",
    settings: LoRAModules.settings,
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained",
      text: """
        LoRA in every layer: W is frozen, A starts uniform at random, B at zero. All clients start from the same
        factors, everything travels, and there is no curriculum. This is FedIT, and the plain baseline of all methods
        here that train LoRA.

        A and B are averaged separately, and the product of means is not the mean of products. That is what the
        baseline does, not a mistake.

        With one client it is training without a federation, bit for bit. On clients with the losses ½a(x − b)²,
        a = 1, 3 and b = 0, 2, three steps of rate 0.1 a round, it ends at 1.4159482759, beside the optimum 1.5.
        """,
      equations: """
        y = W·x + (α/r)·B·A·x
        A ← Σ_k p_k·A_k and B ← Σ_k p_k·B_k with p_k = n_k / Σ_j n_j
        """)
  ) { settings throws(SettingsError) in
    Method(modules: try LoRAModules(settings), exchange: EverythingTravels(settings))
  }
}
