import Metrics
import Testing

/// The fold of events into the one state that every monitor draws.
@Suite("RunSnapshot") struct RunSnapshotTests {
  static func fold(_ events: [RunEvent]) -> RunSnapshot {
    var snapshot = RunSnapshot()
    for event in events { snapshot.apply(event) }
    return snapshot
  }

  static let beginning: [RunEvent] = [
    .runStarted(SampleEvents.started), .initialised(SampleEvents.initialisation),
  ]

  @Test("Nothing is known before the first event")
  func empty() {
    let snapshot = RunSnapshot()
    #expect(snapshot.started == nil)
    #expect(snapshot.state == .initialising)
    #expect(snapshot.round == 0 && snapshot.currentRound == 1)
    #expect(snapshot.fisher == [] && snapshot.gal == [])
    #expect(snapshot.ledger.shareOfDense == nil)
  }

  @Test("A start makes the clients and the knobs, and forgets an earlier run")
  func start() {
    var snapshot = Self.fold(Self.beginning + [.roundFinished(SampleEvents.round(1))])
    snapshot.apply(.runStarted(SampleEvents.started))
    #expect(snapshot == Self.fold([.runStarted(SampleEvents.started)]))
    #expect(snapshot.clients.map(\.id) == [0, 1, 2])
    #expect(snapshot.clients.map(\.samples) == [40, 24, 8])
    #expect(snapshot.clients.map(\.batches) == [5, 3, 1])
    #expect(snapshot.clients.map(\.skew) == [0.5, 0.75, 1])
    #expect(snapshot.knobs == SampleEvents.started.knobs)
  }

  @Test("Lists of another length than the clients do not trap")
  func shortLists() {
    var started = SampleEvents.started
    started.clientBatches = []
    started.clientSkew = [0.5]
    let snapshot = Self.fold([.runStarted(started), .initialised(SampleEvents.initialisation)])
    #expect(snapshot.clients.map(\.batches) == [0, 0, 0])
    #expect(snapshot.clients.map(\.skew) == [0.5, 0, 0])
    #expect(snapshot.clients.map(\.share) == [0, 0, 0])
  }

  @Test("The initialisation fills difficulty, layers, heat and the ledger")
  func initialisation() {
    let snapshot = Self.fold(Self.beginning)
    #expect(snapshot.clients.map(\.difficulty) == [1.5, 2.5, 0.5])
    #expect(snapshot.gal == [2, 3])
    #expect(snapshot.fisher == [[1, 2], [3, 4]])
    #expect(snapshot.ledger.up == 60 && snapshot.ledger.down == 3)
    #expect(snapshot.ledger.shareOfDense == nil)
  }

  @Test("A client goes from idle to training to done, and is idle after the round")
  func clientStates() {
    var snapshot = Self.fold(Self.beginning)
    snapshot.apply(.clientStarted(ClientStart(round: 1, client: 0)))
    snapshot.apply(.clientStarted(ClientStart(round: 1, client: 2)))
    #expect(snapshot.trainingNow == [0, 2])
    #expect(snapshot.clients.map(\.activity) == [.training, .idle, .training])

    snapshot.apply(.clientFinished(SampleEvents.client(0, round: 1, difficulty: 9)))
    #expect(snapshot.trainingNow == [2] && snapshot.finishedInRound == 1)
    #expect(snapshot.clients[0].activity == .done)
    #expect(snapshot.clients[0].difficulty == 9)
    #expect(snapshot.clients[0].fisher == [0.5, 0.25])
    #expect(snapshot.clients[0].share == 0.4)

    snapshot.apply(.clientFinished(SampleEvents.client(2, round: 1, failure: "loss is NaN")))
    #expect(snapshot.clients[2].activity == .failed)
    #expect(snapshot.clients[2].failure == "loss is NaN")
    #expect(
      snapshot.clients[2].difficulty == 0.5, "a report without a difficulty keeps the known one")

