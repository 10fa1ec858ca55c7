import Metrics
import Testing

@testable import Sim

/// Delta-LoRA moves the weights with the change of B·A (arXiv 2309.02411).
struct DeltaLoRATests {
  private func record(_ change: @escaping (inout Settings) -> Void) throws -> Tape {
    try SmallRun.record {
      $0.method = "delta-lora"
      $0.deltaStartRound = 1
      change(&$0)
    }
  }

  private func isSame(_ left: Tape, _ right: Tape) -> Bool {
    left.rounds.map(\.loss) == right.rounds.map(\.loss)
      && left.rounds.map(\.trainLoss) == right.rounds.map(\.trainLoss)
      && left.rounds.map(\.bytesDown) == right.rounds.map(\.bytesDown)
  }

  @Test func withoutAShareOrBeforeItsRoundItIsFedAvg() throws {
    let plain = try SmallRun.record { $0.method = "fedavg-lora" }
    #expect(isSame(try record { $0.deltaLambda = 0 }, plain))
    #expect(isSame(try record { $0.deltaStartRound = 9 }, plain))
    #expect(!isSame(try record { $0.deltaLambda = 1 }, plain))
  }

  @Test func theWeightsBeginToMoveFromTheFactorsOfTheirRound() throws {
    let federation = try SmallRun.federation {
      $0.method = "delta-lora"
      $0.deltaStartRound = 3
      $0.rounds = 2
    }
    let simulation = Simulation(federation, name: "delta")
    try simulation.run()
    let layout = federation.encoder.layout
    let held = layout.segments.filter(\.isHeld)
    let anchors = held.filter { $0.role != .added }.map(\.range)
    let factors = layout.lowRankFactors.map(\.range)
    #expect(simulation.parameters.gathered(anchors) == simulation.parameters.gathered(factors))
    #expect(simulation.parameters.gathered(factors) != federation.start.gathered(factors))
    let moves = held.filter { $0.role == .added }
    #expect(moves.count == 12 && moves.allSatisfy { simulation.parameters[$0.offset] == 1 })
  }

  @Test func aClientThatWasNotThereIsSentTheFactorsOnce() throws {
    let tape = try record {
      $0.deltaStartRound = 2
      $0.rounds = 6
      $0.cohort = 2
    }
    // Rank 4 on two maps of width 128 in six layers.
    let factors = 4 * 12 * 4 * (128 + 128)
    let plain = try #require(tape.clients.first).bytesDown
    var known: Set<Int> = []
    var late = 0
    for report in tape.clients {
      let misses = report.round > 2 && !known.contains(report.client)
      #expect(report.bytesDown == plain + (misses ? factors : 0), "round \(report.round)")
      late += misses ? 1 : 0
      if report.round >= 2 { known.insert(report.client) }
    }
    #expect(late > 0)
  }
}
