import Metrics
import Testing

@testable import Host

/// The record of a run as something to play.
@Suite struct ReplayTapeTests {
  /// Four rounds of two clients, a notice and a change among them.
  private static let events: [RunEvent] = {
    var events: [RunEvent] = [
      .runStarted(
        RunStarted(
          run: "r", config: [:], method: "m", data: "d",
          model: ModelCard(
            name: "e", layers: 1, hidden: 1, parameters: 1, trainable: 1, modules: []),
          rounds: 4, clientSamples: [1, 1], clientBatches: [1, 1], clientSkew: [1, 1],
          knobs: [
            Knob(name: "k", label: "k", value: 1, minimum: 0, maximum: 2, step: 1)
          ], majorityAccuracy: nil, denseBytes: 1, tokens: 1)),
      .notice(Notice(level: .info, text: "before the rounds")),
    ]
    for round in 1...4 {
      if round == 3 {
        events.append(.commandApplied(CommandRecord(name: "k", value: 2, round: round)))
      }
      for client in 0...1 {
        events.append(
          .clientFinished(
            ClientReport(
              round: round, client: client, batchesUsed: 1, batchesTotal: 1, tokens: 1, steps: 1,
              trainLoss: 1, difficulty: nil, fisher: [], liveNeurons: 1, bytesUp: 1, bytesDown: 1,
              simSeconds: 1)))
      }
      events.append(
        .roundFinished(
          RoundReport(
            round: round, cohort: [0, 1], trainLoss: 1, share: 1, gal: [], sparsityRatio: 1,
            learningRate: 1, bytesUp: 2, bytesDown: 2, simSeconds: 1,
            wallSeconds: Double(round) * 1.5, tokens: 2, fisher: [])))
      if round == 2 {
        events.append(.notice(Notice(level: .warning, round: 2, text: "after the round")))
      }
    }
    return events
  }()

  private static func fold(throughRound round: Int) -> RunSnapshot {
    events.prefix { ($0.round ?? 0) <= round }.reduce(into: RunSnapshot()) { $0.apply($1) }
  }

  @Test("Winding leads to the same state from everywhere")
  func winding() {
    let tape = ReplayTape(Self.events, end: .interrupted)
    for start in 0...Self.events.count {
      let before = Self.events.prefix(start).reduce(into: RunSnapshot()) { $0.apply($1) }
      for round in 0...3 {
        let place = tape.wound(to: round, from: TapePlace(snapshot: before, next: start))
        #expect(place.snapshot == Self.fold(throughRound: round), "to \(round) from event \(start)")
        #expect(place.next == Self.events.prefix { ($0.round ?? 0) <= round }.count)
      }
    }
  }

  @Test("A cursor that is dragged through a long record starts near each round")
  func waypoints() {
    var (events, state) = ([RunEvent](), UInt64(7))
    for round in 1...600 {
      guard case .roundFinished(var report)? = Self.events.first(where: \.isRound) else { continue }
      report.round = round
      events.append(.roundFinished(report))
      events.append(.notice(Notice(level: .info, round: round, text: "after")))
    }
    var way = Waypoints()
    let whole = events.wound(to: .max, from: TapePlace(), along: &way)
    #expect(whole.snapshot.round == 600 && whole.next == events.count)
    var place = whole
    for _ in 0..<200 {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      let round = Int(state >> 33) % 601
      #expect(round - way.nearest(round).snapshot.round < 64)
      place = events.wound(to: round, from: place, along: &way)
      let plain = events.prefix { ($0.round ?? 0) <= round }
      #expect(place.next == plain.count && place.snapshot.round == round)
      #expect(place.snapshot.notices.count == round)
    }
  }

