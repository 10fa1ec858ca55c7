import Metrics
import Plain
import Synchronization
import Testing

@testable import Sim

/// Buffers in the place of rounds (docs/methods.md, "Asynchronous rounds").
@Suite(.timeLimit(.minutes(5)))
struct BufferTests {
  @Sendable private static func change(_ settings: inout Settings) {
    settings.method = "fedavg-lora"
    settings.clockMode = .async
    settings.cohort = 3
    settings.buffer = 2
    settings.rounds = 5
    settings.devices = "phones-4g:0.5,laptops-wifi:0.5"
  }

  private static let whole = Result { try SmallRun.record(change) }

  /// Clients that take one second, two, three and so on, and never drop out.
  private static func schedule(
    flying: [Int: BufferSchedule.Flight] = [:], size: Int, concurrency: Int,
    known: (Int) -> Double? = { Double($0 + 1) }
  ) -> BufferSchedule {
    BufferSchedule(
      round: 1, begins: 10, flying: flying, size: size, concurrency: concurrency,
      clients: AllBut(4),
      seed: 1, VirtualClock(Settings())
    ) { departure in known(departure.client).map { ($0, true) } }
  }

  @Test func whoHasAnsweredMakesRoomForAnother() {
    let schedule = Self.schedule(size: 4, concurrency: 4)
    // All begin at once and come one second after the other; nobody begins twice.
    #expect(schedule.landed == [0, 1, 2, 3] && schedule.ends == 14)
    #expect(schedule.departures.map(\.client).sorted() == [0, 1, 2, 3])
    let pairs = Self.schedule(size: 2, concurrency: 2) { _ in 3 }
    #expect(pairs.ends == 13 && pairs.landed.count == 2)
    // The one that has answered first made room at 13; the buffer is full when the other has.
    #expect(pairs.departures.map(\.time) == [10, 10, 13])
    #expect(pairs.flying.count == 1 && pairs.flying.values.first?.arrives == 16)
  }

  @Test func whoIsUnderWayTakesAPlaceAndAFailureFreesIt() {
    let flying: [Int: BufferSchedule.Flight] = [
      1: .init(arrives: 11, counts: true), 3: .init(arrives: 10.5, counts: false),
    ]
    let schedule = Self.schedule(flying: flying, size: 1, concurrency: 2)
    #expect(schedule.landed == [1] && schedule.freed == [3] && schedule.ends == 11)
    // A place was free at 10.5 for one of the other two.
    #expect(schedule.departures.map(\.time) == [10.5])
  }

  @Test func whatIsNotKnownIsUnderWay() {
    let unknown = Self.schedule(size: 2, concurrency: 3) { _ in nil }
    #expect(unknown.landed.isEmpty && unknown.departures.count == 3)
  }

  @Test func nobodyLeftToBeginEndsTheRound() {
    let schedule = BufferSchedule(
      round: 1, begins: 0, flying: [:], size: 2, concurrency: 2, clients: AllBut(4), seed: 1,
      VirtualClock(Settings())
    ) { _ in (0, false) }
    #expect(schedule.landed.isEmpty && schedule.freed.count == 4 && schedule.departures.count == 4)
  }

  @Test func oneBufferOfAWholeCohortIsASynchronousRound() throws {
    func run(_ mode: ClockMode) throws -> Tape {
      try SmallRun.record {
        $0.method = "fedavg-lora"
        $0.clockMode = mode
        $0.buffer = 3
        $0.rounds = 1
        $0.speedSpread = 0
        $0.clientSpeed = 1e12
        $0.uplink = 1
      }
    }
    let (sync, async) = (try run(.sync), try run(.async))
    #expect(async.summary?.parametersSHA256 == sync.summary?.parametersSHA256)
    #expect(async.rounds[0].cohort == sync.rounds[0].cohort)
    #expect(async.rounds[0].trainLoss == sync.rounds[0].trainLoss)
    #expect(async.rounds[0].bytesUp == sync.rounds[0].bytesUp)
  }

