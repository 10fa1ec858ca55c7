import Metrics
import Synchronization

@testable import Sim

/// Six clients, three a round, three rounds of the embedded model: a federation of a fraction of a second.
enum SmallRun {
  static func settings(_ change: (inout Settings) -> Void = { _ in }) -> Settings {
    var settings = Settings()
    // Time by speeds, which is a sum that a test can make again.
    settings.devices = ""
    settings.clients = 6
    settings.cohort = 3
    settings.rounds = 3
    settings.trainSamples = 60
    settings.testSamples = 24
    settings.batch = 4
    settings.localEpochs = 1
    settings.learningRate = 2e-3
    settings.rank = 4
    settings.noiseSamples = 3
    settings.workers = 1
    change(&settings)
    return settings
  }

  static func federation(_ change: (inout Settings) -> Void = { _ in }) throws -> Federation {
    try Federation(settings(change))
  }

  /// Runs to the end and returns what was recorded.
  static func record(
    _ federation: Federation, _ watch: @escaping Tape.Watch = { _, _ in }
  ) throws -> Tape {
    let tape = Tape(watch)
    let simulation = Simulation(federation, name: "small", recorder: tape)
    tape.attach(simulation)
    try simulation.run()
    return tape
  }

  /// The same with settings.
  static func record(_ change: (inout Settings) -> Void) throws -> Tape {
    try record(federation(change))
  }

  /// The SHA-256 of the parameters after a run.
  static func fingerprint(_ change: (inout Settings) -> Void) throws -> String? {
    try record(change).summary?.parametersSHA256
  }
}

/// A recorder that keeps everything, and may look at the simulation after each entry.
///
/// The simulation calls it on its own thread between rounds, where its state may be read and commands be submitted.
final class Tape: Recorder {
  typealias Watch = @Sendable (Simulation, Int) -> Void

  private struct State {
    var events: [RunEvent] = []
    var checkpoint: Checkpoint?
    // It holds its recorder: held back, neither would ever go.
    weak var simulation: Simulation?
  }

  private let state = Mutex(State())
  private let watch: Watch

  /// `watch` gets the last finished round, 0 after the initialisation.
  init(_ watch: @escaping Watch = { _, _ in }) { self.watch = watch }

  func attach(_ simulation: Simulation) { state.withLock { $0.simulation = simulation } }

  func record(_ events: [RunEvent], checkpoint: Checkpoint?) {
    let simulation = state.withLock { state in
      state.events += events
      if let checkpoint {
        let clients = state.checkpoint?.clients ?? [:]
        state.checkpoint = Checkpoint(
          round: checkpoint.round, server: checkpoint.server,
          clients: clients.merging(checkpoint.clients) { $1 })
      }
      return state.simulation
    }
    if let simulation, let checkpoint { watch(simulation, checkpoint.round) }
  }

  /// Everything recorded, without wall time and what ranks did, which no two runs share.
  var events: [RunEvent] {
    state.withLock(\.events).map { event in
      switch event {
      case .initialised(var report):
        report.wallSeconds = 0
        return .initialised(report)
      case .roundFinished(var report):
        report.wallSeconds = 0
        report.ranks = nil
        return .roundFinished(report)
      case .runFinished(var summary):
        summary.wallSeconds = 0
        return .runFinished(summary)
      default: return event
      }
    }
  }

  /// The last checkpoint, with every client's latest part.
  var checkpoint: Checkpoint? { state.withLock(\.checkpoint) }

  var initialisation: Initialisation? {
    events.lazy.compactMap { if case .initialised(let report) = $0 { report } else { nil } }.first
  }

  var rounds: [RoundReport] {
    events.compactMap { if case .roundFinished(let report) = $0 { report } else { nil } }
  }

  var clients: [ClientReport] {
    events.compactMap { if case .clientFinished(let report) = $0 { report } else { nil } }
  }

  var notices: [Notice] {
    events.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
  }

  /// What ranks did, by round.
  var ranks: [[RankShare]?] {
    state.withLock(\.events).compactMap {
      if case .roundFinished(let report) = $0 { report.ranks } else { nil }
    }
  }

  var summary: RunSummary? {
    events.lazy.compactMap { if case .runFinished(let summary) = $0 { summary } else { nil } }.last
  }
}
