import Transformer

extension MethodRecipe {
  /// RoLoRA (arXiv 2409.02346): rounds train B and A in turn.
  static let roLoRA = MethodRecipe(
    name: "rolora",
    summary:
      "LoRA; one round trains and averages B with A frozen, the next A with B frozen: averaging is exact.",
    source: "arXiv 2409.02346",
    settings: LoRAModules.settings,
    firstValues: ["train.learning_rate": .number(0.01)],
    card: MethodCard(
      trains: "LoRA, head", travels: "up one factor and the head, down all",
      text: """
        Odd rounds, the first among them, train B and leave A as it was received; even rounds train A and leave B. The
        factor that is frozen is the same on all clients, so that the mean of the products is the product of the means.
        Unlike ffa-lora A is trained too. The first round trains B, since at B = 0 A has no gradient.

        The head is trained and sent in every round. Optimiser's moments start anew with each participation.
        """,
      equations: """
        odd rounds: B ← Σ_k p_k·B_k, A stays
        even rounds: A ← Σ_k p_k·A_k, B stays
        """,
      departures: """
        In the paper every client takes part in every round and has the frozen factor already: one factor travels in
        either direction. Here a client may have missed the rounds in between, so that both factors come down.
        """)
  ) { settings throws(SettingsError) in
    return Method(
      modules: try LoRAModules(settings).refusing(
        [.magnitudes], "A and B take turns so that the mean of the products B·A is exact"),
      exchange: FactorsInTurn(headTravels: settings.head != .personal), schedule: SentAndOwn(),
      mayBePersonal: [.upper, .lower])
  }
}

/// Everything is sent; of the pairs B comes back in odd rounds, A in even ones.
struct FactorsInTurn: Exchange {
  /// Whether the task head travels too.
  var headTravels: Bool

  /// The head, if clients keep their own.
  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    layout.head(isPersonal: !headTravels)
  }

  /// Both factors.
  func travelling(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    layout.ranges { headTravels || $0.role != .head }
  }

  /// The factor in turn.
  func returning(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    let frozen: ParameterSegment.Role = round % 2 == 1 ? .loraA : .loraB
    return layout.ranges { $0.role != frozen && (headTravels || $0.role != .head) }
  }
}
