extension MethodRecipe {
  /// P-tuning v2 with federated averaging (arXiv 2110.07602).
  static let pTuningV2 = MethodRecipe(
    name: "p-tuning-v2",
    summary: "Trained key and value rows in front of every layer's own; all of them travel.",
    source: "arXiv 2110.07602, ACL 2022",
    settings: PrefixModules.settings,
    card: MethodCard(
      trains: "prefixes, head", travels: "all that is trained",
      text: """
        p trained rows stand in front of the keys and p in front of the values of each layer, 2·L·p·d values in all;
        queries are left alone. A prefix of zeros is not neutral: it takes its share of the softmax. With q = (1, 0),
        K = V = I and scale 1/√2 attention gives (0.66976, 0.33024), with one zero row in front (0.50349, 0.24825).
        """,
      equations: """
        softmax(q·[P_K; K]ᵀ/√h)·[P_V; V] in every layer and head
        """,
      departures: """
        The rows are trained themselves, without a network that makes them.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: PrefixModules(length: settings.prefixLength), exchange: EverythingTravels(settings))
  }
}
