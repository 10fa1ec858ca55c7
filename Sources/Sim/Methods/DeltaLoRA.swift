import Transformer

extension MethodRecipe {
  /// Delta-LoRA (arXiv 2309.02411): the weights move with the change of the product.
  static let deltaLoRA = MethodRecipe(
    name: "delta-lora",
    summary:
      "LoRA; the weights take a multiple of each change of B·A, without a gradient; A and B travel.",
    source: "arXiv 2309.02411",
    settings: LoRAModules.settings + Setting.of(\.deltaLambda, \.deltaStartRound),
    firstValues: ["train.learning_rate": .number(4e-3)],
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained; the factors of one round, once",
      keeps: "the server the factors that the weights began to move from",
      text: """
        fedavg-lora in which the frozen weights take λ times every change of the scaled product, from round K on. The
        weights get no gradient and cost no optimiser's moments; A and B get that of LoRA, and what passes on to lower
        layers goes through the weights as they are.

        The changes telescope: W_t − W_K = λ·s·(B_t·A_t − B_K·A_K). So W is a function of the factors and need not be
        sent, nor made: the pair counts 1 + λ times, less λ times the pair of round K. A client's weights move with its
        own steps; when it gets the averaged factors, its weights are those of the averaged factors. A client that was
        not there in round K is sent that round's factors once, as many values as LoRA has.

        λ = 0 is fedavg-lora, bit for bit; so is the time before round K. With s = 4, λ = 2, W = I, B from 0 to
        (0.2, −0.1) and A to (1.1, 1.9), W becomes [[2.76, 3.04], [−0.88, −0.52]].
        """,
      equations: """
        W ← W + λ·(α/r)·(B_{t+1}·A_{t+1} − B_t·A_t), after each step from round K on
        y = W·x + (α/r)·B·A·x
        """,
      departures: """
        The paper trains in one place and starts after a number of steps; rounds are ours. Averaged factors are not an
        average of the clients' weights: W is what the factors say.

        The first value of train.learning_rate is lower than that of fedavg-lora: a step moves the model 1 + λ times
        as far.
        """)
  ) { settings throws(SettingsError) in
    let start = settings.deltaStartRound
    return Method(
      modules: DeltaLoRAModules(
        lora: try LoRAModules(settings).refusing(
          [.magnitudes, .patterns], "its weights move with the product B·A"),
        lambda: settings.deltaLambda, movesAtStart: start == 1),
      exchange: EverythingTravels(settings),
      server: AnchoredAveraging(startRound: start, clients: settings.clients), mayBePersonal: [])
  }
}

/// LoRA that moves its weight.
struct DeltaLoRAModules: ModuleInPlaceOfLoRA {
  var lora: LoRAModules
  var lambda: Double
  var movesAtStart: Bool

  var module: any EncoderModule {
    DeltaLoRA(
      rank: lora.rank, alpha: lora.scale.alphaByRank, lambda: Float(lambda), sites: lora.sites,
      movesAtStart: movesAtStart)
  }
}

/// Federated averaging that keeps the factors of a round as anchors, and sends them to who was not there.
struct AnchoredAveraging: ServerRule {
  /// The round from which on the weights move, K.
  var startRound: Int
  /// All clients.
  var clients: Int

  /// The anchors in messages and in the server's state.
  static let anchors = "anchors"
  private static let known = "anchors.known"

  /// A_K and B_K, once there are any.
  func fields(_ layout: ParameterLayout) -> [StateField] {
    [StateField(Self.anchors, atMost: layout.lowRankFactors.reduce(0) { $0 + $1.count })]
  }

  /// No anchors.
  func begin(_ server: inout ServerState) {
    server.values.vectors[Self.anchors] = []
    server.values.positions[Self.known] = [Int32](repeating: 0, count: clients)
  }

  /// What travels, and the anchors for a client that has not seen them: in round K they are what travels.
  func messages(_ server: ServerState, _ plan: RoundPlan) -> @Sendable (Int) -> Message {
    var plain = Message()
    plain.add(Message.parameters, server.parameters.gathered(plan.travelling))
    var anchored = plain
    if let anchors = server.values.vectors[Self.anchors], !anchors.isEmpty, plan.round > startRound
    {
      anchored.add(Self.anchors, anchors)
    }
    let known = server.values.positions[Self.known] ?? []
    return { [plain, anchored] client in
      known.indices.contains(client) && known[client] != 0 ? plain : anchored
    }
  }

  /// A weighted mean.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    Fold(
      startRound: startRound, round: plan.round, layout: layout,
      mean: WeightedMean(of: Message.parameters, ranges: plan.returning))
  }

  private struct Fold: ServerFold {
    let startRound: Int
    let round: Int
    let layout: ParameterLayout
    var mean: WeightedMean
    var members: [Int] = []

    mutating func add(_ update: ClientUpdate) {
      mean.add(update)
      members.append(update.client)
    }

    func finish(_ server: inout ServerState) {
      mean.finish(&server)
      if round >= startRound {
        for client in members { server.values.positions[AnchoredAveraging.known]?[client] = 1 }
      }
      if round + 1 == startRound { anchor(&server) }
    }

    // The weights move from here on.
    private func anchor(_ server: inout ServerState) {
      let factors = server.parameters.gathered(layout.lowRankFactors.map(\.range))
      server.values.vectors[AnchoredAveraging.anchors] = factors
      server.parameters.scatter(
        factors, into: layout.segments.filter { $0.isHeld && $0.role != .added }.map(\.range))
      for segment in layout.segments where segment.isHeld && segment.role == .added {
        server.parameters[segment.offset] = 1
      }
    }
  }
}

extension SettingKeys {
  var deltaLambda: SettingKey<Double> {
    .number("deltalora.lambda", 2, in: 0...100, "How much of a change of B·A the weights take, λ.")
  }
  var deltaStartRound: SettingKey<Int> {
    .integer("deltalora.start_round", 3, in: 1...1_000_000, "Round from which on they do, K.")
  }
}
