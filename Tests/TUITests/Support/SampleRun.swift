import Metrics

/// A run as a recording would tell it: 100 clients, 30 finished rounds, one in flight, and a change
/// that waits.
///
/// Every figure is closed-form or from a small generator of its own, so the frames drawn from it
/// never change by chance.
struct SampleRun {
  var clients = 100
  var rounds = 30
  var cohort = 10
  var layers = 6
  var total = 100
  /// The run it was branched from, if any.
  var parent: RunStarted.Parent?

  /// Signs that its rounds tell of, by name, each the same in every round.
  var signs: [String] = []

  /// All events of the run.
  var events: [RunEvent] {
    var events: [RunEvent] = [.runStarted(started), .initialised(initialisation)]
    events.append(.stateChanged(.running))
    events.append(
      .notice(Notice(level: .info, text: "workers 2, OpenBLAS 0.3.21 Cooperlake, one thread each")))
    events.append(
      .notice(Notice(level: .info, text: "gal.count by the gap rule: λ4 − λ3 = 0.82 > 4ℒ = 0.31")))
    for round in 1...max(1, rounds) { events += eventsOf(round) }
    events += inFlight
    return events
  }

  /// The fold of all events.
  var snapshot: RunSnapshot {
    var snapshot = RunSnapshot()
    for event in events { snapshot.apply(event) }
    return snapshot
  }

  /// How its parent went, 45 rounds of it: worse from round 21 on.
  var parentTrace: GhostTrace {
    var whole = self
    whole.rounds = 45
    let points = whole.snapshot.ghostPoints.map { point in
      var point = point
      if point.round > 20 {
        point.trainLoss = point.trainLoss.map { $0 + 0.01 * Double(point.round - 20) }
        point.accuracy = point.accuracy.map { $0 - 0.004 * Double(point.round - 20) }
      }
      return point
    }
    return GhostTrace(.parent, run: parent?.run ?? "", round: parent?.round ?? 0, points: points)
  }

  var started: RunStarted {
    RunStarted(
      run: "20260923-141530-fibecfed-3f2a", config: ["federation.cohort": .integer(cohort)],
      method: "fibecfed", data: "sst2",
      model: ModelCard(
        name: "minilm-l6", layers: layers, hidden: 384, parameters: 22_713_216,
        trainable: 147_456, modules: ["query", "key", "value", "output"]),
      rounds: total, clientSamples: (0..<clients).map { 40 + $0 * 7 % 61 },
      clientBatches: (0..<clients).map { 5 + $0 * 7 % 8 },
      clientSkew: (0..<clients).map { 0.5 + Double($0 * 13 % 50) / 100 }, knobs: knobs,
      majorityAccuracy: 0.509, majorityPersonal: 0.613, denseBytes: 589_824, tokens: 1_204_000,
      parent: parent)
  }

  private var knobs: [Knob] {
    [
      Knob(
        name: "sparsity", label: "sparsity ρ", value: 0.5, minimum: 0.05, maximum: 1, step: 0.05),
      Knob(
        name: "lr", label: "learning rate", value: 5e-4, minimum: 1e-5, maximum: 1e-2, step: 1.25,
        scale: .logarithmic),
      Knob(name: "gal", label: "global layers", value: 2, minimum: 1, maximum: 6, step: 1),
      Knob(name: "cohort", label: "cohort", value: 10, minimum: 1, maximum: 100, step: 1),
    ]
  }

  private var initialisation: Initialisation {
    Initialisation(
      gal: [2, 4], layerScores: [], rule: "gap", sparsityRatio: 0.5,
      clientDifficulty: (0..<clients).map { 0.4 + Double($0 * 29 % 97) / 40 },
      fisher: fisher(0), accuracy: 0.512, bytesUp: 2_400_000, bytesDown: 1_200_000,
      wallSeconds: 4.2)
  }

