import Dispatch
import Foundation
import Metrics
import RunStore
import Sim

/// A run with its file, new, resumed or forked: trains on the thread that asks, and takes commands from attached
/// terminals through the file.
final class RunHost: Sendable {
  /// The simulation.
  let simulation: Simulation
  private let writer: RunWriter
  private let mail: CommandMail
  private let workers: Int

  /// Opens model and data and makes the run file; nothing is written when anything is wrong.
  ///
  /// - Parameters:
  ///   - guardAction: what happens when a guard fires.
  ///   - listener: hears every event as it happens.
  convenience init(
    _ settings: Settings, guardAction: GuardAction,
    listener: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    let federation = try Federation(settings)
    let writer = try RunWriter.create(
      directory: settings.runs, method: settings.method,
      provenance: Program.provenance(federation.settings))
    self.init(federation, writer, guardAction, listener)
  }

  /// Goes on with an interrupted run from its last checkpoint.
  ///
  /// - Parameters:
  ///   - path: its file.
  ///   - workers: workers to use; the result does not depend on them.
  convenience init(
    resuming path: String, workers: Int, guardAction: GuardAction,
    listener: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    let stored = try StoredRun(path: path)
    var settings = stored.settings
    settings.workers = workers
    let federation = try Federation(settings)
    let (writer, point) = try RunWriter.reopen(
      path, provenance: Program.provenance(federation.settings))
    self.init(federation, writer, guardAction, listener)
    simulation.checkAgain(try goOn(point, listener))
    if let warning = stored.machineWarning {
      simulation.tell(Notice(level: .warning, text: warning))
    }
  }

  /// Branches a run at the end of a round.
  ///
  /// - Parameters:
  ///   - path: the parent's file.
  ///   - round: last round that both share.
  ///   - change: changes of the knobs, by name.
  convenience init(
    forking path: String, round: Int, changes: [(knob: String, value: Double)],
    directory: String, workers: Int, guardAction: GuardAction,
    listener: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    let stored = try StoredRun(path: path)
    var settings = stored.settings
    settings.workers = workers
    let federation = try Federation(settings)
    let last = try stored.reader.status().round
    guard (0...last).contains(round) else {
      throw Failure("--round \(round): must be from 0 to \(last), the run's last round", .usage)
    }
    // A checkpoint that was thinned is made again: from the one before it, with what was asked for at the time.
    let kept = try stored.reader.checkpointRounds().last { $0 <= round } ?? round
    let before =
      kept < round
      ? try stored.reader.events(throughRound: round).events.map(\.event).knobChanges
        .filter { $0.round > kept } : []
    let after = changes.map { change in
      CommandRecord(name: change.knob, value: change.value, round: round + 1, origin: "fork")
    }
    let (writer, point) = try RunWriter.fork(
      from: path, round: kept, directory: directory,
      provenance: Program.provenance(stored.settings), commands: before + after
    ) { $0.parent?.round = round }
    self.init(federation, writer, guardAction, listener)
    _ = try goOn(point, listener)
    if kept < round {
      let text = "rounds \(kept + 1) to \(round) are computed again, from a checkpoint"
      simulation.tell(Notice(level: .info, round: kept, text: text))
    }
  }

  private init(
    _ federation: Federation, _ writer: RunWriter, _ guardAction: GuardAction,
    _ listener: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.writer = writer
    workers = federation.settings.workers
    let simulation = Simulation(
      federation, name: writer.name, recorder: FileRecorder(writer: writer),
      guardAction: guardAction
    ) { event in
      switch event {
      case .stateChanged(let state): writer.setStatus(state)
      // From here on it outlives this process, whoever asked.
      case .commandQueued(let record): writer.queueCommand(record)
      default: break
      }
      listener(event)
    }
    self.simulation = simulation
    mail = CommandMail(writer: writer, simulation: simulation)
  }

  /// Puts the simulation where the file's last checkpoint left it.
  /// - Returns: the record up to there.
  private func goOn(
    _ point: ResumePoint, _ listener: (RunEvent) -> Void
  ) throws -> [RunEvent] {
    guard let parts = point.checkpoint else {
      try mail.takeOver()
      return []
    }
    let checkpoint = Checkpoint(
      round: point.round, server: [UInt8](parts.server),
      clients: parts.clients.mapValues { [UInt8]($0) })
    let events = writer.takeHistory()
    try simulation.restore(checkpoint, history: events)
    try mail.takeOver()
    // Who listens only from now on still learns what the run is.
    for event in events where event.round == nil {
      switch event {
      case .runStarted(var started):
        // Workers are a matter of the process, not of the record.
        started.config["run.workers"] = .integer(workers)
        listener(.runStarted(started))
      case .notice: break
      default: listener(event)
      }
    }
    return events
  }

  /// Path of the run file.
  var path: String { writer.path }

  /// Trains to the end, or until told to finish, and closes the file.
  func run() throws -> RunSummary {
    mail.open()
    defer { mail.close() }
    let summary = try simulation.run()
    // The file closes only when nobody reads it any more.
    mail.close()
    writer.setStatus(summary.interrupted ? .interrupted : .finished)
    try writer.close()
    return summary
  }
}

/// Puts a run's record into its file.
struct FileRecorder: Recorder {
  let writer: RunWriter

  func record(_ events: [RunEvent], checkpoint: Checkpoint?) throws {
    try writer.commit(
      round: events,
      checkpoint: checkpoint.map { checkpoint in
        CheckpointParts(
          server: Data(checkpoint.server), clients: checkpoint.clients.mapValues { Data($0) })
      })
  }
}
