import Foundation
import Metrics
import Transformer

/// A federation in training: the server, its clients and their rounds.
///
/// `run` works on the thread that calls it and on a pool of workers; `submit` and `snapshot` may be called from any
/// thread at any time and never wait for training.
public final class Simulation: @unchecked Sendable {
  // Unchecked: everything mutable below is touched by the thread in `run` alone, between the parallel parts.
  let federation: Federation
  let pool: WorkerPool
  let gate: Gate
  let hub: EventHub
  let clock: VirtualClock
  let recorder: any Recorder
  /// Name of the run.
  public let name: String

  var server: [Float]
  var clients: [Client]
  var knobs: Knobs
  var gal: [Int] = []
  var round = 0
  /// Whether a checkpoint has been put back: then the initialisation is behind.
  var isRestored = false
  var totals = Totals()
  let guards: Guards
  let guardAction: GuardAction
  /// Why the run ends before its last round, if a guard ends it.
  public internal(set) var guardVerdict: GuardVerdict?
  private var scheduled: [Int: [CommandRecord]] = [:]

  /// Totals of a run so far.
  struct Totals: Codable, Equatable {
    var bytesUp = 0
    var bytesDown = 0
    var simSeconds = 0.0
    var wallSeconds = 0.0
    var accuracy: Double?
    var accuracyGlobal: Double?
    var bestAccuracy: Double?
  }

  /// Makes a simulation that has not begun.
  ///
  /// - Parameters:
  ///   - name: name of the run.
  ///   - recorder: where its record goes.
  ///   - guardAction: what happens when a guard fires.
  ///   - listener: hears every event as it happens, transient ones too; must return quickly.
  public init(
    _ federation: Federation, name: String, recorder: any Recorder = NoRecorder(),
    guardAction: GuardAction = .stop,
    listener: @escaping @Sendable (RunEvent) -> Void = { _ in }
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
    pool = WorkerPool(encoder: federation.encoder, count: federation.settings.workers)
    clock = VirtualClock(federation.settings)
    server = federation.start
    knobs = Knobs(federation.settings)
    clients = federation.partition.indices.map { index in
      Client(
        sampleCount: federation.partition.count(of: index),
        testSamples: federation.testPartition[index],
        speed: VirtualClock.speed(federation.settings, client: index))
    }
  }

  /// The state of the run now.
  public var snapshot: RunSnapshot { hub.current }

  /// Tells people something that is no part of the run's record.
  public func tell(_ notice: Notice) { hub.emit(.notice(notice)) }

  /// Takes a command from any thread; see `RunCommand` for when each takes effect.
  ///
  /// A knob change is told as `commandQueued`, stamped with its round, before that round can begin.
  public func submit(_ command: RunCommand, origin: String = "monitor") {
    gate.submit(
      CommandRecord(name: command.name, value: command.value, round: 0, origin: origin))
  }

  /// Lets commands take effect at the rounds they are stamped with, or at the next if those are behind.
  ///
  /// For a recorded run that is computed again, a fork, or what an interrupted run had still to do. Call before `run`.
  public func schedule(_ records: [CommandRecord]) {
    for var record in records {
      record.round = max(record.round, round + 1)
      scheduled[record.round, default: []].append(record)
    }
  }

  /// Runs to the last round, or until told to finish.
  /// - Returns: totals; `interrupted` when rounds are missing.
  /// - Throws: what the recorder throws; training itself does not fail, its clients do.
  @discardableResult
  public func run() throws -> RunSummary {
    try begin()
    let first = round
    var isLive = guardVerdict == nil
    while isLive, round < federation.settings.rounds {
      guard let commands = gate.boundary(finishedRound: round > first) else { break }
      let applied = apply((scheduled[round + 1] ?? []) + commands)
      isLive = try runRound(after: applied)
    }
    return try end()
  }

  private func begin() throws {
    if isRestored {
      hub.emit(.notice(Notice(level: .info, text: "goes on after round \(round)")))
      announceScheduled()
      if !gate.isStopped { hub.emit(.stateChanged(.running)) }
      return
    }
    let started = RunEvent.runStarted(describe())
    hub.emit(started)
    announceScheduled()
    let notices = federation.notes.map { RunEvent.notice(Notice(level: .info, text: $0)) }
    notices.forEach(hub.emit)
    try recorder.record([started] + notices, checkpoint: nil)
    let initialised = initialise()
    // Stopped in the middle of it: half of the scores are no basis to go on from.
    guard !gate.isStopped else { return }
    hub.emit(.initialised(initialised))
    hub.emit(.stateChanged(.running))
    try recorder.record(
      [.initialised(initialised)], checkpoint: checkpoint(changed: clients.indices))
  }

