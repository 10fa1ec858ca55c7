import Metrics

extension MethodRecipe {
  /// Every client alone: what a federation must beat.
  static let localOnly = MethodRecipe(
    name: "local-only",
    summary: "LoRA; nothing travels and every client trains alone.",
    source: "the lower end of a comparison, as in arXiv 2204.03809",
    settings: LoRAModules.settings,
    firstValues: ["method.head": .text(HeadChoice.personal.rawValue)],
    card: MethodCard(
      trains: "LoRA, head", travels: "nothing", keeps: "each client LoRA, head",
      text: """
        What clients make of their own data alone: the least that a federation has to be worth its bytes. All clients
        start from the same factors and train in the rounds in which they are sampled. The accuracy that counts is the
        personal one; the server's model stays untrained.

        It is fibecfed with gal.count = none, without curriculum or mask, and with personal heads, bit for bit.
        """,
      equations: """
        P_k ← P_k − η·∇ℓ_k(P_k)
        """),
    notes: { settings in
      settings.head == .shared
        ? ["method.head = shared is not read: with local-only nothing travels, heads are personal"]
        : []
    }
  ) { settings throws(SettingsError) in
    var exchange = RolesTravel([], personal: [.loraA, .loraB, .loraMagnitude, .head], settings)
    exchange.travelling = []
    return Method(
      modules: try LoRAModules(settings), exchange: exchange,
      mayBePersonal: [])
  }
}
