import Foundation
import GRDB
import Metrics

@testable import RunStore

/// Events and files that tests share.
enum Samples {
  static let provenance = Provenance(
    program: "1.0.0", configuration: ["training.lr": .number(0.05), "data.name": .text("sst2")],
    seed: .max, blasVersion: "OpenBLAS 0.3.21", blasCoreType: "Haswell", blasThreads: 1,
    parent: RunStarted.Parent(run: "20260101-000000-fibecfed-0001", round: 7),
    sources: RunSources(
      data: RunSources.Source(
        name: "d.csv", location: "/somewhere/d \u{1b}.csv",
        files: [RunSources.File(part: "train", bytes: 7, sha256: "ab")]),
      model: RunSources.Source(name: "embedded", location: nil, files: []),
      labels: ["no", "\"yes\"\n"]))

  static func started(
    clients: Int = 3, rounds: Int = 20, score: Score? = nil
  ) -> RunEvent {
    .runStarted(
      RunStarted(
        run: "sample", config: ["training.lr": .number(0.05), "seed": .integer(7)],
        method: "fibecfed", data: "sentiment",
        model: ModelCard(
          name: "tiny", layers: 2, hidden: 32, parameters: 1000, trainable: 100,
          modules: ["query", "value"]),
        rounds: rounds, clientSamples: (0..<clients).map { 10 + $0 % 50 },
        clientBatches: (0..<clients).map { 2 + $0 % 10 },
        clientSkew: (0..<clients).map { 0.5 + Double($0 % 7) / 30 },
        knobs: [
          Knob(
            name: "sparsity", label: "sparsity ρ", value: 0.5, minimum: 0.05, maximum: 1,
            step: 0.05)
        ], majorityAccuracy: 0.52, denseBytes: 4096, tokens: 12_345,
        parent: RunStarted.Parent(run: "parent", round: 3), score: score))
  }

  static let initialised = RunEvent.initialised(
    Initialisation(
      gal: [1], layerScores: [0.1, 0.30000000000000004], rule: "gap: λ5 − λ4 > 4ℒ",
      sparsityRatio: 0.5, clientDifficulty: [1, 2, 3], fisher: [[1e-9, 2], [3, 4]],
      accuracy: 0.5, bytesUp: 10, bytesDown: 20, wallSeconds: 1.5,
      spectrum: LayerSpectrum(
        .gap, client: 2, values: [0.30000000000000004, 1e-9], above: 1, share: 0.5,
        threshold: 0.1)))

  static func client(_ client: Int, round: Int, failure: String? = nil) -> RunEvent {
    .clientFinished(
      ClientReport(
        round: round, client: client, batchesUsed: 1, batchesTotal: 4, tokens: 128, steps: 2,
        trainLoss: failure == nil ? 0.7 / Double(round) : nil, difficulty: 2.5,
        fisher: [0.1, 0.2], liveNeurons: 0.5, bytesUp: 100, bytesDown: 200, simSeconds: 0.25,
        failure: failure))
  }

  static func report(_ round: Int, accuracy: Double? = nil) -> RunEvent {
    .roundFinished(
      RoundReport(
        round: round, cohort: [0, 2], trainLoss: 0.7 / Double(round), share: 0.25, gal: [1],
        sparsityRatio: 0.5, learningRate: 0.05, bytesUp: 200, bytesDown: 400, simSeconds: 0.25,
        wallSeconds: 0.1, tokens: 256, accuracy: accuracy, fisher: [[1, 2], [3, 4]]))
  }

  static func round(_ round: Int, accuracy: Double? = nil) -> [RunEvent] {
    [client(0, round: round), client(2, round: round), report(round, accuracy: accuracy)]
  }

  static func summary(rounds: Int, interrupted: Bool) -> RunEvent {
    .runFinished(
      RunSummary(
        run: "sample", rounds: rounds, accuracy: 0.8, accuracyGlobal: 0.75, bestAccuracy: 0.81,
        bytesUp: 1, bytesDown: 2, simSeconds: 3, wallSeconds: 4, parametersSHA256: "ab",
        interrupted: interrupted, reason: interrupted ? "asked to" : nil))
  }

  static func command(_ value: Double, round: Int, origin: String = "monitor") -> RunEvent {
    .commandApplied(
      CommandRecord(name: "sparsity", value: value, round: round, origin: origin))
  }

  /// The state that a host would save after `round`.
  static func state(_ round: Int, bytes: Int = 64) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ round) }
  }

  /// The checkpoint that a host would hand over after `round`: every client at the start, then
  /// those of the cohort.
  static func parts(_ round: Int, bytes: Int = 64) -> Checkpoint {
    let cohort = round == 0 ? [0, 1, 2] : [0, 2]
    let parts = cohort.map { ($0, state(100 * $0 + round, bytes: 24)) }
    return Checkpoint(
      round: round, server: state(round, bytes: bytes),
      clients: Dictionary(uniqueKeysWithValues: parts))
  }

  /// What must come back of the run of `writer(in:rounds:)` after `round`.
  static func whole(_ round: Int, bytes: Int = 64) -> Checkpoint {
    var parts = parts(round, bytes: bytes)
    parts.clients.merge(self.parts(0).clients) { newer, _ in newer }
    return parts
  }

  /// Thins early: what is small is not spared.
  static let policy = CheckpointPolicy(last: 3, every: 10)

  static func writer(in scratch: Scratch) throws -> RunWriter {
    try RunWriter.create(
      directory: scratch.path, method: "fibecfed", provenance: provenance, policy: policy)
  }

  /// A writer that has recorded the start and `rounds` rounds, a checkpoint each.
  static func writer(in scratch: Scratch, rounds: Int, bytes: Int = 64) throws -> RunWriter {
    let writer = try writer(in: scratch)
    try writer.commit(round: [started()])
    try writer.commit(round: [initialised], checkpoint: parts(0, bytes: bytes))
    for round in 1...max(1, rounds) where round <= rounds {
      try writer.commit(
        round: self.round(round, accuracy: Double(round) / 100),
        checkpoint: parts(round, bytes: bytes))
    }
    try writer.flush()
    return writer
  }

  /// The path of a closed file with `rounds` rounds.
  static func file(in scratch: Scratch, rounds: Int, bytes: Int = 64) throws -> String {
    let writer = try writer(in: scratch, rounds: rounds, bytes: bytes)
    try writer.close()
    return writer.path
  }

  /// Runs SQL on a file as a stranger would.
  static func execute(_ sql: String, on path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  /// Makes the file's host look like a process of this machine that ended.
  static func buryHost(of path: String) throws {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/bin/true")
    try child.run()
    child.waitUntilExit()
    try execute(
      """
      UPDATE status SET state = 'running', pid = \(child.processIdentifier), process_start = 1,
        host = '\(HostProcess.current.scope)'
      """, on: path)
  }
}