  private func announceScheduled() {
    for (_, records) in scheduled.sorted(by: { $0.key < $1.key }) {
      records.forEach { hub.emit(.commandQueued($0)) }
    }
  }

  /// Applies what was queued, before the round that it is stamped with.
  private func apply(_ commands: [CommandRecord]) -> [RunEvent] {
    commands.compactMap { record in
      var record = record
      record.round = round + 1
      guard case .set(let knob, let value)? = record.command,
        knobs.set(knob, to: value, clients: clients.count)
      else {
        let text = "\(record.name) = \(record.value ?? 0) is out of bounds: left as it was"
        let notice = RunEvent.notice(Notice(level: .warning, round: round + 1, text: text))
        hub.emit(notice)
        return notice
      }
      hub.emit(.commandApplied(record))
      return .commandApplied(record)
    }
  }

  /// - Returns: false when the run was stopped and the round in flight dropped.
  private func runRound(after applied: [RunEvent]) throws -> Bool {
    let start = ContinuousClock.now
    let held = gate.heldSeconds
    let plan = makePlan()
    guard let outcomes = train(plan) else { return false }
    let merged = merge(outcomes, plan)
    round = plan.round
    var report = merged.report
    if isEvaluated(round) { evaluate(into: &report) }
    report.wallSeconds = start.duration(to: .now).inSeconds - (gate.heldSeconds - held)
    account(report)
    hub.emit(.roundFinished(report))
    let warnings = check(report, merged.clients)
    try recorder.record(
      applied + merged.clients.map(RunEvent.clientFinished) + [.roundFinished(report)] + warnings,
      checkpoint: checkpoint(changed: plan.cohort))
    return guardVerdict == nil
  }

  private func isEvaluated(_ round: Int) -> Bool {
    round % federation.settings.evaluateEvery == 0 || round == federation.settings.rounds
  }

  private func account(_ report: RoundReport) {
    totals.bytesUp += report.bytesUp
    totals.bytesDown += report.bytesDown
    totals.simSeconds += report.simSeconds
    totals.wallSeconds += report.wallSeconds
    if let accuracy = report.accuracy {
      totals.accuracy = accuracy
      totals.bestAccuracy = max(totals.bestAccuracy ?? accuracy, accuracy)
    }
    totals.accuracyGlobal = report.accuracyGlobal ?? totals.accuracyGlobal
  }

  private func end() throws -> RunSummary {
    let summary = RunSummary(
      run: name, rounds: round, accuracy: totals.accuracy, accuracyGlobal: totals.accuracyGlobal,
      bestAccuracy: totals.bestAccuracy, bytesUp: totals.bytesUp, bytesDown: totals.bytesDown,
      simSeconds: totals.simSeconds, wallSeconds: totals.wallSeconds,
      parametersSHA256: fingerprint(),
      interrupted: round < federation.settings.rounds && guardVerdict == nil,
      reason: guardVerdict?.reason)
    hub.emit(.runFinished(summary))
    // An interrupted run goes on later: its record has no end yet.
    if !summary.interrupted { try recorder.record([.runFinished(summary)], checkpoint: nil) }
    return summary
  }

  private func describe() -> RunStarted {
    let encoder = federation.encoder
    let floor = MajorityFloor(federation)
    return RunStarted(
      run: name, config: federation.settings.config, method: federation.method.name,
      data: federation.dataset.name,
      model: ModelCard(
        name: federation.modelName, layers: encoder.configuration.layers,
        hidden: encoder.configuration.hiddenSize,
        parameters: encoder.weights.parameterCount, trainable: encoder.layout.count,
        modules: FisherHeat.modules(encoder.layout)),
      rounds: federation.settings.rounds,
      clientSamples: clients.map(\.sampleCount),
      clientBatches: federation.partition.map {
        ($0.count + federation.settings.batch - 1) / federation.settings.batch
      },
      clientSkew: federation.partition.map(skew),
      knobs: knobs.described(
        masks: federation.method.rules.contains { $0.masksNeurons }, clients: clients.count),
      majorityAccuracy: floor.everybody, majorityPersonal: floor.personal,
      denseBytes: denseBytes, tokens: federation.train.tokens)
  }

  /// Bytes of all trained parameters: what a method sends that sends everything.
  private var denseBytes: Int {
    ByteCount.parameters(federation.encoder.layout.ranges { _ in true })
  }

  private func skew(_ samples: [Int]) -> Double {
    let counts = samples.reduce(into: [Int: Int]()) { counts, sample in
      counts[federation.train.labels[sample], default: 0] += 1
    }
    return Double(counts.values.max() ?? 0) / Double(max(1, samples.count))
  }
}

extension Duration {
  /// Seconds with fractions.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
