import Dispatch
import Foundation
import Metrics
import Synchronization
import Testing

@testable import Sim

/// A run that should not simply go on holds or ends, and says why: which client, which layer.
@Suite(.timeLimit(.minutes(5)))
struct GuardTests {
  /// Runs with `action`; returns what was recorded, and the verdict.
  private func run(
    _ action: GuardAction = .stop, _ change: @escaping (inout Settings) -> Void,
    watch: @escaping Tape.Watch = { _, _ in }
  ) throws -> (tape: Tape, simulation: Simulation) {
    let tape = Tape(watch)
    let simulation = Simulation(
      try SmallRun.federation(change), name: "small", recorder: tape, guardAction: action)
    tape.attach(simulation)
    try simulation.run()
    return (tape, simulation)
  }

  /// Makes the parameters of one layer's query NaN before round 2.
  @Sendable private static func spoil(_ simulation: Simulation, after round: Int) {
    guard round == 1 else { return }
    for segment in simulation.federation.encoder.layout.segments
    where segment.layer == 3 && segment.module == "query" {
      simulation.server.parameters[segment.offset] = .nan
    }
  }

  @Test func aGoalOrABudgetEndsTheRunInOrder() throws {
    for (change, words) in [
      ({ $0.byteBudget = 1 }, "the budget is 1 B"),
      ({ $0.targetAccuracy = 0.01 }, "has reached 1.0 %"),
    ] as [((inout Settings) -> Void, String)] {
      let (tape, simulation) = try run(.stop, change)
      #expect(tape.rounds.count == 1)
      let summary = try #require(tape.summary)
      #expect(!summary.interrupted && summary.rounds == 1)
      #expect(summary.reason?.contains(words) == true, "\(summary.reason ?? "")")
      #expect(tape.notices.last?.text == summary.reason && tape.notices.last?.round == 1)
      #expect(simulation.guardVerdict?.isFault == false)
    }
  }

  @Test func aLossThatIsTooHighNamesTheClientThatHasMostOfIt() throws {
    let (tape, simulation) = try run { $0.divergence = 1e-3 }
    let worst = try #require(tape.clients.max { ($0.trainLoss ?? 0) < ($1.trainLoss ?? 0) })
    #expect(tape.summary?.reason?.hasSuffix("that of client \(worst.client) most") == true)
    #expect(tape.summary?.rounds == 1)
    #expect(simulation.guardVerdict?.isFault == true)
  }

  @Test func notANumberNamesTheClientAndTheLayer() throws {
    let (tape, simulation) = try run(
      .stop,
      {
        $0.gal = "all"
        $0.failureGuard = .any
      }, watch: Self.spoil)
    #expect(tape.rounds.count == 2)
    let first = try #require(tape.clients.first { $0.round == 2 })
    let place = "training loss is not finite at step 1 (parameters of layer 3, query)"
    #expect(first.failure == place)
    #expect(first.steps == 0, "nothing is trained on a loss that is none")
    #expect(
      simulation.guardVerdict
        == GuardVerdict(
          reason: "guard: client \(first.client): \(place), and 2 more clients", isFault: true))
  }

  @Test func aGradientThatIsNotFiniteIsNamedWhileTheParametersStillAre() throws {
    let tape = try SmallRun.record {
      $0.optimizer = .sgd
      $0.clip = 0
      $0.learningRate = 1e30
      $0.schedule = .constant
      $0.rounds = 1
      $0.beta = 1
      $0.localEpochs = 3
    }
    #expect(!tape.clients.isEmpty)
    for report in tape.clients {
      #expect(report.failure?.contains("(gradient of ") == true, "\(report.failure ?? "")")
    }
  }

  @Test func aWatchedRunHoldsAndCanGoOn() throws {
    let holds = Atomic(0)
    let simulation = Simulation(
      try SmallRun.federation { $0.byteBudget = 1 }, name: "small", guardAction: .pause
    ) { event in
      if case .stateChanged(.paused) = event { holds.add(1, ordering: .relaxed) }
    }
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      while simulation.snapshot.state != .paused { usleep(500) }
      simulation.submit(.resume)
      done.signal()
    }
    let summary = try simulation.run()
    done.wait()
    #expect(summary.rounds == 3 && summary.reason == nil)
    // Who goes on behind a budget knows that it is spent: it is passed once.
    #expect(holds.load(ordering: .relaxed) == 1)
    #expect(simulation.guardVerdict == nil)
  }

  @Test func guardsThatOnlyTellUntilARoundEndTheRunThere() throws {
    let (tape, _) = try run(.stopFrom(round: 2)) { $0.byteBudget = 1 }
    #expect(tape.rounds.count == 2)
    #expect(tape.notices.count { $0.text.hasPrefix("guard: ") } == 2)
  }

  @Test func aRunThatWasKilledBeforeItsLastEventStillEnds() throws {
    let change: @Sendable (inout Settings) -> Void = { $0.targetAccuracy = 0.01 }
    let (whole, _) = try run(.stop, change)
    let rest = Tape()
    let simulation = Simulation(
      try SmallRun.federation(change), name: "small", recorder: rest)
    let history = whole.events.filter { $0.kind != "run_finished" }
    try simulation.restore(try #require(whole.checkpoint), history: history)
    simulation.checkAgain(history)
    let summary = try simulation.run()
    #expect(history + rest.events == whole.events)
    #expect(summary.reason == whole.summary?.reason)
  }
}
