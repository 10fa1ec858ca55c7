import Transformer

extension MethodRecipe {
  /// SCAFFOLD on LoRA (arXiv 1910.06378, option II): control variates take the drift of a client out of its steps.
  static let scaffold = MethodRecipe(
    name: "scaffold",
    summary:
      "LoRA, all of it travels, and a control variate with it: the gradient is corrected by what the client's "
      + "usually has over everybody's. Made for SGD; twice the traffic.",
    source: "arXiv 1910.06378, ICML 2020, algorithm 1",
    settings: LoRAModules.settings + Setting.of(\.scaffoldRate),
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained, and a control variate as long",
      keeps: "each client and the server a control variate",
      text: """
        fedavg-lora in which control variates take a client's drift out of its steps. The server has c, a client c_k,
        both from 0. Down travel the parameters and c, up the parameters and c_k⁺ − c_k. What does not travel, a
        personal head, is not corrected. Of a client that fails neither part is taken, and its c_k stays. η is the
        round's learning rate. The correction is added before the gradient is clipped and before the optimiser.

        (x − y) / (Sη) is a mean gradient under plain SGD alone. Under AdamW, which is the default of train.optimizer,
        under momentum, weight decay or clipping it is not, and the correction can do more harm than drift does. It is
        made for train.optimizer = sgd with train.momentum, train.weight_decay and train.clip at 0, and a learning rate
        that suits it. fedtop does not change these for you, and says so at the start of a run.

        On the quadratics of fedavg-lora it ends at the optimum 1.5. Round 1 is that of fedavg-lora, since all controls
        are 0.
        """,
      equations: """
        y ← y − η·(g − c_k + c), S steps from x
        c_k⁺ = c_k − c + (x − y) / (S·η)
        x ← x + η_g·Σ_k p_k·(y_k − x)
        c ← c + (1/K)·Σ_k (c_k⁺ − c_k), K all clients
        """),
    notes: { settings in
      let isPlain =
        settings.optimizer == .sgd && settings.momentum == 0 && settings.clip == 0
        && settings.weightDecay == 0
      return isPlain
        ? []
        : [
          "scaffold is derived for plain SGD: its control variates are no gradients with these settings; "
            + "set train.optimizer=sgd and train.momentum, train.clip and train.weight_decay to 0"
        ]
    }
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings), exchange: EverythingTravels(settings),
      rules: [DriftCorrection()], server: ControlledAveraging(rate: settings.scaffoldRate))
  }
}

/// Names of what SCAFFOLD keeps.
enum Scaffold {
  /// The control variate: c in a message down and in the server's state, c⁺ − c of a client in a message up, and the
  /// client's own in its state.
  static let control = "control"
}

/// Steps along g − c_k + c; after S of them with rate η, c_k⁺ = c_k − c + (x − y) / (S η).
struct DriftCorrection: LocalRule {
  /// The client's control variate.
  func fields(_ layout: ParameterLayout, globalLayers: [Int]) -> [StateField] {
    [StateField(Scaffold.control, count: layout.count)]
  }

  /// The change of the control variate.
  var longParts: [String] { [Scaffold.control] }

  /// Corrects the gradient.
  func correct(_ training: LocalTraining) {
    let shared = training.received.numbers(Scaffold.control)
    let own = training.state.vectors[Scaffold.control]
    for (index, place) in training.plan.travelling.joined().enumerated() where index < shared.count
    {
      training.gradient[place] += shared[index] - (own?[place] ?? 0)
    }
  }

  /// As many as travel.
  func sentCount(_ plan: RoundPlan, _ layout: ParameterLayout) -> Int { plan.travelling.valueCount }

  /// Takes the mean gradient of the participation into the client's control variate, and sends the change.
  func end(_ training: LocalTraining) {
    let shared = training.received.numbers(Scaffold.control)
    let span = Float(Double(training.steps) * training.plan.learningRate)
    guard span > 0 else { return }
    var own =
      training.state.vectors[Scaffold.control]
      ?? [Float](repeating: 0, count: training.parameters.count)
    var changes: [Float] = []
    changes.reserveCapacity(shared.count)
    for (index, place) in training.plan.travelling.joined().enumerated() where index < shared.count
    {
      let change = (training.start[place] - training.parameters[place]) / span - shared[index]
      own[place] += change
      changes.append(change)
    }
    training.state.vectors[Scaffold.control] = own
    training.sent.add(Scaffold.control, changes)
  }
}

/// x ← x + η_g Σ p_k (y_k − x), and c ← c + (1/K) Σ (c_k⁺ − c_k) over the sampled, K being all clients.
struct ControlledAveraging: ServerRule {
  /// Global learning rate η_g.
  var rate: Double

  /// The server's control variate.
  func fields(_ layout: ParameterLayout) -> [StateField] {
    [StateField(Scaffold.control, count: layout.count)]
  }

  /// c = 0.
  func begin(_ server: inout ServerState) {
    server.values.vectors[Scaffold.control] = [Float](
      repeating: 0, count: server.parameters.count)
  }

  /// The parameters and c.
  func messages(
    _ server: ServerState, _ plan: RoundPlan
  ) -> @Sendable (Int) -> Message {
    var message = Message()
    message.add(Message.parameters, server.parameters.gathered(plan.travelling))
    let control = server.values.vectors[Scaffold.control] ?? []
    message.add(Scaffold.control, control.gathered(plan.travelling))
    return { [message] _ in message }
  }

  /// A mean of the parameters, and a sum of the changes.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    Fold(
      rate: rate, clients: clients, ranges: plan.travelling,
      mean: WeightedMean(of: Message.parameters, ranges: plan.travelling),
      changes: [Double](repeating: 0, count: plan.travelling.valueCount))
  }

  private struct Fold: ServerFold {
    let rate: Double
    let clients: Int
    let ranges: [Range<Int>]
    var mean: WeightedMean
    var changes: [Double]

    mutating func add(_ update: ClientUpdate) {
      mean.add(update)
      for (index, change) in update.message.numbers(Scaffold.control).enumerated() {
        changes[index] += Double(change)
      }
    }

    func finish(_ server: inout ServerState) {
      guard let mean = mean.mean else { return }
      let before = server.parameters.gathered(ranges)
      let after = zip(before, mean).map { (x: Float, y: Float) -> Float in
        let step: Double = rate * (Double(y) - Double(x))
        return rate == 1 ? y : Float(Double(x) + step)
      }
      server.parameters.scatter(after, into: ranges)
      var control = (server.values.vectors[Scaffold.control] ?? []).gathered(ranges)
      for index in control.indices {
        control[index] += Float(changes[index] / Double(max(1, clients)))
      }
      server.values.vectors[Scaffold.control]?.scatter(control, into: ranges)
    }
  }
}

extension SettingKeys {
  var scaffoldRate: SettingKey<Double> {
    .number("scaffold.rate", 1, in: 1e-6...100, "Global learning rate η_g of the server.")
  }
}
