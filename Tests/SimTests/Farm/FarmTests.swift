import Foundation
import Metrics
import Synchronization
import Testing

@testable import Sim

/// Runs over ranks that are threads of this process, against runs of one process.
@Suite(.timeLimit(.minutes(5)))
struct FarmTests {
  private func federation(
    _ method: String, _ change: (inout Settings) -> Void = { _ in }
  ) throws -> Federation {
    try SmallRun.federation {
      $0.method = method
      $0.gal = "auto"
      $0.keepMoments = true
      $0.dropout = 0.2
      $0.rounds = 2
      change(&$0)
    }
  }

  private func simulation(
    _ federation: Federation, _ tape: Tape, _ team: FarmTeam,
    listener: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) -> Simulation {
    let simulation = Simulation(
      federation, name: "small", recorder: tape, guardAction: .stop, team: team, listener: listener)
    tape.attach(simulation)
    return simulation
  }

  /// What the server keeps, without wall time, which no two runs share.
  private func server(_ tape: Tape) throws -> NamedValues {
    var values = try NamedValues(decoding: try #require(tape.checkpoint).server)
    values.numbers["total.wall_seconds"] = nil
    return values
  }

  private func expectSame(_ tape: Tape, _ threads: Tape) throws {
    #expect(tape.events.filter { !$0.isClient } == threads.events.filter { !$0.isClient })
    #expect(tape.clients == threads.clients)
    #expect(try server(tape) == server(threads))
    #expect(tape.checkpoint?.clients == threads.checkpoint?.clients)
  }

  /// Layers chosen and data ordered, control variates, parts of clients' own, a previous model, ranks of clients' own, and
  /// everything together.
  @Test(arguments: [
    ("fibecfed", 1, 2), ("fibecfed", 2, 1), ("fibecfed", 5, 1), ("scaffold", 3, 1),
    ("fedalt", 2, 2), ("moon", 2, 1), ("hetlora", 4, 1), ("slora", 2, 1),
  ])
  func aRunOverRanksIsThatOfOneProcess(method: String, ranks: Int, workers: Int) throws {
    let federation = try federation(method)
    let tape = Tape()
    try MemoryWire.withRanks(ranks, workers: workers, federation) { team in
      let simulation = simulation(federation, tape, team)
      try simulation.run()
      let tally = try #require(simulation.tally)
      #expect(tally.lost == [] && tally.problem == nil)
      #expect(tally.shares.count == ranks)
      // A cohort has three clients.
      #expect(tally.shares.prefix(3).allSatisfy { $0.jobs > 0 })
    }
    // Every round tells of each rank, and of all clients.
    #expect(tape.ranks.count == tape.rounds.count)
    for (shares, round) in zip(tape.ranks, tape.rounds) {
      let shares = try #require(shares)
      #expect(shares.map(\.host) == (0..<ranks).map { "node\($0 / 2)" })
      #expect(shares.reduce(0) { $0 + $1.clients } == round.cohort.count)
      #expect(shares.allSatisfy { ($0.jobs > 0) == ($0.busySeconds > 0) })
      // Rank 0 sends itself nothing.
      #expect(shares[0].bytesDown == 0 && shares[0].bytesUp == 0)
      #expect(shares.dropFirst().allSatisfy { $0.jobs == 0 || $0.bytesUp > 0 })
    }
    try expectSame(tape, SmallRun.record(federation))
  }

  @Test func bufferedRoundsAndFreshStepsAreSpreadToo() throws {
    let federation = try federation("fedalt") {
      $0.clockMode = .async
      $0.buffer = 2
      $0.localEvaluation = .fresh
      $0.dropout = 0
    }
    let tape = Tape()
    try MemoryWire.withRanks(3, workers: 1, federation) { team in
      _ = try simulation(federation, tape, team).run()
    }
    try expectSame(tape, SmallRun.record(federation))
  }

  @Test func aPauseHoldsAllRanksAndChangesNothing() throws {
    // Long enough that the pause, which comes from another thread, finds it at work.
    let federation = try federation("fibecfed") { $0.localEpochs = 32 }
    let tape = Tape()
    let states = Mutex([RunState]())
    try MemoryWire.withRanks(3, workers: 1, federation) { team in
      let paused = DispatchSemaphore(value: 0)
      let asked = Mutex(false)
      let holder = Mutex<Simulation?>(nil)
      let simulation = simulation(federation, tape, team) { event in
        switch event {
        case .clientStarted
        where !asked.withLock({ was in
          defer { was = true }; return was
        }):
          // On another thread: the hub tells under its lock.
          Thread.detachNewThread { holder.withLock(\.self)?.submit(.pause) }
        case .stateChanged(let state):
          states.withLock { $0.append(state) }
          if state == .paused { paused.signal() }
        default: break
        }
      }
      holder.withLock { $0 = simulation }
      Thread.detachNewThread {
        paused.wait()
        Thread.sleep(forTimeInterval: 0.02)
        holder.withLock(\.self)?.submit(.resume)
      }
      try simulation.run()
      holder.withLock { $0 = nil }
    }
    #expect(states.withLock { $0.contains(.paused) })
    try expectSame(tape, SmallRun.record(federation))
  }

  @Test(arguments: [(3, 2), (2, 5), (4, 1)])
  func stoppedInTheMiddleOfARoundItGoesOnWithOtherRanks(first: Int, then: Int) throws {
    let federation = try federation("scaffold") {
      // Long enough that the end, which comes from another thread, finds it at work.
      $0.rounds = 10
      $0.localEpochs = 4
    }
    let whole = try SmallRun.record(federation)
    let half = Tape()
    try MemoryWire.withRanks(first, workers: 1, federation) { team in
      let holder = Mutex<Simulation?>(nil)
      let simulation = simulation(federation, half, team) { event in
        if case .clientStarted(let start) = event, start.round == 2 {
          Thread.detachNewThread { holder.withLock(\.self)?.submit(.finish) }
        }
      }
      holder.withLock { $0 = simulation }
      let summary = try simulation.run()
      holder.withLock { $0 = nil }
      #expect(summary.interrupted)
    }
    #expect(half.summary == nil)
    let rest = Tape()
    try MemoryWire.withRanks(then, workers: 1, federation) { team in
      let simulation = simulation(federation, rest, team)
      try simulation.restore(try #require(half.checkpoint), history: half.events)
      try simulation.run()
    }
    #expect(rest.summary?.parametersSHA256 == whole.summary?.parametersSHA256)
    #expect(half.rounds + rest.rounds == whole.rounds)
  }

  @Test func whatMakesNoSenseEndsTheRunAndIsNamed() throws {
    let federation = try federation("fibecfed")
    let hub = MemoryWire.Hub(2)
    let wire = MemoryWire(hub, rank: 0, size: 2)
    MemoryWire(hub, rank: 1, size: 2).send([1, 2, 3], to: 0)
    let team = FarmTeam(wire: wire, workers: [1, 1], hosts: ["here", "there"])
    let simulation = simulation(federation, Tape(), team)
    let summary = try simulation.run()
    #expect(summary.interrupted)
    #expect(
      simulation.tally?.problem?.hasPrefix("rank 1 on there sent what makes no sense") == true)
  }
}

extension RunEvent {
  /// Whether it is told of one client: rounds whose clients are told of as they finish tell of them in any order.
  fileprivate var isClient: Bool { if case .clientFinished = self { true } else { false } }
}