  private func eventsOf(_ round: Int) -> [RunEvent] {
    var events: [RunEvent] = []
    if round == 8 {
      events.append(.commandApplied(CommandRecord(name: "lr", value: 4e-4, round: 8)))
    }
    if round == 21 {
      events.append(.commandApplied(CommandRecord(name: "sparsity", value: 0.45, round: 21)))
    }
    let members = members(round)
    for client in members { events.append(.clientFinished(report(client, round))) }
    let loss = 0.18 + 0.62 * power(0.93, round) + 0.03 * wave(round, 7)
    let evaluated = round % 2 == 0 || round == 1
    events.append(
      .roundFinished(
        RoundReport(
          round: round, cohort: members, trainLoss: round == 13 ? nil : loss,
          share: min(1, 0.2 + 0.8 * Double(round) / 40), gal: [2, 4],
          sparsityRatio: round < 21 ? 0.5 : 0.45, learningRate: round < 8 ? 5e-4 : 4e-4,
          bytesUp: 1_966_080 + round % 3 * 4096, bytesDown: 1_966_080, simSeconds: 21.5,
          wallSeconds: 3.1 + 0.4 * wave(round, 3), tokens: 41_000 + 300 * round,
          accuracy: evaluated ? 0.86 - 0.34 * power(0.9, round) + 0.01 * wave(round, 5) : nil,
          accuracyGlobal: evaluated
            ? 0.82 - 0.31 * power(0.92, round) + 0.02 * wave(round, 4) : nil,
          loss: evaluated ? 0.31 + 0.4 * power(0.92, round) : nil, fisher: fisher(round),
          failures: round == 17 ? 1 : 0,
          signs: signs.isEmpty ? nil : Dictionary(signs.map { ($0, 0.3) }) { $1 })))
    if round == 17 {
      events.append(
        .notice(
          Notice(
            level: .error, round: 17, client: 34,
            text: "loss is not a number after step 3; its update was left out")))
    }
    return events
  }

  private var inFlight: [RunEvent] {
    let round = rounds + 1
    let members = members(round)
    var events: [RunEvent] = members.prefix(9).map {
      .clientStarted(ClientStart(round: round, client: $0))
    }
    events += members.prefix(7).map { .clientFinished(report($0, round)) }
    events.append(
      .commandQueued(CommandRecord(name: "sparsity", value: 0.55, round: round + 1)))
    return events
  }

  private func members(_ round: Int) -> [Int] {
    let members = Set((0..<cohort).map { ($0 * 37 + round * 17) % clients })
    return members.sorted()
  }

  private func report(_ client: Int, _ round: Int) -> ClientReport {
    let total = 5 + client * 7 % 8
    let used = max(1, Int((Double(total) * min(1, 0.2 + 0.8 * Double(round) / 40)).rounded(.up)))
    let failed = round == 17 && client == 34
    return ClientReport(
      round: round, client: client, batchesUsed: used, batchesTotal: total, tokens: 4100,
      steps: used, trainLoss: failed ? nil : 0.2 + Double(client * 31 % 71) / 120,
      difficulty: 0.4 + Double(client * 29 % 97) / 40, fisher: [], liveNeurons: 0.5,
      bytesUp: 196_608, bytesDown: 196_608, simSeconds: 12,
      failure: failed ? "loss is not a number" : nil,
      difficulties: failed ? nil : DifficultyHistogram(difficulties(client, round)),
      difficultyUsed: [0.05, 0.05 + 0.1 * Double(used)])
  }

  /// Forty samples, most of them easy; training makes them easier.
  private func difficulties(_ client: Int, _ round: Int) -> [Int: Double] {
    let scale = power(0.97, round)
    return (0..<40).reduce(into: [:]) { all, sample in
      let place = Double((sample * 17 + client) % 41) / 41
      all[client * 40 + sample] = (0.05 + 4 * place * place * place) * scale
    }
  }

  private func fisher(_ round: Int) -> [[Double]] {
    (0..<layers).map { layer in
      (0..<4).map { module in
        let place = Double((layer * 5 + module * 3) % 11) / 11
        return 2e-5 * power(2.4, Int(place * 6)) * (1 + 0.6 * wave(round + layer, 9))
          * (layer == 2 || layer == 4 ? 6 : 1) * power(0.985, round)
      }
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<max(0, exponent)).reduce(1) { product, _ in product * base }
  }

  /// A triangle wave between -1 and 1: no library function whose last digit may differ.
  private func wave(_ step: Int, _ period: Int) -> Double {
    let place = Double(step % period) / Double(period)
    return 1 - 4 * abs(place - 0.5)
  }
}
