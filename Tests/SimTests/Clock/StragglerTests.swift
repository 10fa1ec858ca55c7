import Metrics
import Synchronization
import Testing

@testable import Sim

/// Who is waited for, and what becomes of the others.
struct StragglerTests {
  @Sendable private static func six(_ settings: inout Settings) {
    settings.method = "fedavg-lora"
    settings.cohort = 6
    settings.rounds = 1
  }

  /// Seconds of each of six clients in round 1, ascending.
  private static let times = Result {
    try SmallRun.record(six).clients.map(\.simSeconds).sorted()
  }

  @Test func theFirstOfThoseWhoWereAskedCount() throws {
    let all = try SmallRun.record(Self.six)
    let tape = try SmallRun.record {
      Self.six(&$0)
      $0.cohort = 3
      $0.oversample = 2
    }
    let times = try Self.times.get()
    #expect(tape.rounds[0].cohort == [0, 1, 2, 3, 4, 5])
    #expect(tape.rounds[0].simSeconds == times[2])
    let late = tape.clients.filter { $0.failure != nil }
    #expect(late.count == 3 && tape.rounds[0].failures == 3)
    #expect(late.allSatisfy { $0.failureKind == .late && $0.simSeconds > times[2] })
    #expect(late.allSatisfy { $0.bytesUp == 0 && $0.bytesDown > 0 && $0.trainLoss == nil })
    #expect(late[0].failure == "late: 3 others were done before")
    // What they computed is counted: their devices did it.
    #expect(tape.rounds[0].flops == all.rounds[0].flops)
    #expect(tape.rounds[0].bytesDown == all.rounds[0].bytesDown)
    #expect(2 * tape.rounds[0].bytesUp == all.rounds[0].bytesUp)
  }

  @Test func askingNoMoreThanAreWaitedForIsARoundAsBefore() throws {
    let plain = try SmallRun.record(Self.six)
    let settled = try SmallRun.record {
      Self.six(&$0)
      $0.lateUpdates = .stale
      $0.deadline = 1e6
    }
    #expect(Array(settled.events.dropFirst()) == Array(plain.events.dropFirst()))
  }

  @Test func whoIsLateKeepsWhatItHad() throws {
    let federation = try SmallRun.federation {
      Self.six(&$0)
      $0.method = "fibecfed"
      $0.cohort = 2
      $0.oversample = 3
      $0.gal = "2"
      $0.curriculumScore = .initial
    }
    let states = Mutex([Sim.ClientState]())
    let tape = try SmallRun.record(federation) { simulation, _ in
      states.withLock { $0 = Array(simulation.clients) }
    }
    for report in tape.clients {
      let state = states.withLock { $0[report.client] }
      let isLate = report.failureKind == .late
      #expect(state.participations == (isLate ? 0 : 1))
      #expect((state.own == nil) == isLate)
      #expect(state.order != nil && state.flight == nil)
    }
    #expect(tape.clients.count { $0.failureKind == .late } == 4)
  }

  @Test func oneWhoDropsOutIsMadeUpForByTheOthers() throws {
    let tape = try SmallRun.record {
      Self.six(&$0)
      $0.cohort = 3
      $0.oversample = 2
      $0.dropout = 0.4
      $0.rounds = 8
    }
    for round in tape.rounds {
      let own = tape.clients.filter { $0.round == round.round }
      let out = own.count { $0.failureKind == .droppedOut }
      #expect(own.count { $0.failure == nil } == min(3, 6 - out))
    }
    #expect(tape.clients.contains { $0.failureKind == .droppedOut })
    #expect(tape.clients.contains { $0.failureKind == .late })
  }

  /// All six clients, of which three miss the deadline and come in the second round.
  private func stale(
    _ change: (inout Settings) -> Void = { _ in }, watch: @escaping Tape.Watch = { _, _ in }
  ) throws -> Tape {
    let times = try Self.times.get()
    let federation = try SmallRun.federation {
      Self.six(&$0)
      $0.rounds = 3
      $0.deadline = (times[2] + times[3]) / 2
      $0.lateUpdates = .stale
      change(&$0)
    }
    return try SmallRun.record(federation, watch)
  }

