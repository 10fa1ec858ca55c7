import Metrics

/// One event of every kind, with every optional field filled.
enum SampleEvents {
  static let started = RunStarted(
    run: "20260801-120000-fibecfed-0a1b",
    config: [
      "federation.alpha": .number(1), "federation.clients": .integer(3),
      "train.keep_moments": .bool(false), "train.learning_rate": .number(2e-3),
      "method.name": .text("fibecfed"),
    ],
    method: "fibecfed", data: "sentiment",
    model: ModelCard(
      name: "embedded", layers: 4, hidden: 64, parameters: 200_000, trainable: 9_000,
      modules: ["query", "value"]),
    rounds: 2, clientSamples: [40, 24, 8], clientBatches: [5, 3, 1], clientSkew: [0.5, 0.75, 1],
    knobs: [
      Knob(
        name: "sparsity", label: "sparsity ρ", value: 0.5, minimum: 0.05, maximum: 1, step: 0.05),
      Knob(
        name: "learning_rate", label: "learning rate", value: 2e-3, minimum: 1e-6, maximum: 1,
        step: 1.25, scale: .logarithmic),
    ],
    majorityAccuracy: 0.52, denseBytes: 1_000, tokens: 5_120,
    parent: .init(run: "20260801-110000-fedavg-lora-ffff", round: 4), partitionHash: "ab",
    clientLabels: [[20, 20], [18, 6], [8, 0]],
    labelNames: ["no", "yes"], unseen: [1])

  static let initialisation = Initialisation(
    gal: [2, 3], layerScores: [0.125, 0.25, 0.5, 1], rule: "gap", sparsityRatio: 0.5,
    clientDifficulty: [1.5, 2.5, 0.5], fisher: [[1, 2], [3, 4]], accuracy: 0.5, bytesUp: 60,
    bytesDown: 3, simSeconds: 0.5, wallSeconds: 0.25,
    spectrum: LayerSpectrum(
      .gap, client: 1, values: [0.5, 4, 3.5, 0.25], above: 2, share: 0.5, threshold: 1.5))

  static func client(
    _ client: Int, round: Int, difficulty: Double? = nil, fisher: [Double] = [0.5, 0.25],
    failure: String? = nil
  ) -> ClientReport {
    ClientReport(
      round: round, client: client, batchesUsed: 2, batchesTotal: 5, tokens: 640, steps: 4,
      trainLoss: failure == nil ? 0.75 : nil, difficulty: difficulty, fisher: fisher,
      liveNeurons: 0.5, bytesUp: 300, bytesDown: 400, simSeconds: 1.5, failure: failure,
      difficulties: difficulty.map {
        DifficultyHistogram(low: 0.5, high: $0, counts: [3, 0, 1], easiest: [4], hardest: [9])
      }, difficultyUsed: difficulty.map { [0.5, $0] })
  }

  static func round(
    _ round: Int, cohort: [Int] = [0, 2], gal: [Int] = [2, 3], fisher: [[Double]] = []
  ) -> RoundReport {
    RoundReport(
      round: round, cohort: cohort, trainLoss: 0.5, share: 0.4, gal: gal, sparsityRatio: 0.5,
      learningRate: 1e-3, bytesUp: 600, bytesDown: 800, simSeconds: 1.5, wallSeconds: 0.5,
      tokens: 1_280, accuracy: 0.75, accuracyGlobal: 0.625, loss: 0.4, fisher: fisher, failures: 1,
      longest: 16, epsilon: 1.5, metrics: ["f1": 0.7], clientAccuracy: [0.75, nil, 0.5],
      clientPermille: [750, nil, 500], ranks: ranks, rankTotal: RankTotal(ranks))
  }

  static let ranks = [
    RankShare(
      host: "node1", workers: 2, clients: 2, jobs: 5, busySeconds: 0.75, bytesDown: 0, bytesUp: 0),
    RankShare(
      host: "node2", workers: 1, clients: 1, jobs: 2, busySeconds: 0.25, bytesDown: 900,
      bytesUp: 700),
  ]

  static let summary = RunSummary(
    run: "20260801-120000-fibecfed-0a1b", rounds: 2, accuracy: 0.8, accuracyGlobal: 0.7,
    bestAccuracy: 0.85, bytesUp: 1_260, bytesDown: 1_603, simSeconds: 3, wallSeconds: 1,
    parametersSHA256: "ab", interrupted: true, reason: "byte budget", metrics: ["f1": 0.7])

  static let trace = GhostTrace(
    .parent, run: "20260801-110000-fedavg-lora-ffff", round: 4,
    points: [
      .init(round: 1, trainLoss: 0.75, accuracy: nil),
      .init(round: 2, trainLoss: 0.5, accuracy: 0.75, bytes: 9, simSeconds: 1.5),
    ],
    problem: "a sentence")

  static let command = CommandRecord(name: "sparsity", value: 0.45, round: 2, origin: "attach:7")

  static let all: [RunEvent] = [
    .runStarted(started), .initialised(initialisation),
    .clientStarted(ClientStart(round: 1, client: 2)),
    .clientFinished(client(2, round: 1, difficulty: 3, failure: "loss is not a number")),
    .roundFinished(round(1, fisher: [[1, 2], [3, 4]])), .commandQueued(command),
    .commandApplied(command), .stateChanged(.paused),
    .notice(Notice(level: .warning, round: 1, client: 2, text: "a sentence")),
    .ghostTraced(trace),
    .runFinished(summary),
  ]
}
