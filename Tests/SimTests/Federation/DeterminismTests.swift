import Foundation
import Metrics
import Synchronization
import Testing

@testable import Sim

/// The same seed gives the same bytes: with any number of workers, through pauses, and after a resume.
@Suite(.timeLimit(.minutes(5)))
struct DeterminismTests {
  @Sendable private static func change(_ settings: inout Settings) {
    settings.gal = "3"
    settings.maskWarmup = 0
    settings.dropout = 0.2
    settings.rounds = 4
    settings.keepMoments = true
  }

  private static let uninterrupted = Result { try SmallRun.record(change) }

  /// What one worker records in one go.
  private func reference() throws -> Tape { try Self.uninterrupted.get() }

  @Test(arguments: [2, 3])
  func workersChangeNothing(workers: Int) throws {
    let one = try reference()
    let more = try SmallRun.record {
      Self.change(&$0)
      $0.workers = workers
    }
    #expect(more.summary?.parametersSHA256 == one.summary?.parametersSHA256)
    // The first event holds the settings, the number of workers among them.
    #expect(Array(more.events.dropFirst()) == Array(one.events.dropFirst()))
    #expect(more.checkpoint?.clients == one.checkpoint?.clients)
  }

  @Test(arguments: BackendRegistry.recipes.map(\.name))
  func backendsChangeNothing(name: String) throws {
    let one = try reference()
    let other = try SmallRun.record {
      Self.change(&$0)
      $0.backend = name
    }
    #expect(Array(other.events.dropFirst()) == Array(one.events.dropFirst()))
    #expect(other.checkpoint?.clients == one.checkpoint?.clients)
  }

  @Test(arguments: MethodRegistry.names)
  func everyMethodIsRepeatableAndLearnsSomething(method: String) throws {
    let tapes = try [1, 2].map { workers in
      try SmallRun.record {
        $0.method = method
        $0.workers = workers
      }
    }
    let fingerprint = try #require(tapes[0].summary?.parametersSHA256)
    #expect(fingerprint.count == 64)
    #expect(tapes[1].summary?.parametersSHA256 == fingerprint)
    #expect(tapes[0].clients.allSatisfy { $0.failure == nil && $0.steps > 0 })
    #expect(tapes[0].rounds.allSatisfy { $0.trainLoss?.isFinite == true })
    let untrained = Simulation(
      try SmallRun.federation { $0.method = method }, name: "untrained"
    ).fingerprint()
    #expect(fingerprint != untrained)
  }

  @Test func anotherSeedIsAnotherRun() throws {
    let other = try SmallRun.record {
      Self.change(&$0)
      $0.seed = 43
    }
    let one = try reference()
    #expect(other.summary?.parametersSHA256 != one.summary?.parametersSHA256)
    #expect(other.rounds.map(\.cohort) != one.rounds.map(\.cohort))
  }

  @Test func pausesAndStepsChangeNothing() throws {
    let tape = Tape { simulation, round in
      switch round {
      case 0:
        // From here on the run holds until it is told to go on, at any moment a thread likes.
        simulation.submit(.pause)
        Thread.detachNewThread {
          for _ in 0..<2 {
            usleep(20_000)
            simulation.submit(.step(1))
          }
          for _ in 0..<20 {
            usleep(3000)
            simulation.submit(.pause)
            usleep(3000)
            simulation.submit(.resume)
          }
        }
      default: break
      }
    }
    let simulation = Simulation(
      try SmallRun.federation {
        Self.change(&$0)
        $0.workers = 2
      }, name: "small", recorder: tape)
    tape.attach(simulation)
    let summary = try simulation.run()
    let one = try reference()
    #expect(!summary.interrupted)
    #expect(summary.parametersSHA256 == one.summary?.parametersSHA256)
    #expect(Array(tape.events.dropFirst()) == Array(one.events.dropFirst()))
  }

  @Test func pausesAreNotCountedAsWallTime() throws {
    let begun = DispatchSemaphore(value: 0)
    let simulation = Simulation(try SmallRun.federation(), name: "small") { event in
      if case .clientStarted = event { begun.signal() }
    }
    Thread.detachNewThread {
      begun.wait()
      simulation.submit(.pause)
      usleep(300_000)
      simulation.submit(.resume)
    }
    let start = ContinuousClock.now
    let summary = try simulation.run()
    let passed = start.duration(to: .now)
    #expect(passed > .milliseconds(300))
    #expect(summary.wallSeconds < passed.inSeconds - 0.25)
  }

  /// Goes on from what `tape` holds, and returns both records end to end with the summary.
  private func resume(_ tape: Tape) throws -> (events: [RunEvent], simulation: Simulation) {
    let rest = Tape()
    let simulation = Simulation(try SmallRun.federation(Self.change), name: "small", recorder: rest)
    rest.attach(simulation)
    let checkpoint = try #require(tape.checkpoint)
    try simulation.restore(checkpoint, history: tape.events)
    #expect(simulation.snapshot.round == checkpoint.round)
    try simulation.run()
    return (tape.events + rest.events, simulation)
  }

  @Test(arguments: [0, 1, 2, 3])
  func aRunStoppedBetweenRoundsGoesOnAsIfItHadNotBeen(round: Int) throws {
    let tape = try SmallRun.record(SmallRun.federation(Self.change)) { simulation, finished in
      if finished == round { simulation.submit(.finish) }
    }
    #expect(tape.rounds.count == round)
    #expect(tape.summary == nil, "an interrupted run's record has no end")
    let whole = try reference()
    let resumed = try resume(tape)
    #expect(resumed.events == whole.events)
    #expect(resumed.simulation.snapshot.summary?.interrupted == false)
  }

  @Test func aRunStoppedInsideARoundDropsItAndGoesOn() throws {
    let begun = DispatchSemaphore(value: 0)
    let tape = Tape()
    let federation = try SmallRun.federation(Self.change)
    let simulation = Simulation(federation, name: "small", recorder: tape) { event in
      guard case .clientStarted(let start) = event, start.round == 2 else { return }
      begun.signal()
      // Long enough for the other thread to be there before the round is over.
      usleep(50_000)
    }
    Thread.detachNewThread {
      begun.wait()
      simulation.submit(.finish)
    }
    let summary = try simulation.run()
    try #require(summary.interrupted)
    #expect(summary.rounds == tape.rounds.count)
    #expect(simulation.snapshot.state == .interrupted)
    let whole = try reference()
    let resumed = try resume(tape)
    #expect(resumed.events == whole.events)
  }

  @Test func aRunStoppedWhileItInitialisesRecordsNoScores() throws {
    let tape = Tape()
    let simulation = Simulation(try SmallRun.federation(Self.change), name: "small", recorder: tape)
    simulation.submit(.finish)
    let summary = try simulation.run()
    #expect(summary.interrupted && summary.rounds == 0)
    #expect(tape.initialisation == nil)
    #expect(tape.checkpoint == nil)
  }

  @Test func steppingCountsTheRoundsThatFollow() throws {
    let tape = Tape()
    let simulation = Simulation(try SmallRun.federation(Self.change), name: "small", recorder: tape)
    simulation.submit(.step(2))
    Thread.detachNewThread {
      while simulation.snapshot.state != .paused { usleep(500) }
      simulation.submit(.finish)
    }
    #expect(try simulation.run().rounds == 2)
  }
}
