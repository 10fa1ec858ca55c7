import Metrics
import Transformer

extension Simulation {
  /// The initialisation phase: layers scored and chosen (methods.md §1.9). Samples are scored when their client is first
  /// sampled.
  func initialise() -> Initialisation {
    let start = ContinuousClock.now
    let members = scoringClients()
    let scores = score(members)
    let rule = chooseLayers(members, scores)
    var heat = FisherHeat()
    scores.forEach { heat.merge($0.heat) }
    let layers = federation.encoder.configuration.layers
    let up = ByteCount.scoresUp(layers: layers)
    // Everybody must know what to send, whoever was asked.
    let told = members.isEmpty ? 0 : ByteCount.layersDown(layers: layers)
    let seconds = zip(scores, members).map { score, client in
      clock.seconds(score.work, speed: clients[client].speed, up: up, down: told)
    }
    let samples = members.reduce(0) { $0 + clients[$1].sampleCount }
    var report = Initialisation(
      gal: gal, layerScores: weightedMean(scores.map(\.sensitivity), of: members), rule: rule,
      sparsityRatio: sparsityRatio, clientDifficulty: [],
      fisher: heat.means(samples: Double(max(1, samples))),
      accuracy: gate.isStopped ? nil : evaluateGlobal().accuracy,
      bytesUp: up * members.count, bytesDown: told * clients.count,
      simSeconds: seconds.max() ?? 0, wallSeconds: 0)
    report.wallSeconds = start.duration(to: .now).inSeconds
    totals.bytesUp += report.bytesUp
    totals.bytesDown += report.bytesDown
    totals.simSeconds += report.simSeconds
    totals.wallSeconds += report.wallSeconds
    return report
  }

  /// Kept fraction of neurons in force: 1 for a method without a mask.
  var sparsityRatio: Double {
    federation.method.rules.contains { $0.masksNeurons } ? knobs.sparsity : 1
  }

  /// Clients that score layers, ascending: all, or a seeded sample of them; none when layers are not chosen.
  private func scoringClients() -> [Int] {
    guard let selection = federation.method.exchange.layerCount else { return [] }
    let wanted = selection.clients > 0 ? min(selection.clients, clients.count) : clients.count
    var random = CounterRandom(seed: UInt64(federation.settings.seed), purpose: .scorers)
    return random.sample(wanted, of: clients.count)
  }

  private func score(_ members: [Int]) -> [ClientScores] {
    guard let selection = federation.method.exchange.layerCount else { return [] }
    let first = Set(sampleCohort(round: 1))
    return pool.map(costs: members.map { clients[$0].sampleCount }) {
      [federation, gate] place, session in
      gate.workers(1)
      defer { gate.workers(-1) }
      guard gate.mayContinue() else { return ClientScores() }
      let client = members[place]
      return LayerScoring(
        federation: federation, samples: federation.partition[client], client: client
      )
      .run(session, selection, usesPlateau: first.contains(client))
    }
  }

  /// Chooses the global layers and says by which rule.
  private func chooseLayers(_ members: [Int], _ scores: [ClientScores]) -> String {
    let layers = federation.encoder.configuration.layers
    guard let selection = federation.method.exchange.layerCount,
      let count = try? LayerCount(selection.count, layers: layers)
    else {
      gal = Array(0..<layers)
      return "all layers travel"
    }
    let number: Int
    var rule: String
    switch count {
    case .all: (number, rule) = (layers, "all layers")
    case .none: (number, rule) = (0, "no layer")
    case .fixed(let fixed): (number, rule) = (fixed, "fixed count")
    case .fraction(let share):
      (number, rule) = (LayerCount.layers(share: share, of: layers), "fraction \(share)")
    case .gap, .plateau:
      let shares = zip(scores, members).compactMap { score, client in
        score.keptShare.map { (share: $0, weight: Double(clients[client].sampleCount)) }
      }
      let total = shares.reduce(0) { $0 + $1.weight }
      let share = shares.reduce(0) { $0 + $1.share * $1.weight } / max(total, 1e-300)
      number = LayerCount.layers(share: share, of: layers)
      let fired = scores.reduce(into: [String: Int]()) {
        if !$1.rule.isEmpty { $0[$1.rule, default: 0] += 1 }
      }
      rule = fired.sorted { $0.key < $1.key }.map { "\($0.key) on \($0.value) clients" }
        .joined(separator: ", ")
      rule += ": kept share \(Units.fixed(share, 3))"
    }
    var random = CounterRandom(seed: UInt64(federation.settings.seed), purpose: .layers)
    gal = selection.layers(
      number, scores: weightedMean(scores.map(\.sensitivity), of: members), using: &random)
    return "\(rule), \(number) of \(layers)"
  }

  /// Σ (n_k / n) of the members' vectors; empty when they have none.
  private func weightedMean(_ vectors: [[Double]], of members: [Int]) -> [Double] {
    guard let width = vectors.map(\.count).max(), width > 0 else { return [] }
    let total = Double(members.reduce(0) { $0 + clients[$1].sampleCount })
    var mean = [Double](repeating: 0, count: width)
    for (vector, client) in zip(vectors, members) where vector.count == width {
      let weight = Double(clients[client].sampleCount) / total
      for index in mean.indices { mean[index] += weight * vector[index] }
    }
    return mean
  }
}
