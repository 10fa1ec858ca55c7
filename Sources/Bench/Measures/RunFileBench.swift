import Host
import Metrics
import RunStore
import Sim
import Synchronization
import Transformer

/// Times a round's record: its events and a checkpoint of server and cohort, in one transaction.
struct RunFileBench {
  /// Name of the case.
  let name: String
  /// How to measure.
  let settings: BenchSettings

  /// Records one round of the embedded experiment over and over, each time as the next round.
  func measure() throws -> BenchResult {
    let federation = try Federation(experiment)
    let tape = RoundTape()
    try Simulation(federation, name: name, recorder: tape).run()
    let directory = ScratchDirectory()
    defer { directory.remove() }
    let writer = try RunWriter.create(
      directory: directory.path, method: federation.settings.method,
      provenance: Program.provenance(federation.settings))
    let recorder = FileRecorder(writer: writer)
    let (opening, events, checkpoint) = tape.contents
    try recorder.record(opening, checkpoint: nil)
    try writer.flush()
    var times: [Double] = []
    while settings.wantsMore(times, share: 0.5) {
      let round = times.count + 1
      var checkpoint = checkpoint
      checkpoint?.round = round
      times.append(
        try seconds {
          try recorder.record(events.map { $0.moved(to: round) }, checkpoint: checkpoint)
          try writer.flush()
        })
    }
    try writer.close()
    let timing = Timing(times)
    return BenchResult(
      name: name, milliseconds: timing.median * 1000, spread: timing.spread,
      repeats: timing.count, workers: 1, memoryMB: PeakMemory.megabytes,
      core: LinearAlgebra.coreType)
  }

  /// The embedded experiment with fewer clients: a cohort's record is as large as ever.
  private var experiment: Settings {
    var experiment = Settings()
    experiment.clients = 10
    experiment.cohort = 10
    experiment.trainSamples = 200
    experiment.testSamples = 50
    experiment.rounds = 1
    experiment.workers = settings.workers
    return experiment
  }
}

/// Keeps what a run of one round records.
private final class RoundTape: Recorder {
  private struct State {
    var opening: [RunEvent] = []
    var events: [RunEvent] = []
    var checkpoint: Checkpoint?
  }

  private let state = Mutex(State())

  var contents: (opening: [RunEvent], events: [RunEvent], checkpoint: Checkpoint?) {
    state.withLock { ($0.opening, $0.events, $0.checkpoint) }
  }

  func record(_ events: [RunEvent], checkpoint: Checkpoint?) {
    state.withLock { state in
      if events.contains(where: \.endsRound) {
        state.events = events
        state.checkpoint = checkpoint
      } else if state.events.isEmpty {
        state.opening += events
      }
    }
  }
}

extension RunEvent {
  fileprivate var endsRound: Bool {
    if case .roundFinished = self { true } else { false }
  }

  /// The same event in another round.
  fileprivate func moved(to round: Int) -> RunEvent {
    switch self {
    case .clientFinished(var report):
      report.round = round
      return .clientFinished(report)
    case .roundFinished(var report):
      report.round = round
      return .roundFinished(report)
    default: return self
    }
  }
}
