import Transformer

extension MethodRecipe {
  /// MomD (Jin and others 2022): momentum on the devices, averaging on the server.
  static let momD = MethodRecipe(
    name: "momd",
    summary: "Prefixes as in p-tuning-v2, trained by SGD with momentum; all of them travel.",
    source: "Jin and others 2022; prefixes as in FedPepTAO's comparison, arXiv 2310.15080",
    settings: PrefixModules.settings,
    firstValues: [
      "train.optimizer": .text(OptimizerChoice.sgd.rawValue), "train.learning_rate": .number(0.5),
    ],
    card: MethodCard(
      trains: "prefixes, head", travels: "all that is trained",
      text: """
        p-tuning-v2 whose clients train by stochastic gradient descent with momentum (train.momentum, 0.9) in place of
        Adam, each participation from rest; the server averages. With train.optimizer = adamw and the learning rate of
        p-tuning-v2 it is that, bit for bit.
        """,
      equations: """
        b ← 0.9·b + g, P ← P − η·b
        P ← Σ_k p_k·P_k
        """,
      departures: """
        The source is about decoupled optimisation at large; which modules it trains is FedPepTAO's choice.
        """)
  ) { settings throws(SettingsError) in
    Method(modules: PrefixModules(settings), exchange: EverythingTravels(settings))
  }
}
