import Testing

@testable import Sim

/// SCAFFOLD takes the drift out of local steps (arXiv 1910.06378, option II).
struct ScaffoldTests {
  private func quadratics() throws -> Quadratics {
    try Quadratics([1, 3], [0, 2], start: 1, method: MethodRecipe.scaffold.method(Settings()))
  }

  private func control(_ values: [String: [Float]]) -> Double {
    Double(values[Scaffold.control]?[0] ?? .nan)
  }

  @Test func twoRoundsByHand() throws {
    // x = 1, 3 steps of rate 0.1: client 0 goes to 0.9³ = 0.729, client 1 to 2 − 0.7³ = 1.657.
    var toy = try quadratics()
    toy.round()
    #expect(agree([Double(toy.x)], [1.193], 1e-6))
    #expect(agree([control(toy.server.values.vectors)], [-0.643_333_333_3], 1e-6))
    let own = toy.clients.map { control($0.vectors) }
    #expect(agree(own, [0.903_333_333_3, -2.19], 1e-6))
    toy.round()
    #expect(agree([Double(toy.x)], [1.336_661_333_3], 1e-6))
    #expect(agree([control(toy.server.values.vectors)], [-0.478_871_111_1], 1e-6))
  }

  @Test func itsLimitIsTheOptimumThatAveragingMisses() throws {
    var corrected = try quadratics()
    var plain = try Quadratics(
      [1, 3], [0, 2], start: 1, method: MethodRecipe.fedAvgLoRA.method(Settings()))
    for _ in 0..<200 {
      corrected.round()
      plain.round()
    }
    #expect(abs(Double(corrected.x) - 1.5) < 1e-5)
    #expect(abs(Double(plain.x) - 1.415_948_275_9) < 1e-5)
  }

  @Test func aGlobalRateScalesTheStepOfTheServer() throws {
    var settings = Settings()
    settings.scaffoldRate = 0.5
    var toy = try Quadratics(
      [1, 3], [0, 2], start: 1, method: MethodRecipe.scaffold.method(settings))
    toy.round()
    #expect(agree([Double(toy.x)], [1 + 0.5 * 0.193], 1e-6))
  }

  @Test func itsFirstRoundIsFedAvgs() throws {
    let runs = try ["scaffold", "fedavg-lora"].map { method in
      try SmallRun.record {
        $0.method = method
        $0.rounds = 2
        $0.optimizer = .sgd
      }
    }
    #expect(runs[0].rounds[0].accuracy == runs[1].rounds[0].accuracy)
    #expect(runs[0].rounds[0].loss == runs[1].rounds[0].loss)
    #expect(runs[0].rounds[1].loss != runs[1].rounds[1].loss)
    #expect(runs[0].rounds[0].bytesUp == 2 * runs[1].rounds[0].bytesUp, "and twice the traffic")
    #expect(runs[0].rounds[0].bytesDown == 2 * runs[1].rounds[0].bytesDown)
  }

  @Test func withAnythingButPlainSGDItSaysSo() {
    #expect(MethodRecipe.scaffold.notes(Settings()).first?.contains("train.optimizer=sgd") == true)
    var settings = Settings()
    settings.optimizer = .sgd
    settings.momentum = 0
    settings.clip = 0
    settings.weightDecay = 0
    #expect(MethodRecipe.scaffold.notes(settings).isEmpty)
  }

  @Test func aCheckpointWithoutItsVariateIsRefused() throws {
    let federation = try SmallRun.federation {
      $0.method = "scaffold"
      $0.rounds = 1
    }
    var checkpoint = try #require(try SmallRun.record(federation).checkpoint)
    var values = try NamedValues(decoding: checkpoint.server)
    values.vectors[Scaffold.control] = nil
    checkpoint.server = values.encoded
    #expect(throws: CheckpointError.self) {
      try Simulation(federation, name: "restored").restore(checkpoint)
    }
  }

  @Test func whatItKeepsGoesThroughACheckpoint() throws {
    let federation = try SmallRun.federation {
      $0.method = "scaffold"
      $0.rounds = 1
    }
    let checkpoint = try #require(try SmallRun.record(federation).checkpoint)
    let simulation = Simulation(federation, name: "restored")
    try simulation.restore(checkpoint)
    #expect(simulation.server.values.vectors[Scaffold.control]?.contains { $0 != 0 } == true)
    #expect(simulation.clients.count { $0.vectors[Scaffold.control] != nil } == 3)
    #expect(simulation.checkpoint(changed: simulation.clients.touched) == checkpoint)
  }
}
