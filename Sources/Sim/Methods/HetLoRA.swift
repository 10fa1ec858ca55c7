import Transformer

extension MethodRecipe {
  /// HetLoRA (arXiv 2401.06432): clients of different ranks, padded with zeros and weighted by the size of their products.
  static let hetLoRA = MethodRecipe(
    name: "hetlora",
    summary:
      "LoRA of a rank by client, padded with zeros and averaged with the norm of B·A as weight; clients drop "
      + "units that shrink.",
    source: "arXiv 2401.06432, EMNLP 2024",
    settings: Setting.of(\.hetRanks, \.hetGamma, \.hetLambda) + LoRAModules.besideRank,
    card: MethodCard(
      trains: "LoRA, head",
      travels: "LoRA of the client's rank, head; up one number more, the rank",
      keeps: "the server the rank of each client",
      text: """
        Each client has a rank r_k, drawn once with the run's seed from hetlora.ranks, and gets the first r_k rows of A
        and columns of B. The server pads what comes back with zeros and averages, pair by pair, with the norm of the
        client's product as weight: a client whose update says little counts little. The head is averaged by samples.

        A client adds to its loss, for every pair, λ times the product of the norms of its last units, those from ⌊γ·r⌋
        on. When the sum of these products is smaller after its local training than before, it gives these units up:
        its rank is max(r_min, ⌊γ·r⌋) from then on, r_min being the least of hetlora.ranks. It says so in its message,
        which is shorter already. The norm of the product is √tr((BᵀB)·(AAᵀ)).
        """,
      equations: """
        ℓ + λ·Σ ‖B[:, ⌊γr⌋:]‖_F·‖A[⌊γr⌋:, :]‖_F
        w_k = ‖B_k·A_k‖_F / Σ_j ‖B_j·A_j‖_F
        A ← Σ_k w_k·pad(A_k) and B ← Σ_k w_k·pad(B_k)
        """,
      departures: """
        Units that no client of a round has stay as they are on the server; zeros in A and in B would never be trained
        again. The weights are those of each pair; the scale α/r is that of the greatest rank for all clients.

        The term's gradient is added before the gradient is clipped; at B = 0 it is zero.
        """),
    notes: { ClientRanks.notes(SettingKeys().hetRanks, $0) }
  ) { settings throws(SettingsError) in
    let ranks = try ClientRanks(SettingKeys().hetRanks, settings)
    return Method(
      modules: try ranks.modules(settings), exchange: EverythingTravels(settings),
      rules: [
        RankPruning(gamma: settings.hetGamma, lambda: settings.hetLambda, least: ranks.least)
      ],
      schedule: SentAndOwn(), server: NormWeightedAveraging(ranks: ranks),
      mayBePersonal: [])
  }
}

/// Holds down the last units of a client, and gives them up when they have shrunk.
struct RankPruning: LocalRule {
  /// Share of the units that are not the last.
  var gamma: Double
  /// Weight of the term.
  var lambda: Double
  /// Rank that is never gone below.
  var least: Int

  /// Name of the rank in a message up.
  static let rank = "rank"

  /// The term's gradient.
  func correct(_ training: LocalTraining) {
    let units = last(training)
    guard lambda > 0, !units.isEmpty else { return }
    for pair in training.encoder.layout.factorPairs {
      let norms = pair.norms(of: units, in: training.parameters)
      guard norms.a > 0, norms.b > 0 else { continue }
      let (ofA, ofB) = (Float(lambda * norms.b / norms.a), Float(lambda * norms.a / norms.b))
      for unit in units {
        for column in 0..<pair.a.columns {
          let place = pair.place(inA: unit, column)
          training.gradient[place] += ofA * training.parameters[place]
        }
        for row in 0..<pair.b.rows {
          let place = pair.place(inB: row, unit)
          training.gradient[place] += ofB * training.parameters[place]
        }
      }
    }
  }

  /// The rank.
  func sentCount(_ plan: RoundPlan, _ layout: ParameterLayout) -> Int { 1 }