  @Test func aLateUpdateIsMergedWhenItComes() throws {
    let tape = try stale()
    let first = tape.clients.filter { $0.round == 1 }
    let late = Set(first.filter { $0.failureKind == .missedDeadline }.map(\.client))
    #expect(first.count == 6 && late.count == 3)
    // Who is under way is not asked.
    #expect(Set(tape.rounds[1].cohort).isDisjoint(with: late))
    let landed = tape.clients.filter { $0.staleness != nil }
    #expect(landed.contains { $0.round == 2 && $0.staleness == 1 && late.contains($0.client) })
    #expect(landed.allSatisfy { $0.bytesUp > 0 && $0.bytesDown == 0 && $0.failure == nil })
    for round in tape.rounds {
      let own = tape.clients.filter { $0.round == round.round }
      #expect(round.stale == own.count { $0.staleness != nil }.nonzero)
      #expect(round.bytesUp == own.reduce(0) { $0 + $1.bytesUp })
      #expect(round.flops == own.reduce(0) { $0 + ($1.flops ?? 0) })
    }
    #expect(tape.summary?.parametersSHA256 != (try dropped()).summary?.parametersSHA256)
  }

  private func dropped() throws -> Tape { try stale { $0.lateUpdates = .drop } }

  /// With a weight of nothing a late update pulls the mean towards the parameters that the server has.
  @Test func theWeightIsThatOfTheFormula() throws {
    var settings = SmallRun.settings()
    #expect(settings.weight(ofStale: 0) == 1)
    #expect(settings.weight(ofStale: 3) == 0.5)
    settings.staleness = 2
    #expect(settings.weight(ofStale: 1) == 0.25)
    let federation = try SmallRun.federation(Self.six)
    let simulation = Simulation(federation, name: "open")
    var plan = simulation.makePlan()
    plan.settings.lateUpdates = .stale
    let open = OpenRound(plan, federation, simulation.server)
    let known = simulation.server.parameters.gathered(plan.returning)
    let message = open.message(ofStale: known.map { _ in 1 }, weight: 0.5)
    #expect(message.numbers(Message.parameters) == known.map { $0 + 0.5 })
  }

  @Test(arguments: [1, 2])
  func aResumedRunHasWhatWasUnderWay(workers: Int) throws {
    let whole = try stale()
    let part = try stale({ $0.workers = workers }) { simulation, round in
      if round == 1 { simulation.submit(.finish) }
    }
    #expect(part.rounds.count == 1)
    let rest = Tape()
    let times = try Self.times.get()
    let federation = try SmallRun.federation {
      Self.six(&$0)
      $0.rounds = 3
      $0.deadline = (times[2] + times[3]) / 2
      $0.lateUpdates = .stale
      $0.workers = workers
    }
    let simulation = Simulation(federation, name: "small", recorder: rest)
    rest.attach(simulation)
    try simulation.restore(try #require(part.checkpoint), history: part.events)
    #expect(simulation.flying.count == 3)
    try simulation.run()
    #expect(Array((part.events + rest.events).dropFirst()) == Array(whole.events.dropFirst()))
  }

  @Test func anUpdateOnItsWayIsReadBackOrRefused() throws {
    let part = try stale { $0.rounds = 1 }
    let federation = try SmallRun.federation {
      Self.six(&$0)
      $0.lateUpdates = .stale
    }
    var checkpoint = try #require(part.checkpoint)
    let simulation = Simulation(federation, name: "restored")
    try simulation.restore(checkpoint)
    #expect(
      simulation.checkpoint(changed: simulation.clients.touched).clients == checkpoint.clients)
    let client = try #require(simulation.flying.keys.min())
    let other = (client + 1) % 6
    checkpoint.clients[other] = checkpoint.clients[client]
    #expect(throws: CheckpointError.self) {
      try Simulation(federation, name: "damaged").restore(checkpoint)
    }
    // Where nothing may come late there is no place for it.
    let strict = try SmallRun.federation(Self.six)
    #expect(throws: CheckpointError.self) {
      try Simulation(strict, name: "strict").restore(try #require(part.checkpoint))
    }
  }

  @Test(
    arguments: [
      ("scaffold", "its server needs messages"), ("rolora", "differs from round to round"),
      ("flora", "its server needs messages"),
    ])
  func aMethodThatCannotTakeLateUpdatesSaysWhy(method: String, words: String) throws {
    for isAsync in [false, true] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.federation {
          $0.method = method
          $0.deadline = isAsync ? 0 : 1
          if isAsync { $0.clockMode = .async } else { $0.lateUpdates = .stale }
        }
      }
      let line = try #require(error).description
      #expect(line.contains(words) && line.contains(method), "\(line)")
    }
  }

  @Test func privacyDoesNotGoWithWhoIsFast() throws {
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.federation {
        $0.oversample = 2
        $0.privacyClip = 1
      }
    }
    #expect(try #require(error).description.contains("clock.oversample = 2.0 with privacy.clip"))
  }
}

extension Int {
  /// Nil for zero.
  fileprivate var nonzero: Int? { self == 0 ? nil : self }
}
