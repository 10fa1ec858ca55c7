import Metrics
import RunStore
import Sim

extension RunHost {
  /// Goes on with an interrupted run from its last checkpoint.
  ///
  /// - Parameters:
  ///   - path: its file.
  ///   - moved: where data and model are now, if elsewhere than they were.
  ///   - workers: workers to use; the result does not depend on them.
  ///   - crew: the ranks that share its work; the result does not depend on them either.
  public convenience init(
    resuming path: String, moved: MovedSources = MovedSources(), workers: Int, crew: Crew? = nil,
    guardAction: GuardAction, listener: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    let stored = try StoredRun(path: path)
    let federation = try stored.federation(moved, workers: workers)
    let sources = try federation.fingerprint()
    let ranks = try crew?.assemble(federation, sources)
    let recorder = FileRecorder()
    let simulation = Self.simulation(
      federation, name: stored.reader.name, recorder, guardAction, listener, ranks: ranks)
    let (writer, checkpoint) = try RunWriter.reopen(
      stored.reader.path,
      provenance: Program.provenance(federation.settings, sources: sources)
    ) { checkpoint, history in
      if let checkpoint { try simulation.restore(checkpoint, history: history) }
    }
    recorder.open(writer)
    // What was done before comes before what has been asked since.
    if checkpoint != nil { simulation.recall(try stored.reader.controls()) }
    let mail = CommandMail(writer: writer, simulation: simulation)
    try mail.takeOver()
    // Without a checkpoint the run begins anew, and tells all itself.
    let history = checkpoint == nil ? [] : writer.takeHistory()
    self.init(simulation, writer, mail)
    Self.introduce(history, workers: federation.settings.workers, listener)
    simulation.checkAgain(history)
    if let warning = stored.machineWarning(federation) {
      simulation.tell(Notice(level: .warning, text: warning))
    }
  }

  /// Branches a run at the end of a round.
  ///
  /// - Parameters:
  ///   - path: the parent's file.
  ///   - round: last round that both share.
  ///   - change: changes of the knobs, by name.
  ///   - moved: where data and model are now, if elsewhere than they were.
  public convenience init(
    forking path: String, round: Int, changes: [(knob: String, value: Double)],
    moved: MovedSources = MovedSources(), directory: String, workers: Int,
    guardAction: GuardAction, listener: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    let stored = try StoredRun(path: path)
    let federation = try stored.federation(moved, workers: workers)
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
    var settings = stored.settings
    if let test = moved.test {
      settings.testFile = test
      settings.pinFiles()
    }
    let (writer, checkpoint) = try RunWriter.fork(
      from: path, round: kept, directory: directory,
      provenance: Program.provenance(settings, sources: federation.fingerprint()),
      commands: before + after, notesThrough: round
    ) { $0.parent?.round = round }
    let simulation = Self.simulation(
      federation, name: writer.name, FileRecorder(writer: writer), guardAction, listener)
    let mail = CommandMail(writer: writer, simulation: simulation)
    let history = writer.takeHistory()
    do {
      try simulation.restore(checkpoint, history: history)
      simulation.recall(try RunReader(path: writer.path).controls())
      try mail.takeOver()
    } catch {
      writer.discard()
      throw error
    }
    self.init(simulation, writer, mail)
    Self.introduce(history, workers: federation.settings.workers, listener)
    if kept < round {
      let text = "rounds \(kept + 1) to \(round) are computed again, from a checkpoint"
      simulation.tell(Notice(level: .info, round: kept, text: text))
    }
  }

  /// Tells who listens only from now on what the run is.
  private static func introduce(
    _ history: [RunEvent], workers: Int, _ listener: (RunEvent) -> Void
  ) {
    for event in history where event.round == nil {
      switch event {
      case .runStarted(var started):
        // Workers are a matter of the process, not of the record.
        started.config["run.workers"] = .integer(workers)
        listener(.runStarted(started))
      case .notice: break
      default: listener(event)
      }
    }
  }
}
