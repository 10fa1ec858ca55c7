extension MethodRecipe {
  /// MomS+AdamD (Jin and others 2022): Adam on the devices, momentum on the server.
  static let momSAdamD = MethodRecipe(
    name: "moms-adamd",
    summary:
      "Prefixes as in p-tuning-v2, trained by Adam; the server moves on with momentum; all of them travel.",
    source: "Jin and others 2022; prefixes as in FedPepTAO's comparison, arXiv 2310.15080",
    settings: PrefixModules.settings + Setting.of(\.momSRate, \.momSMomentum),
    firstValues: ["train.learning_rate": .number(0.05)],
    card: MethodCard(
      trains: "prefixes, head", travels: "all that is trained", keeps: "the server a momentum",
      text: """
        p-tuning-v2 whose server does not step to the clients' mean but takes the way there for a gradient, and goes by
        its momentum. Clients train by Adam, as train.optimizer says. Without momentum and with rate 1 it is
        p-tuning-v2, bit for bit.
        """,
      equations: """
        m ← μ·m + (Σ_k p_k·P_k − P)
        P ← P + η_s·m
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: PrefixModules(settings), exchange: EverythingTravels(settings),
      server: ServerOptimizer(
        kind: .momentum, rate: settings.momSRate, beta1: settings.momSMomentum))
  }
}

extension SettingKeys {
  var momSRate: SettingKey<Double> {
    .number("moms.rate", 0.3, in: 1e-6...100, "Learning rate of the server.")
  }
  var momSMomentum: SettingKey<Double> {
    .number("moms.momentum", 0.9, in: 0...0.9999, "Momentum of the server.")
  }
}
