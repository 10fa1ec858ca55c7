import Transformer

extension MethodRecipe {
  /// FLoRA (arXiv 2409.05976): the clients' factors side by side, merged into the weights, and LoRA starts anew.
  static let fLoRA = MethodRecipe(
    name: "flora",
    summary:
      "LoRA; the server puts the clients' factors side by side, which is exact, all merge them into the weights, and "
      + "LoRA starts anew.",
    source: "arXiv 2409.05976, NeurIPS 2024",
    settings: LoRAModules.settings,
    card: MethodCard(
      trains: "LoRA, head",
      travels: "up LoRA and the head; down the head and what changed in the weights",
      keeps:
        "the server the weights, the factors of late rounds, and what each client knows of them",
      text: """
        The mean of the products B_k·A_k is not the product of the means. FLoRA takes it as it is: the clients' A are
        put one below the other, each times its share p_k, and their B side by side. The product of the two is the
        mean of the products, exactly; with the shares on both sides it would not be. Server and clients add it to the
        frozen weights, and LoRA starts anew in each round: A random from the seed and the round, B at zero, so that
        neither travels down.

        A client that missed rounds is sent the factors of each of them, or the weights of the maps with LoRA where
        these are fewer values: with K clients a round and M maps of width d, K·M·2·r·d values a round against M·d².
        In the embedded experiment, with r = 8, d = 128 and K = 10, a client is always sent the weights. Its W comes
        with its job, since it could work it out; its message has the true content and is what is charged.

        With one client a round it is training in which the product moves into the weights between rounds.
        """,
      equations: """
        A = [p_1·A_1; …; p_K·A_K] and B = [B_1 … B_K], so that B·A = Σ_k p_k·B_k·A_k
        W ← W + (α/r)·B·A
        A_k ~ U(±1/√d_in) and B_k = 0 at the start of a round
        """,
      departures: """
        The paper lets ranks differ between clients; here all have lora.rank.

        In the paper every client takes part in every round and is sent one stack a round. What a client is sent that
        missed rounds is ours.
        """)
  ) { settings throws(SettingsError) in
    let modules = try HeldLoRAModules(settings)
    return Method(
      modules: modules, exchange: FactorsUpOnly(headTravels: settings.head != .personal),
      server: ProductsIntoWeights(
        part: .whole, scale: modules.scale, clients: settings.clients, seed: settings.seed),
      mayBePersonal: [])
  }

  /// FedEx-LoRA (arXiv 2410.09432): A and B are averaged, and the weights take what the product of the means misses.
  static let fedExLoRA = MethodRecipe(
    name: "fedex-lora",
    summary:
      "LoRA; A and B are averaged apart, and what their product misses of the mean product goes into the weights.",
    source: "arXiv 2410.09432",
    settings: LoRAModules.settings,
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained; down what changed in the weights too",
      keeps:
        "the server the weights, the factors of late rounds, and what each client knows of them",
      text: """
        fedavg-lora made exact. A and B are averaged as there, and clients go on from the means. What B̄·Ā misses of the
        mean of the products is added to the frozen weights, so that the server's model is the mean of the clients'
        models. It has rank K·r at most and travels as factors, those of (B_k − B̄) and p_k·(A_k − Ā).

        A client that missed rounds is sent the factors of each of them, or the weights of the maps with LoRA where
        these are fewer values, as in the embedded experiment. Its W comes with its job, since it could work it out;
        its message has the true content and is what is charged.

        With one client a round the remainder is zero, and it is fedavg-lora.
        """,
      equations: """
        A ← Ā = Σ_k p_k·A_k and B ← B̄ = Σ_k p_k·B_k
        W ← W + (α/r)·(Σ_k p_k·B_k·A_k − B̄·Ā) = W + (α/r)·Σ_k p_k·(B_k − B̄)·(A_k − Ā)
        """,
      departures: """
        In the paper every client takes part in every round. What a client is sent that missed rounds is ours.
        """)
  ) { settings throws(SettingsError) in
    let modules = try HeldLoRAModules(settings)
    return Method(
      modules: modules, exchange: EverythingTravels(settings),
      server: ProductsIntoWeights(
        part: .remainder, scale: modules.scale, clients: settings.clients, seed: settings.seed),
      mayBePersonal: [])
  }
}

/// LoRA on maps whose weights the server moves.
struct HeldLoRAModules: ModuleChoice {
  private let lora: LoRAModules

  init(_ settings: Settings) throws(SettingsError) {
    lora = try LoRAModules(settings).refusing(
      [.magnitudes, .patterns], "its server adds products B·A of one rank to the weights")
  }

  /// s.
  var scale: Float { lora.scale.factor }

  func plan(
    for configuration: EncoderConfiguration, head: HeadPolicy
  ) throws(SettingsError) -> TrainingPlan {
    var plan = try lora.plan(for: configuration, head: head)
    plan.heldTensors = (0..<configuration.layers).flatMap { layer in
      configuration.sites(lora.sites).map { .layer(layer, $0.weight) }
    }
    return plan
  }
}

/// All that is trained comes back; of it only the head is sent, since the factors start from the seed.
struct FactorsUpOnly: Exchange {
  /// Whether the task head travels; else each client keeps its own.
  var headTravels: Bool

  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    layout.head(isPersonal: !headTravels)
  }

  func travelling(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    headTravels ? layout.ranges { $0.role == .head } : []
  }

  func returning(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    layout.ranges { !$0.isHeld && (headTravels || $0.role != .head) }
  }

  func derived(_ layout: ParameterLayout) -> [Range<Int>] { layout.ranges { $0.role != .head } }
}
