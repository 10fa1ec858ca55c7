/// The state of a run at one moment: the fold of its events.
///
/// A value: a reader holds one while the simulator makes the next. The same fold serves live, replayed and attached runs.
public struct RunSnapshot: Sendable, Equatable {
  /// The run's identity; nil before `run_started`.
  public private(set) var started: RunStarted?
  /// Outcome of the initialisation; nil before it ended.
  public private(set) var initialisation: Initialisation?
  /// State in a word.
  public private(set) var state: RunState = .initialising
  /// Finished rounds, oldest first.
  public private(set) var rounds: [RoundReport] = []
  /// How far apart the losses of each finished round's clients are, by place in `rounds`.
  public private(set) var tenths: [LossTenths?] = []
  /// One entry a client, by index.
  public private(set) var clients = Clients()
  /// Knobs with the values in force.
  public private(set) var knobs: [Knob] = []
  /// Commands that wait for a round boundary, oldest first.
  public private(set) var pending: [CommandRecord] = []
  /// Commands that took effect, oldest first: the marks on the time axes.
  public private(set) var applied: [CommandRecord] = []
  /// Sentences for people, oldest first.
  public private(set) var notices: [Notice] = []
  /// Training losses of the round in flight so far.
  private var losses: [Double] = []
  /// Messages that clients of the round in flight had, in both directions.
  private var messages = 0
  /// Cohort members that finished in the round in flight.
  public private(set) var finishedInRound: Int = 0
  /// Cohort members that are training now.
  public private(set) var trainingNow: [Int] = []
  /// Bytes so far.
  public private(set) var ledger = ByteLedger()
  /// How the runs went that are drawn behind this one, in the order in which they were told.
  public private(set) var ghosts: [GhostTrace] = []
  /// How far the run is between two rounds; nil within one.
  public private(set) var progress: Progress?
  /// How far it goes on by itself, while it is stepping; nil: to its end, or not at all.
  public private(set) var aim: RunAim?
  /// Updates that were not used, oldest first.
  public private(set) var failures: [ClientFailure] = []
  /// Totals of an ended run.
  public private(set) var summary: RunSummary?

  /// The snapshot before the first event.
  public init() {}

  /// Last finished round, 0 before the first.
  public var round: Int { rounds.last?.round ?? 0 }

  /// The round in flight, or the one that would come next.
  public var currentRound: Int { round.adding(clamping: 1) }

  /// The run behind this one that it is compared with: the first that a person asked for, else the one that came by itself.
  public var ghost: GhostTrace? { ghosts.first { $0.relation == .overlay } ?? ghosts.first }

  /// Fisher heat in force: of the last round that measured it, else of the initialisation; layers by modules.
  public var fisher: [[Double]] {
    rounds.last { !$0.fisher.isEmpty }?.fisher ?? initialisation?.fisher ?? []
  }

  /// Global aggregation layers in force, ascending.
  public var gal: [Int] { rounds.last?.gal ?? initialisation?.gal ?? [] }

  /// Virtual time so far, seconds.
  public var simSeconds: Double {
    rounds.reduce(initialisation?.simSeconds ?? 0) { $0 + $1.simSeconds }
  }

  /// Floating-point operations of clients so far; nil where a part of the run did not count them.
  public var flops: Double? {
    guard let initialisation else { return nil }
    return rounds.reduce(initialisation.flops) { sum, round in
      sum.flatMap { sum in round.flops.map { sum + $0 } }
    }
  }

  /// Wall time of the rounds so far, seconds.
  public var wallSeconds: Double { rounds.reduce(0) { $0 + $1.wallSeconds } }