  @Test("A record that breaks off ends as the run stands now; a whole one as it says")
  func ending() {
    func end(_ events: [RunEvent], _ state: RunState) -> RunState {
      ReplayTape(events, end: state).wound(to: 9).snapshot.state
    }
    #expect(end(Self.events, .interrupted) == .interrupted)
    #expect(end(Self.events, .running) == .paused, "a run that goes on elsewhere is not over")
    let summary = RunSummary(
      run: "r", rounds: 4, accuracy: nil, accuracyGlobal: nil, bestAccuracy: nil, bytesUp: 0,
      bytesDown: 0, simSeconds: 0, wallSeconds: 0, parametersSHA256: "")
    #expect(end(Self.events + [.runFinished(summary)], .interrupted) == .finished)
  }

  @Test(
    "What was done in the last round is told before the run's end, whatever round it is stamped with"
  )
  func lastControl() {
    let summary = RunSummary(
      run: "r", rounds: 4, accuracy: nil, accuracyGlobal: nil, bestAccuracy: nil, bytesUp: 0,
      bytesDown: 0, simSeconds: 0, wallSeconds: 0, parametersSHA256: "")
    let pause = CommandRecord(asking: .pause, round: 9, origin: "monitor")
    let tape = ReplayTape(Self.events + [.runFinished(summary)], controls: [pause], end: .finished)
    let end = tape.wound(to: 9).snapshot
    #expect(end.state == .finished && tape.record.state == .finished)
  }

  @Test("A round takes as long as it took, client by client")
  func pauses() {
    let tape = ReplayTape(Self.events, end: .finished)
    for round in 1...4 {
      let own = Self.events.indices.filter { Self.events[$0].round == round }
      let sum = own.reduce(0) { $0 + tape.pauses[$1] }
      #expect(abs(sum - Double(round) * 1.5) < 1e-12)
      let clients = own.filter { Self.events[$0].kind == "client" }
      #expect(clients.allSatisfy { abs(tape.pauses[$0] - Double(round) * 0.5) < 1e-12 })
    }
    #expect(tape.pauses.prefix(2) == [0, 0])
    #expect(tape.record.round == 4 && tape.record.knobs[0].value == 2)
  }

  @Test("Told at once, the record has a moment for each round and client, at its own time")
  func moments() {
    func told(_ speed: Double) -> [(seconds: Double, round: Int, finished: Int)] {
      var moments: [(seconds: Double, round: Int, finished: Int)] = []
      ReplayTape(Self.events, end: .interrupted).tell(speed: speed) { seconds, run in
        moments.append((seconds, run.round, run.finishedInRound))
      }
      return moments
    }
    // Rounds of 1.5, 3, 4.5 and 6 seconds, in three pieces each.
    let slow = told(1)
    #expect(slow.map(\.round) == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4])
    #expect(slow.map(\.finished) == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
    let times = [0, 0.5, 1, 1.5, 2.5, 3.5, 4.5, 6, 7.5, 9, 11, 13, 15]
    #expect(zip(slow.map(\.seconds), times).allSatisfy { abs($0 - $1) < 1e-9 })
    // Pieces of more than two seconds are two seconds long: 3 × (1 + 2 + 2 + 2).
    #expect(abs((told(0.5).last?.seconds ?? 0) - 21) < 1e-9)
    // Clients that come sooner than a tenth of a second after another moment are not told.
    let fast = told(100)
    #expect(fast.map(\.round) == [0, 1, 2, 3, 4])
    #expect(abs((fast.last?.seconds ?? 0) - 0.15) < 1e-9)
    #expect(told(12).map(\.round) == [0, 1, 1, 2, 2, 2, 3, 3, 3, 4])
  }

  @Test("The last moment is the end of the record: a notice behind the last round, its state")
  func lastMoment() {
    var last: RunSnapshot?
    let notice = Notice(level: .info, round: 4, text: "the end")
    ReplayTape(Self.events + [.notice(notice)], end: .interrupted).tell(speed: 1) { last = $1 }
    #expect(last?.notices.last == notice && last?.state == .interrupted)
  }
}

extension RunEvent {
  fileprivate var isRound: Bool { if case .roundFinished = self { true } else { false } }
}