    snapshot.apply(.roundFinished(SampleEvents.round(1)))
    #expect(snapshot.clients.allSatisfy { $0.activity == .idle })
    #expect(snapshot.finishedInRound == 0 && snapshot.trainingNow.isEmpty)
    #expect(snapshot.clients[2].failure == "loss is NaN", "the reason stays until the next part")
    #expect(snapshot.clients.map(\.timesSampled) == [1, 0, 1])
    #expect(snapshot.clients.map(\.lastRound) == [1, nil, 1])
  }

  @Test("A client's bytes and parts add up, its last heat stays when none is measured")
  func clientTotals() {
    let snapshot = Self.fold(
      Self.beginning + [
        .clientFinished(SampleEvents.client(1, round: 1)),
        .clientFinished(SampleEvents.client(1, round: 4, fisher: [])),
      ])
    #expect(snapshot.clients[1].bytesUp == 600 && snapshot.clients[1].bytesDown == 800)
    #expect(snapshot.clients[1].timesSampled == 2 && snapshot.clients[1].lastRound == 4)
    #expect(snapshot.clients[1].fisher == [0.5, 0.25])
  }

  @Test("A late update counts as a part unless its missed deadline did")
  func lateParts() {
    var late = SampleEvents.client(1, round: 4)
    late.staleness = 2
    let asynchronous = Self.fold(Self.beginning + [.clientFinished(late)])
    #expect(asynchronous.clients[1].timesSampled == 1)
    let missed = SampleEvents.client(1, round: 2, failure: "missed the deadline")
    let stale = Self.fold(Self.beginning + [.clientFinished(missed), .clientFinished(late)])
    #expect(stale.clients[1].timesSampled == 1)
  }

  @Test("Dense traffic is reckoned in as many messages as there were")
  func denseMessages() {
    var dropped = SampleEvents.client(1, round: 1, failure: "dropped out")
    dropped.bytesUp = 0
    var late = SampleEvents.client(2, round: 1)
    (late.staleness, late.bytesDown) = (1, 0)
    let snapshot = Self.fold(
      Self.beginning + [
        .clientFinished(SampleEvents.client(0, round: 1)), .clientFinished(dropped),
        .clientFinished(late), .roundFinished(SampleEvents.round(1)),
      ])
    #expect(snapshot.ledger.dense == 4 * SampleEvents.started.denseBytes)
  }

  @Test("Events of clients that do not exist change nothing", arguments: [-1, 3, Int.max])
  func strangers(client: Int) {
    let before = Self.fold(Self.beginning)
    var after = before
    after.apply(.clientStarted(ClientStart(round: 1, client: client)))
    after.apply(.clientFinished(SampleEvents.client(client, round: 1)))
    #expect(after == before)
    after.apply(.roundFinished(SampleEvents.round(1, cohort: [client])))
    #expect(after.clients == before.clients)
  }

  @Test("The ledger counts both directions against what dense traffic would have taken")
  func ledger() {
    let snapshot = Self.fold(
      Self.beginning + [
        .roundFinished(SampleEvents.round(1, cohort: [0, 2])),
        .roundFinished(SampleEvents.round(2, cohort: [1])),
      ])
    #expect(snapshot.ledger.up == 60 + 2 * 600)
    #expect(snapshot.ledger.down == 3 + 2 * 800)
    // Two directions, three client parts, 1000 bytes each.
    #expect(snapshot.ledger.dense == 6_000)
    #expect(snapshot.ledger.shareOfDense == 2_863.0 / 6_000)
    #expect(snapshot.simSeconds == 0.5 + 2 * 1.5, "the initialisation counts")
    #expect(snapshot.wallSeconds == 2 * 0.5)
    #expect(snapshot.round == 2 && snapshot.currentRound == 3)
  }

  @Test("Heat is that of the last round that measured it")
  func heat() {
    let snapshot = Self.fold(
      Self.beginning + [
        .roundFinished(SampleEvents.round(1, fisher: [[9]])),
        .roundFinished(SampleEvents.round(2, gal: [0])),
      ])
    #expect(snapshot.fisher == [[9]])
    #expect(snapshot.gal == [0])
  }

  @Test("A command waits, then takes effect and turns its knob")
  func command() {
    var snapshot = Self.fold(Self.beginning)
    let pause = CommandRecord(name: "pause", value: nil, round: 1)
    snapshot.apply(.commandQueued(SampleEvents.command))
    snapshot.apply(.commandQueued(pause))
    #expect(snapshot.pending == [SampleEvents.command, pause])
    #expect(snapshot.knobs[0].value == 0.5, "a queued command changes nothing yet")

    snapshot.apply(.commandApplied(SampleEvents.command))
    #expect(snapshot.pending == [pause])
    #expect(snapshot.applied == [SampleEvents.command])
    #expect(snapshot.knobs.map(\.value) == [0.45, 2e-3])
  }

  @Test("A command that was refused does not wait for ever")
  func refusedCommand() {
    var snapshot = Self.fold(Self.beginning)
    let later = CommandRecord(name: "learning_rate", value: 1e-3, round: 3)
    snapshot.apply(.commandQueued(CommandRecord(name: "gravity", value: 9.81, round: 1)))
    snapshot.apply(.commandQueued(SampleEvents.command))
    snapshot.apply(.commandQueued(later))
    snapshot.apply(.roundFinished(SampleEvents.round(1)))
    #expect(snapshot.pending == [SampleEvents.command, later])
    snapshot.apply(.roundFinished(SampleEvents.round(2)))
    #expect(snapshot.pending == [later])
    #expect(snapshot.applied.isEmpty && snapshot.knobs == SampleEvents.started.knobs)
  }

  @Test("Counts that no run can reach stay at the limit", arguments: [Int.max, .min])
  func forgedCounts(count: Int) {
    var started = SampleEvents.started
    started.denseBytes = count
    var initialisation = SampleEvents.initialisation
    initialisation.bytesUp = count
    initialisation.bytesDown = count
    var client = SampleEvents.client(1, round: 1)
    client.bytesUp = count
    client.bytesDown = count
    var round = SampleEvents.round(count, cohort: [0, 1])
    round.bytesUp = count
    round.bytesDown = count
    var snapshot = Self.fold([.runStarted(started), .initialised(initialisation)])
    for _ in 1...2 {
      snapshot.apply(.clientFinished(client))
      snapshot.apply(.roundFinished(round))
    }
    #expect(snapshot.ledger.up == count && snapshot.ledger.down == count)
    #expect(snapshot.ledger.dense == count && snapshot.ledger.total == count)
    #expect(snapshot.clients[1].bytesUp == count && snapshot.clients[1].bytesDown == count)
    #expect(snapshot.currentRound == (count == .max ? .max : count + 1))
  }

  @Test("A command that was never queued, as in a replay, still takes effect")
  func replayedCommand() {
    let snapshot = Self.fold(Self.beginning + [.commandApplied(SampleEvents.command)])
    #expect(snapshot.applied == [SampleEvents.command])
    #expect(snapshot.knobs[0].value == 0.45)
  }

  @Test("An unknown knob is recorded and turns nothing")
  func unknownKnob() {
    let record = CommandRecord(name: "gravity", value: 9.81, round: 1)
    let snapshot = Self.fold(Self.beginning + [.commandApplied(record)])
    #expect(snapshot.applied == [record])
    #expect(snapshot.knobs == SampleEvents.started.knobs)
  }

  @Test("States and notices are kept, and an end says how the run ended")
  func ending() {
    let notice = Notice(level: .info, text: "a sentence")
    var snapshot = Self.fold(Self.beginning + [.stateChanged(.running), .notice(notice)])
    #expect(snapshot.state == .running && snapshot.notices == [notice])

    snapshot.apply(.runFinished(SampleEvents.summary))
    #expect(snapshot.state == .interrupted && snapshot.summary == SampleEvents.summary)

    var complete = SampleEvents.summary
    complete.interrupted = false
    snapshot.apply(.runFinished(complete))
    #expect(snapshot.state == .finished)
  }

  @Test("A branched run says where it left its parent, and a parent that is lost is told once")
  func parent() {
    var started = SampleEvents.started
    started.parent?.round = 1
    let events: [RunEvent] = [
      .runStarted(started), .initialised(SampleEvents.initialisation),
      .roundFinished(SampleEvents.round(1)),
      .notice(Notice(level: .info, round: 2, text: "later")),
      .roundFinished(SampleEvents.round(2)),
    ]
    var snapshot = Self.fold(events)
    #expect(snapshot.notices.map(\.round) == [1, 2])
    #expect(snapshot.notices.first?.text.contains(started.parent?.run ?? "?") == true)

    var trace = SampleEvents.trace
    trace.round = 1
    for _ in 1...2 { snapshot.apply(.ghostTraced(trace)) }
    #expect(snapshot.ghost == trace)
    #expect(snapshot.notices.map(\.round) == [1, 1, 2])
    trace.problem = nil
    snapshot.apply(.ghostTraced(trace))
    #expect(snapshot.ghost == trace && snapshot.notices.count == 3)

    started.parent?.round = 0
    let early = Self.fold([.runStarted(started), .initialised(SampleEvents.initialisation)])
    #expect(early.notices.map(\.round) == [0])
  }

  @Test("Leaving out transient events changes nothing that is recorded")
  func transientEvents() {
    let events: [RunEvent] =
      Self.beginning + [
        .stateChanged(.running), .clientStarted(ClientStart(round: 1, client: 0)),
        .clientFinished(SampleEvents.client(0, round: 1)), .commandQueued(SampleEvents.command),
        .roundFinished(SampleEvents.round(1)), .commandApplied(SampleEvents.command),
        .runFinished(SampleEvents.summary),
      ]
    #expect(Self.fold(events) == Self.fold(events.filter { !$0.isTransient }))
  }
}
