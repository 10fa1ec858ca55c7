extension MethodRecipe {
  /// MOON on LoRA (arXiv 2103.16257): a contrastive term pulls the representation to the global model's.
  static let moon = MethodRecipe(
    name: "moon",
    summary:
      "LoRA, all of it travels; a contrastive loss keeps the pooled output near the global model's and away "
      + "from the client's previous one.",
    source: "arXiv 2103.16257, CVPR 2021",
    settings: LoRAModules.settings + Setting.of(\.moonMu, \.moonTemperature),
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained",
      keeps: "each client its previous model", passes: "two forward in each step",
      text: """
        fedavg-lora with a contrastive term. For a sample, z is the pooled output of the model in training, z_g of the
        received model, z_p of the model that this client ended its previous participation with, the last two without
        gradient. The term is taken in the mean over the batch. In its first participation a client has no z_p and
        trains without it. Two more forward passes a batch are charged. The loss that is told is without the term.

        μ = 0 is fedavg-lora, bit for bit.
        """,
      equations: """
        s(z, z') = cos(z, z') / τ
        ℓ + μ·softplus(s(z, z_p) − s(z, z_g)) = ℓ − μ·ln(e^s(z,z_g) / (e^s(z,z_g) + e^s(z,z_p)))
        """,
      departures: """
        The original's projection head is left out: z is what the task head reads.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings), exchange: EverythingTravels(settings),
      rules: [ModelContrast(mu: settings.moonMu, temperature: settings.moonTemperature)],
      needsHead: true)
  }
}

extension SettingKeys {
  var moonMu: SettingKey<Double> {
    .number("moon.mu", 1, in: 0...1000, "Weight μ of the contrastive loss.")
  }
  var moonTemperature: SettingKey<Double> {
    .number("moon.temperature", 0.5, in: 1e-3...1000, "Temperature τ of it.")
  }
}