  @Test func buffersAreFullAndSomeUpdatesAreStale() throws {
    let tape = try Self.whole.get()
    #expect(tape.rounds.count == 5)
    for round in tape.rounds {
      let own = tape.clients.filter { $0.round == round.round }
      #expect(own.count { $0.failure == nil } == 2)
      #expect(round.cohort == own.map(\.client).sorted())
      #expect(round.bytesUp == own.reduce(0) { $0 + $1.bytesUp })
      #expect(round.trainLoss?.isFinite == true && round.simSeconds >= 0)
    }
    #expect(tape.clients.contains { ($0.staleness ?? 0) > 0 })
    #expect(tape.rounds.contains { ($0.stale ?? 0) > 0 })
  }

  @Test(arguments: BackendRegistry.recipes.map(\.name), [1, 2, 3])
  func workersAndBackendsChangeNothing(backend: String, workers: Int) throws {
    let other = try SmallRun.record {
      Self.change(&$0)
      $0.backend = backend
      $0.workers = workers
    }
    let one = try Self.whole.get()
    #expect(Array(other.events.dropFirst()) == Array(one.events.dropFirst()))
    #expect(other.checkpoint?.clients == one.checkpoint?.clients)
  }

  @Test(arguments: [1, 2, 3, 4])
  func aRunThatWasStoppedGoesOnWithWhatWasUnderWay(round: Int) throws {
    let part = try SmallRun.record(SmallRun.federation(Self.change)) { simulation, finished in
      if finished == round { simulation.submit(.finish) }
    }
    let rest = Tape()
    let simulation = Simulation(
      try SmallRun.federation {
        Self.change(&$0)
        $0.workers = 2
      }, name: "small", recorder: rest)
    rest.attach(simulation)
    try simulation.restore(try #require(part.checkpoint), history: part.events)
    #expect(!simulation.flying.isEmpty)
    try simulation.run()
    #expect(
      Array((part.events + rest.events).dropFirst())
        == Array(try Self.whole.get().events.dropFirst()))
  }

  @Test func nobodyTrainsTwiceInARoundToFindOutWhenItBegins() throws {
    let begun = Mutex<[String: Int]>([:])
    let simulation = Simulation(try SmallRun.federation(Self.change), name: "small") { event in
      guard case .clientStarted(let start) = event else { return }
      begun.withLock { $0["\(start.round) \(start.client)", default: 0] += 1 }
    }
    try simulation.run()
    let counts = begun.withLock(\.self)
    #expect(counts.count > 5 && counts.values.allSatisfy { $0 == 1 })
  }

  @Test func aRunGoesOnThoughSomeDropOutOrAreAway() throws {
    let path = try SmallTrace.write(
      "device,class,start,end\n"
        + (0..<6).map { "d\($0),phones-4g,\($0),\($0 + 4)\n" }.joined())
    let tape = try SmallRun.record {
      Self.change(&$0)
      $0.dropout = 0.4
      $0.devices = path
    }
    #expect(tape.rounds.count == 5)
    #expect(tape.clients.contains { $0.failureKind == .droppedOut })
    let nobody = try SmallRun.record {
      Self.change(&$0)
      $0.dropout = 1
      $0.rounds = 2
    }
    #expect(nobody.rounds.map(\.bytesUp) == [0, 0] && nobody.clients.count == 12)
  }

  @Test(arguments: ["fibecfed", "fedadam", "fedprox", "local-only", "moon"])
  func methodsThatAverageTakeIt(method: String) throws {
    let tape = try SmallRun.record {
      Self.change(&$0)
      $0.method = method
      $0.rounds = 3
    }
    #expect(tape.rounds.count == 3 && tape.rounds.allSatisfy { $0.trainLoss?.isFinite == true })
  }

  @Test(
    arguments: [
      ("clock.deadline", "clock.deadline is of rounds"),
      ("clock.oversample", "clock.oversample is of rounds"),
      ("clock.buffer", "clock.buffer = 50, but there are 6 clients"),
    ])
  func settingsThatMakeNoSense(key: String, words: String) throws {
    let error = #expect(throws: SettingsError.self) {
      var settings = SmallRun.settings(Self.change)
      try Setting.named(key).set(text: "50", in: &settings)
      _ = try Federation(settings)
    }
    #expect(try #require(error).description.contains(words))
  }
}
