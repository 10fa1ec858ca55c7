extension MethodRecipe {
  /// FedProx on LoRA (arXiv 1812.06127): the loss of a step grows with the distance from what the round began with.
  static let fedProx = MethodRecipe(
    name: "fedprox",
    summary:
      "LoRA, all of it travels; a proximal term μ/2 ‖P − Pᵗ‖² holds a client near the global model.",
    source: "arXiv 1812.06127, MLSys 2020",
    settings: LoRAModules.settings + Setting.of(\.proxMu),
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained",
      text: """
        fedavg-lora in which a client is held near the model that the round began with. P are all trained parameters,
        the head among them. Aggregation is unchanged, and so are messages and bytes. The loss that is told is without
        the term. Where clients keep their heads, a head is held near its own value of before.

        μ = 0 is fedavg-lora, bit for bit. On the quadratics of fedavg-lora, μ = 1 ends at 1.4134615385: the term slows
        drift and does not take the bias away.
        """,
      equations: """
        g ← g + μ·(P − Pᵗ)
        """,
      departures: """
        The term's gradient is added before the gradient is clipped and before the optimiser. Under AdamW that differs
        from a pull beside the optimiser, as weight decay is one; the paper has the term in the loss.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings), exchange: EverythingTravels(settings),
      rules: [ProximalTerm(mu: settings.proxMu)])
  }
}

/// The gradient μ(θ − θᵗ) of the proximal term, added before the optimiser, whichever that is.
struct ProximalTerm: LocalRule {
  /// Weight μ.
  var mu: Double

  /// Adds the term's gradient.
  func correct(_ training: LocalTraining) {
    guard mu > 0 else { return }
    let weight = Float(mu)
    for index in training.gradient.indices {
      training.gradient[index] += weight * (training.parameters[index] - training.start[index])
    }
  }
}

extension SettingKeys {
  var proxMu: SettingKey<Double> {
    .number("fedprox.mu", 0.01, in: 0...1000, "Weight μ of the proximal term.")
  }
}
