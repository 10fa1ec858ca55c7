import Foundation
import Metrics
import Plain
import Transformer

/// A federation in training: the server, its clients and their rounds.
///
/// It names no method: what one does is in its parts.
///
/// `run` works on the thread that calls it and on a back-end; `submit` and `snapshot` may be called from any thread at any
/// time and never wait for training.
public final class Simulation: @unchecked Sendable {
  // Unchecked: everything mutable below is touched by the thread in `run` alone, between the parallel parts.
  let federation: Federation
  let backend: any Backend
  let gate: Gate
  let hub: EventHub
  let clock: VirtualClock
  let recorder: any Recorder
  /// Name of the run.
  public let name: String

  var server: ServerState
  var clients: ClientStates
  /// Settings in force: knobs change them between two rounds.
  var settings: Settings
  /// Commands that were scheduled from a record.
  var recorded: [CommandRecord] = []
  var round = 0
  /// Whether a checkpoint has been put back: then the initialisation is behind.
  var isRestored = false
  var totals = Totals()
  /// The round that is merged and not told of.
  var untold: UntoldRound?
  /// Since the round before was told of, or the first began.
  var watch: WorkWatch
  /// What is to be told when it begins.
  private var announced: [Notice] = []
  let guards: Guards
  let guardAction: GuardAction
  /// Why the run ends before its last round, if a guard ends it.
  public internal(set) var guardVerdict: GuardVerdict?

  /// Makes a simulation that has not begun.
  ///
  /// - Parameters:
  ///   - name: name of the run.
  ///   - recorder: where its record goes.
  ///   - guardAction: what happens when a guard fires.
  ///   - listener: hears every event as it happens, transient ones too; must return quickly.
  public convenience init(
    _ federation: Federation, name: String, recorder: any Recorder = NoRecorder(),
    guardAction: GuardAction = .stop,
    listener: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) {
    self.init(
      federation, name: name, recorder: recorder, guardAction: guardAction, listener: listener
    ) { BackendRegistry.recipe(federation.settings).make($0, federation.settings) }
  }

  /// The same with all ranks of a job doing its work; this is rank 0.
  public convenience init(
    _ federation: Federation, name: String, recorder: any Recorder, guardAction: GuardAction,
    team: FarmTeam, listener: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.init(
      federation, name: name, recorder: recorder, guardAction: guardAction, listener: listener
    ) { Farm($0, team) }
  }

  /// What the ranks of its job have done; nil when it is of one process.
  public var tally: FarmTally? { (backend as? Farm)?.shared }

  /// The same with a back-end of the caller's, made of the worker that does its jobs.
  init(
    _ federation: Federation, name: String, recorder: any Recorder, guardAction: GuardAction,
    listener: @escaping @Sendable (RunEvent) -> Void, backend: (JobWorker) -> any Backend
  ) {
    let hub = EventHub(listener: listener)
    self.federation = federation
    self.name = name
    self.recorder = recorder
    self.guardAction = guardAction
    self.hub = hub
    guards = Guards(federation.settings)
    gate = Gate(
      queued: { hub.emit(.commandQueued($0)) }, applied: { hub.emit(.commandApplied($0)) },
      announce: { hub.emit(.stateChanged($0)) })
    watch = WorkWatch(gate)
    clock = VirtualClock(federation.settings, federation.fleet)
    self.backend = backend(
      JobWorker(federation: federation, gate: gate, clock: clock) { hub.emitOfWorker($0) })
    server = ServerState(parameters: federation.start)
    server.globalLayers = federation.travellingLayers
    federation.method.server.begin(&server)
    settings = federation.settings
    clients = ClientStates(count: federation.settings.clients)
  }

  /// The state of the run now.
  public var snapshot: RunSnapshot { hub.current }

  /// Tells people something that is no part of the run's record.
  public func tell(_ notice: Notice) { hub.emit(.notice(notice)) }

  /// Tells something and puts it on record when the run begins, or goes on; call before `run`.
  public func announce(_ notices: [Notice]) { announced += notices }

