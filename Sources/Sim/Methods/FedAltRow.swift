import Transformer

extension MethodRecipe {
  /// FedALT (arXiv 2503.11880): each client's own LoRA beside that of the rest of the world.
  static let fedAltRow = MethodRecipe(
    name: "fedalt-row",
    summary:
      "Each client keeps a LoRA of its own beside the mean of all others', which is frozen; a gate mixes them token by "
      + "token.",
    source: "arXiv 2503.11880, AAAI 2026",
    settings: LoRAModules.settings,
    firstValues: ["train.learning_rate": .number(0.012)],
    card: MethodCard(
      trains: "the client's LoRA and gate, head",
      travels: "up the client's LoRA and the head; down the sum of all clients' and the head",
      keeps: "each client its LoRA, gate and the others' mean; the server a sum",
      text: """
        Averaging overwrites what a client has learned. Here nothing does: a client's pair is its own, and beside it
        stands a second one, frozen, the rest of the world: the mean of the others' A and the mean of the others' B. A
        gate, trained and the client's own, mixes the two anew for each token. Clients send their own pair. The
        accuracy that counts is the personal one; the server's model has an untrained LoRA.

        The others of a client are all that have ever sent, with the latest that they sent. The server keeps and sends
        one sum for all, and a client takes its own part out of it: the same mean, and as many bytes. With the values
        1, 2 and 6 the rest of the world is 4, 3.5 and 1.5. Nothing is sent before anybody has sent something.

        A gate of zeros gives both pairs half. method.head says whether the task head is averaged or the client's own.
        """,
      equations: """
        y = W·x + (α/r)·(w_1·B_k·A_k + w_2·B′_k·A′_k)·x with w = softmax(G_k·x)
        A′_k = mean of A_j and B′_k = mean of B_j over j ≠ k
        """,
      departures: """
        In the paper every client takes part in every round. G starts at zero.

        A client's pair learns in its own rounds alone, three of the embedded experiment's thirty: the first value of
        train.learning_rate is higher than that of fedavg-lora.

        The mean over the others is not weighted by their data, as in the paper.
        """)
  ) { settings throws(SettingsError) in
    let lora = try LoRAModules(settings).refusing(
      [.magnitudes, .patterns], "two products B·A of one rank are mixed in it")
    return Method(
      modules: MixedLoRAModules(lora: lora),
      exchange: OwnLoRA(headTravels: settings.head != .personal), rules: [RestOfWorld()],
      server: WorldSum(clients: settings.clients), mayBePersonal: [])
  }
}

/// A pair of one's own and a held one, with a gate.
struct MixedLoRAModules: ModuleInPlaceOfLoRA {
  var lora: LoRAModules

  var module: any EncoderModule {
    MixedLoRA(rank: lora.rank, alpha: lora.scale.alphaByRank, sites: lora.sites)
  }
}

/// All but the head belongs to the clients.
struct OwnLoRA: Exchange {
  /// Whether the task head travels.
  var headTravels: Bool

  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    layout.ranges { !headTravels || $0.role != .head }
  }

  func travelling(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    headTravels ? layout.ranges { $0.role == .head } : []
  }

  /// Nothing: what is held is the client's.
  func derived(_ layout: ParameterLayout) -> [Range<Int>] { [] }
}

/// Sets the others' mean before training, and sends what its own pair changed by.
struct RestOfWorld: LocalRule {
  /// Down the sum of all clients' latest factors, up the change of the client's own.
  static let factors = "factors"
  /// How many clients the sum is of.
  static let senders = "senders"

  func begin(_ training: LocalTraining) {
    let layout = training.encoder.layout
    let sum = training.received.numbers(Self.factors)
    let own = sent(training)
    let others =
      Int(training.received.numbers(Self.senders).first ?? 0) - (own == nil ? 0 : 1)
    guard others > 0 else { return }
    training.parameters.scatter(
      Self.mean(of: sum, without: own, others: others),
      into: layout.segments.filter(\.isHeld).map(\.range))
  }

  /// The mean over `others` clients of a sum that one client's `own` is in, if it is not nil.
  static func mean(of sum: [Float], without own: [Float]?, others: Int) -> [Float] {
    sum.indices.map { index in
      Float((Double(sum[index]) - Double(own?[index] ?? 0)) / Double(others))
    }
  }

  /// The client's own factors.
  func sentCount(_ plan: RoundPlan, _ layout: ParameterLayout) -> Int {
    layout.lowRankFactors.reduce(0) { $0 + $1.count }
  }

  func end(_ training: LocalTraining) {
    let factors = training.parameters.gathered(
      training.encoder.layout.lowRankFactors.map(\.range))
    let before = sent(training)
    training.sent.add(
      Self.factors,
      factors.indices.map { index in
        Float(Double(factors[index]) - Double(before?[index] ?? 0))
      })
  }

  /// What the client sent last, which is what it kept; nil: it never sent.
  private func sent(_ training: LocalTraining) -> [Float]? {
    guard training.state.own != nil else { return nil }
    return training.start.gathered(training.encoder.layout.lowRankFactors.map(\.range))
  }
}

/// Keeps the sum of all clients' latest factors; the head is averaged.
struct WorldSum: ServerRule {
  /// All clients.
  var clients: Int

  /// The sum, once there is one.
  func fields(_ layout: ParameterLayout) -> [StateField] {
    [
      StateField(
        RestOfWorld.factors, atMost: layout.lowRankFactors.reduce(0) { $0 + $1.count })
    ]
  }

  /// Nobody has sent.
  func begin(_ server: inout ServerState) {
    server.values.vectors[RestOfWorld.factors] = []
    server.values.positions[RestOfWorld.senders] = [Int32](repeating: 0, count: clients)
  }

  /// The head, the sum, and of how many it is.
  func messages(_ server: ServerState, _ plan: RoundPlan) -> @Sendable (Int) -> Message {
    var message = Message()
    message.add(Message.parameters, server.parameters.gathered(plan.travelling))
    message.add(RestOfWorld.factors, server.values.vectors[RestOfWorld.factors] ?? [])
    let senders = (server.values.positions[RestOfWorld.senders] ?? []).reduce(0, +)
    message.add(RestOfWorld.senders, [Float(senders)])
    return { [message] _ in message }
  }

  /// A mean of the head and a sum of changes.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    Fold(mean: WeightedMean(of: Message.parameters, ranges: plan.returning))
  }

  private struct Fold: ServerFold {
    var mean: WeightedMean
    var changes: [Double] = []
    var members: [Int] = []

    mutating func add(_ update: ClientUpdate) {
      mean.add(update)
      members.append(update.client)
      let change = update.message.numbers(RestOfWorld.factors)
      if changes.isEmpty { changes = [Double](repeating: 0, count: change.count) }
      for index in change.indices { changes[index] += Double(change[index]) }
    }

    func finish(_ server: inout ServerState) {
      guard !members.isEmpty else { return }
      mean.finish(&server)
      let before = server.values.vectors[RestOfWorld.factors] ?? []
      server.values.vectors[RestOfWorld.factors] = changes.indices.map { index in
        Float((before.isEmpty ? 0 : Double(before[index])) + changes[index])
      }
      for client in members { server.values.positions[RestOfWorld.senders]?[client] = 1 }
    }
  }
}
