import Testing
import Transformer

@testable import Sim

/// FedALT keeps each client's LoRA beside the mean of the others' (arXiv 2503.11880).
struct FedAltRowTests {
  @Test func theRestOfTheWorldIsTheMeanOfTheOthers() {
    let values: [Float] = [1, 2, 6]
    let others = values.map { RestOfWorld.mean(of: [9], without: [$0], others: 2)[0] }
    #expect(others == [4, 3.5, 1.5])
    #expect(RestOfWorld.mean(of: [9], without: nil, others: 3) == [3], "one that never sent")
  }

  @Test func theServersSumIsThatOfWhatClientsSentLast() throws {
    let federation = try SmallRun.federation {
      $0.method = "fedalt-row"
      $0.rounds = 5
      $0.dropout = 0.3
    }
    let simulation = Simulation(federation, name: "row")
    try simulation.run()
    let layout = federation.encoder.layout
    let factors = layout.lowRankFactors.map(\.range)
    let senders = simulation.clients.indices.filter { simulation.clients[$0].own != nil }
    #expect(
      simulation.server.values.positions[RestOfWorld.senders]
        == simulation.clients.indices.map { senders.contains($0) ? 1 : 0 })
    let sent = senders.map { simulation.parameters(ofClient: $0).gathered(factors) }
    let sum = sent[0].indices.map { index in sent.reduce(0.0) { $0 + Double($1[index]) } }
    let kept = try #require(simulation.server.values.vectors[RestOfWorld.factors])
    #expect(agree(kept.map(Double.init), sum, 1e-5))
    // And a client's held pair is the mean of the others as they stood when it trained.
    let held = layout.segments.filter(\.isHeld).map(\.range)
    #expect(
      senders.contains { client in
        simulation.parameters(ofClient: client).gathered(held).contains { $0 != 0 }
      })
  }

  @Test func theHeldPairIsTheOthersMean() throws {
    let federation = try SmallRun.federation {
      $0.method = "fedalt-row"
      $0.clients = 3
      $0.cohort = 3
      $0.rounds = 2
    }
    let layout = federation.encoder.layout
    let factors = layout.lowRankFactors.map(\.range)
    let held = layout.segments.filter(\.isHeld).map(\.range)
    let tape = try SmallRun.record(federation) { simulation, round in
      if round == 1 { simulation.submit(.finish) }
    }
    let simulation = Simulation(federation, name: "second round")
    try simulation.restore(try #require(tape.checkpoint), history: tape.events)
    let before = (0..<3).map { simulation.parameters(ofClient: $0).gathered(factors) }
    try simulation.run()
    for client in 0..<3 {
      let others = (0..<3).filter { $0 != client }
      let mean = before[0].indices.map { index in
        others.reduce(0.0) { $0 + Double(before[$1][index]) } / 2
      }
      let found = simulation.parameters(ofClient: client).gathered(held)
      #expect(agree(found.map(Double.init), mean, 1e-5))
    }
  }
}