  /// Runs to the last round, or until told to finish.
  ///
  /// - Parameter last: a round to stop after, as if told to finish then; nil: none.
  /// - Returns: totals; `interrupted` when rounds are missing.
  /// - Throws: what the recorder throws, and `ModelError` when the model gives no number before anything is trained;
  ///   training itself does not fail, its clients do.
  @discardableResult
  public func run(until last: Int? = nil) throws -> RunSummary {
    let pulse = StopPulse(gate)
    defer { withExtendedLifetime(pulse) {} }
    try begin()
    let first = round
    var isLive = guardVerdict == nil
    while isLive, round < min(last ?? .max, federation.settings.rounds) {
      guard let commands = try boundary(finishedRound: round > first) else { break }
      isLive = try runRound(after: apply(commands))
    }
    try settle()
    return try end()
  }

  /// Between two rounds: waits where the run is to hold.
  /// - Returns: what was asked for the next; nil when there is to be none.
  private func boundary(finishedRound: Bool) throws -> [CommandRecord]? {
    if let untold {
      if mayRunAhead(of: untold), gate.pass() { return [] }
      try settle()
      guard guardVerdict == nil else { return nil }
    }
    return gate.boundary(finishedRound: finishedRound, isReached: isReached)
  }

  private func begin() throws {
    if isRestored {
      hub.emit(.notice(Notice(level: .info, text: "goes on after round \(round)")))
      gate.announceWaiting()
      if !gate.isStopped { hub.emit(.stateChanged(.running)) }
      let notices = announced.map(RunEvent.notice)
      notices.forEach(hub.emit)
      if !notices.isEmpty { try recorder.record(notices, checkpoint: nil) }
      return
    }
    let started = RunEvent.runStarted(describe())
    hub.emit(started)
    gate.announceWaiting()
    let notices =
      federation.notes.map { RunEvent.notice(Notice(level: .info, text: $0)) }
      + federation.warnings.map { RunEvent.notice(Notice(level: .warning, text: $0)) }
      + announced.map(RunEvent.notice)
    notices.forEach(hub.emit)
    try recorder.record([started] + notices, checkpoint: nil)
    let initialised = try initialise()
    // Stopped in the middle of it: half of the scores are no basis to go on from.
    guard !gate.isStopped else { return }
    hub.emit(.initialised(initialised))
    hub.emit(.stateChanged(.running))
    try recorder.record(
      [.initialised(initialised)], checkpoint: checkpoint(changed: clients.touched))
  }

  private func end() throws -> RunSummary {
    let summary = RunSummary(
      run: name, rounds: round, accuracy: totals.accuracy, accuracyGlobal: totals.accuracyGlobal,
      bestAccuracy: totals.bestAccuracy, bytesUp: totals.bytesUp, bytesDown: totals.bytesDown,
      simSeconds: totals.simSeconds, wallSeconds: totals.wallSeconds,
      parametersSHA256: fingerprint(),
      interrupted: round < federation.settings.rounds && guardVerdict == nil,
      reason: guardVerdict?.reason, fault: guardVerdict?.isFault == true ? true : nil,
      metrics: totals.metrics, flops: totals.flops)
    hub.emit(.runFinished(summary))
    // An interrupted run goes on later: its record has no end yet.
    if !summary.interrupted { try recorder.record([.runFinished(summary)], checkpoint: nil) }
    return summary
  }

  /// The server's parameters: `federation.encoder.layout.count` values.
  public var parameters: [Float] { server.parameters }

  /// What client `index` would answer with: the server's parameters with the client's own factors put in.
  ///
  /// - Parameter index: a client of the federation.
  public func parameters(ofClient index: Int) -> [Float] {
    var parameters = server.parameters
    if let own = clients[index].own { parameters.scatter(own, into: personalRanges) }
    return parameters
  }

  /// Ranges that belong to a client.
  var personalRanges: [Range<Int>] {
    federation.method.exchange.personal(
      federation.encoder.layout, global: Set(server.globalLayers))
  }
}

extension Duration {
  /// Seconds with fractions.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