  /// Takes in the next event.
  ///
  /// Complexity: O(1), O(clients) for `runStarted`.
  public mutating func apply(_ event: RunEvent) {
    switch event {
    case .runStarted(let started):
      begin(started)
    case .initialised(let initialisation):
      self.initialisation = initialisation
      ledger.add(up: initialisation.bytesUp, down: initialisation.bytesDown, dense: 0)
      for (client, difficulty) in initialisation.clientDifficulty.enumerated()
      where clients.indices.contains(client) {
        clients[client].difficulty = difficulty
      }
      progress = nil
      noteBranch(at: 0)
    case .clientStarted(let start):
      progress = nil
      guard clients.indices.contains(start.client) else { return }
      clients[start.client].activity = .training
      if !trainingNow.contains(start.client) { trainingNow.append(start.client) }
    case .clientFinished(let report):
      guard clients.indices.contains(report.client) else { return }
      clients[report.client].apply(report)
      if let loss = report.trainLoss { losses.append(loss) }
      if let failure = ClientFailure(report) { failures.append(failure) }
      trainingNow.removeAll { $0 == report.client }
      finishedInRound += 1
      messages += report.messages
    case .roundFinished(let report):
      end(report)
    case .commandQueued(let record):
      pending.removeAll { record.supersedes($0) }
      pending.append(record)
    case .commandApplied(let record):
      settle(record)
    case .stateChanged(let state):
      self.state = state
      if state != .stepping { aim = nil }
    case .progressed(let progress):
      self.progress = progress.done < progress.total ? progress : nil
    case .notice(let notice):
      notices.append(notice)
    case .ghostTraced(let trace):
      let place = ghosts.firstIndex { $0.isSameRun(as: trace) }
      if let problem = trace.problem, place.map({ ghosts[$0].problem != problem }) ?? true {
        insert(Notice(level: .warning, round: trace.round, text: problem))
      }
      if let contrast = trace.contrast, place.map({ ghosts[$0].contrast != contrast }) ?? true {
        insert(Notice(level: .warning, round: trace.round, text: "\(trace.run): \(contrast)"))
      }
      if let place { ghosts[place] = trace } else { ghosts.append(trace) }
    case .runFinished(let summary):
      self.summary = summary
      state = summary.interrupted ? .interrupted : .finished
      aim = nil
      // Of a run that is over nothing waits any more; one that was cut short goes on with it.
      if !summary.interrupted { dropPending() }
    }
  }

  /// Takes in what acted at once (`RunCommand.isSetting`) up to the end of a round: it is kept beside the events.
  public mutating func apply(controls: [CommandRecord], throughRound round: Int = .max) {
    for record in controls where record.round <= max(1, round) { apply(.commandApplied(record)) }
  }

  private mutating func begin(_ started: RunStarted) {
    self = RunSnapshot()
    self.started = started
    knobs = started.knobs
    clients = Clients(started)
  }

  private mutating func end(_ report: RoundReport) {
    rounds.append(report)
    tenths.append(LossTenths(losses))
    losses = []
    // A record without its clients tells how many there were.
    if finishedInRound == 0 { messages = 2 * report.cohort.count }
    finishedInRound = 0
    progress = nil
    trainingNow = []
    // What could have applied to a round that is over was refused, or takes effect with the next.
    pending.removeAll { $0.round <= report.round }
    for client in report.cohort where clients.indices.contains(client) {
      clients[client].activity = .idle
    }
    ledger.add(
      up: report.bytesUp, down: report.bytesDown,
      dense: messages.multiplied(clamping: started?.denseBytes ?? 0))
    messages = 0
    noteBranch(at: report.round)
  }

  /// Says of what waited for a round that there is none.
  private mutating func dropPending() {
    for record in pending {
      guard case .set(let name, let value)? = record.command else { continue }
      notices.append(
        Notice(
          level: .info, round: rounds.last?.round,
          text: "\(name) = \(value) came too late: not used"))
    }
    pending = []
  }

  /// Says where the run left its parent, when that is at the end of `round`.
  private mutating func noteBranch(at round: Int) {
    guard let parent = started?.parent, parent.round == round else { return }
    notices.append(Notice(level: .info, round: round, text: "branched from \(parent.run)"))
  }

  /// Puts a notice behind those of its round and before those of later ones.
  private mutating func insert(_ notice: Notice) {
    let round = notice.round ?? 0
    let place = notices.firstIndex { ($0.round ?? 0) > round } ?? notices.endIndex
    notices.insert(notice, at: place)
  }

  /// Goes on by itself as far as a playback was asked to.
  public mutating func aim(at aim: RunAim?) { self.aim = aim }

  private mutating func aim(by record: CommandRecord) {
    switch record.command {
    case .step(let rounds):
      aim = .steps(rounds, behind: record.round.adding(clamping: -1), on: aim)
    case .until(let goal): aim = .goal(goal)
    case .pause, .resume, .finish: aim = nil
    case .set, .note, nil: break
    }
  }

  private mutating func settle(_ record: CommandRecord) {
    aim(by: record)
    // A terminal that attaches learns of pauses and steps after the rounds they belong to.
    let place = (applied.lastIndex { $0.round <= record.round } ?? -1) + 1
    applied.insert(record, at: place)
    pending.removeAll { $0.isSame(as: record) }
    if case .set(let name, let value)? = record.command,
      let index = knobs.firstIndex(where: { $0.name == name })
    {
      knobs[index].value = value
    }
  }
}
