import Transformer

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
        p-tuning-v2, but for the last bit of a difference that is added again.
        """,
      equations: """
        v ← μ·v + (P − Σ_k p_k·P_k)
        P ← P − η_s·v
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: PrefixModules(settings), exchange: EverythingTravels(settings),
      server: ServerMomentum(rate: settings.momSRate, momentum: settings.momSMomentum))
  }
}

/// v ← μ·v + (P − P̄), P ← P − η·v, with P̄ the clients' weighted mean.
struct ServerMomentum: ServerRule {
  /// Name of v in the server's state.
  static let velocity = "velocity"

  /// η.
  var rate: Double
  /// μ.
  var momentum: Double

  /// v.
  func fields(_ layout: ParameterLayout) -> [StateField] {
    [StateField(Self.velocity, count: layout.count)]
  }

  /// v = 0.
  func begin(_ server: inout ServerState) {
    server.values.vectors[Self.velocity] = [Float](repeating: 0, count: server.parameters.count)
  }

  /// The clients' mean, and the step from it.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    Fold(
      rule: self, ranges: plan.returning,
      mean: WeightedMean(of: Message.parameters, ranges: plan.returning))
  }

  private struct Fold: ServerFold {
    let rule: ServerMomentum
    let ranges: [Range<Int>]
    var mean: WeightedMean

    mutating func add(_ update: ClientUpdate) { mean.add(update) }

    func finish(_ server: inout ServerState) {
      guard let mean = mean.mean else { return }
      var values = server.parameters.gathered(ranges)
      var velocity = (server.values.vectors[ServerMomentum.velocity] ?? []).gathered(ranges)
      for index in values.indices {
        let next = rule.momentum * Double(velocity[index]) + Double(values[index] - mean[index])
        velocity[index] = Float(next)
        values[index] = Float(Double(values[index]) - rule.rate * next)
      }
      server.parameters.scatter(values, into: ranges)
      server.values.vectors[ServerMomentum.velocity]?.scatter(velocity, into: ranges)
    }
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
