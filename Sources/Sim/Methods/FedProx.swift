/// FedProx on LoRA (arXiv 1812.06127): the loss of a step grows with the distance from what the round began with.
enum FedProx: MethodRecipe {
  static let name = "fedprox"
  static let summary =
    "LoRA, all of it travels; a proximal term μ/2 ‖θ − θᵗ‖² holds a client near the global model."
  static let source = "arXiv 1812.06127, MLSys 2020"
  static let settings = LoRAModules.settings + Setting.of(\.proxMu)

  static func method(_ settings: Settings) throws(SettingsError) -> Method {
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