  /// Sends fewer units where the last ones have shrunk.
  func end(_ training: LocalTraining) {
    let layout = training.encoder.layout
    let units = last(training)
    var rank = units.upperBound
    func size(_ parameters: [Float]) -> Double {
      layout.factorPairs.reduce(0) { sum, pair in
        let norms = pair.norms(of: units, in: parameters)
        return sum + norms.a * norms.b
      }
    }
    if size(training.parameters) < size(training.start), rank > least {
      rank = max(least, units.lowerBound)
      training.returning = training.returning.intersection(layout.ranges(rank: rank))
    }
    training.sent.add(Self.rank, [Float(rank)])
  }

  /// The units from ⌊γ·r⌋ on, of the client's rank r.
  private func last(_ training: LocalTraining) -> Range<Int> {
    let rank = training.encoder.layout.rank(of: training.plan.returning)
    return Int(gamma * Double(rank))..<rank
  }
}

/// The mean of padded factors, weighted pair by pair with ‖B·A‖_F.
struct NormWeightedAveraging: ServerRule {
  var ranks: ClientRanks

  /// Clients send and get the first units of every pair.
  func plans(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout
  ) -> (@Sendable (Int) -> RoundPlan)? { plan.narrowed(layout) { rank(ofClient: $0, server) } }

  /// The rank that a client has now.
  func rank(ofClient client: Int, _ server: ServerState) -> Int {
    server.values.numbers[Self.key(client)].map { max(1, min(ranks.greatest, Int($0))) }
      ?? ranks.rank(ofClient: client)
  }

  /// Sums of the pairs, and a mean of the rest.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold { Fold(update: PaddedUpdates(plan, layout), count: layout.count) }

  private static func key(_ client: Int) -> String { "rank.\(client)" }

  private struct Fold: ServerFold {
    var update: PaddedUpdates
    var sums: [Double]
    var weights: [Double]
    var ranks: [(client: Int, rank: Int)] = []

    init(update: PaddedUpdates, count: Int) {
      self.update = update
      sums = [Double](repeating: 0, count: count)
      weights = [Double](repeating: 0, count: update.pairs.count)
    }

    mutating func add(_ update: ClientUpdate) {
      guard let rank = update.message.numbers(RankPruning.rank).first.flatMap(Int.init(exactly:)),
        let parameters = self.update.add(update, rank: rank)
      else { return }
      ranks.append((update.client, rank))
      for (index, pair) in self.update.pairs.enumerated() {
        let norm = pair.norm(in: parameters)
        weights[index] += norm
        for place in pair.a.range { sums[place] += norm * Double(parameters[place]) }
        for place in pair.b.range { sums[place] += norm * Double(parameters[place]) }
      }
    }

    func finish(_ server: inout ServerState) {
      update.finish(&server)
      for (client, rank) in ranks {
        server.values.numbers[NormWeightedAveraging.key(client)] = Double(rank)
      }
      let held = ranks.map(\.rank).max() ?? 0
      for (pair, weight) in zip(update.pairs, weights) where weight > 0 {
        for unit in 0..<min(held, pair.rank) {
          for column in 0..<pair.a.columns { put(pair.place(inA: unit, column), weight, &server) }
          for row in 0..<pair.b.rows { put(pair.place(inB: row, unit), weight, &server) }
        }
      }
    }

    private func put(_ place: Int, _ weight: Double, _ server: inout ServerState) {
      server.parameters[place] = Float(sums[place] / weight)
    }
  }
}

extension SettingKeys {
  var hetRanks: SettingKey<String> {
    .text(
      "hetlora.ranks", "4,8",
      "Ranks that clients may begin with, such as 4,8; drawn client by client.")
  }
  var hetGamma: SettingKey<Double> {
    .number(
      "hetlora.gamma", 0.99, in: 0.01...1, "Share γ of a client's units that are not its last.")
  }
  var hetLambda: SettingKey<Double> {
    .number("hetlora.lambda", 1e-3, in: 0...1000, "Weight λ of the term on a client's last units.")
  }
}
