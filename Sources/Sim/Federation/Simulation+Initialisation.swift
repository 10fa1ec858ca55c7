import Metrics
import Plain
import Transformer

extension Simulation {
  /// The initialisation phase: data ordered, layers scored and chosen (docs/methods.md, "FibecFed").
  func initialise() -> Initialisation {
    let start = ContinuousClock.now
    let first = Set(sampleCohort(round: 1))
    let scores = pool.map(costs: clients.map(\.sampleCount)) {
      [federation] index, session in
      gate.workers(1)
      defer { gate.workers(-1) }
      guard gate.mayContinue() else { return ClientScores() }
      return LayerScoring(
        federation: federation, samples: federation.partition[index], client: index
      )
      .run(session, usesPlateau: first.contains(index))
    }
    orderData(scores)
    let rule = chooseLayers(scores)
    var heat = FisherHeat()
    scores.forEach { heat.merge($0.heat) }
    let selects = federation.method.exchange.layerCount != nil
    let layers = federation.encoder.configuration.layers
    let up = selects ? ByteCount.scoresUp(layers: layers) : 0
    let down = selects ? ByteCount.layersDown(layers: layers) : 0
    let seconds = zip(scores, clients).map { score, client in
      clock.seconds(tokens: score.tokens, speed: client.speed, up: up, down: down)
    }
    var report = Initialisation(
      gal: gal, layerScores: weightedMean(scores.map(\.sensitivity)), rule: rule,
      sparsityRatio: sparsityRatio, clientDifficulty: clients.compactMap(\.difficulty),
      fisher: heat.means(samples: Double(max(1, federation.train.labels.count))),
      accuracy: gate.isStopped ? nil : evaluateGlobal().accuracy,
      bytesUp: up * clients.count, bytesDown: down * clients.count,
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

  private func orderData(_ scores: [ClientScores]) {
    let settings = federation.settings
    for index in clients.indices {
      let samples = federation.partition[index]
      let known = scores[index].difficulty
      let difficulty = known.isEmpty ? [Double](repeating: 0, count: samples.count) : known
      var random = CounterRandom(
        seed: UInt64(settings.seed), purpose: .samples, client: index)
      clients[index].batches = SampleLists(
        federation.method.curriculum
          .batches(difficulty: difficulty, batch: settings.batch, using: &random)
          .map { batch in batch.map { samples[$0] } })
      clients[index].difficulty =
        known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
  }

  /// Chooses the global layers and says by which rule.
  private func chooseLayers(_ scores: [ClientScores]) -> String {
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
      let shares = zip(scores, clients).compactMap { score, client in
        score.keptShare.map { (share: $0, weight: Double(client.sampleCount)) }
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
      number, scores: weightedMean(scores.map(\.sensitivity)), using: &random)
    return "\(rule), \(number) of \(layers)"
  }

  /// Σ (n_k / n) of the clients' vectors; empty when they have none.
  private func weightedMean(_ vectors: [[Double]]) -> [Double] {
    guard let width = vectors.map(\.count).max(), width > 0 else { return [] }
    let total = Double(federation.train.labels.count)
    var mean = [Double](repeating: 0, count: width)
    for (vector, client) in zip(vectors, clients) where vector.count == width {
      let weight = Double(client.sampleCount) / total
      for index in mean.indices { mean[index] += weight * vector[index] }
    }
    return mean
  }
}
