import Testing

@testable import Sim

/// FedAvgM, FedAdagrad, FedYogi, FedAdam (arXiv 2003.00295, algorithm 2).
struct ServerOptimizerTests {
  private static let changes = [0.2, -0.1, 0.05]

  private static func rule(_ kind: ServerOptimizer.Kind) -> ServerOptimizer {
    ServerOptimizer(kind: kind, rate: 0.1, beta1: 0.9, beta2: 0.99, tau: 1e-3)
  }

  @Test(arguments: [
    (ServerOptimizer.Kind.adagrad, [1.009_950_125_0, 1.013_511_869_5, 1.018_813_198_7]),
    (.yogi, [1.095_124_922_0, 1.129_337_768_8, 1.180_309_810_1]),
    (.adam, [1.095_126_051_7, 1.129_471_059_4, 1.180_865_750_3]),
    // 1 + 0.1·0.2; then m = 0.9·0.2 − 0.1 and 0.9·0.08 + 0.05.
    (.momentum, [1.02, 1.028, 1.0402]),
  ])
  func threeStepsOfAScalar(kind: ServerOptimizer.Kind, expected: [Double]) {
    var (x, m, v) = (1.0, 0.0, 1e-6)
    let found = Self.changes.map { change in
      x = Self.rule(kind).step(from: x, to: x + change, &m, &v)
      return x
    }
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 6e-11 }, "\(found)")
  }

  @Test(arguments: [ServerOptimizer.Kind.adagrad, .yogi, .adam, .momentum])
  func aRoundIsAStepOfEachParameter(kind: ServerOptimizer.Kind) throws {
    let round = try FactorRound()
    let rule = Self.rule(kind)
    let clients = round.clients()
    let mean = round.merged(clients, by: FederatedAveraging()).parameters
    let after = round.merged(clients, by: rule)
    for index in mean.indices {
      var (m, v) = (0.0, 1e-6)
      let x = rule.step(
        from: Double(round.server.parameters[index]), to: Double(mean[index]), &m, &v)
      #expect(abs(Double(after.parameters[index]) - x) < 1e-6)
      let first = try #require(after.values.vectors[ServerOptimizer.first])
      #expect(abs(Double(first[index]) - m) < 1e-7)
    }
    #expect(Set(after.values.vectors.keys) == Set(rule.fields(round.layout).map(\.name)))
  }

  @Test func withoutMomentumItIsFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    func run(_ momentum: Double, _ rate: Double) throws -> String? {
      try SmallRun.fingerprint {
        $0.method = "fedavgm"
        $0.fedAvgMMomentum = momentum
        $0.fedAvgMRate = rate
      }
    }
    #expect(try run(0, 1) == plain)
    #expect(try run(0.9, 1) != plain)
    #expect(try run(0, 0.5) != plain)
  }

  @Test func aCheckpointWithoutItsMomentsIsRefused() throws {
    let federation = try SmallRun.federation {
      $0.method = "fedadam"
      $0.rounds = 1
    }
    var checkpoint = try #require(try SmallRun.record(federation).checkpoint)
    var values = try NamedValues(decoding: checkpoint.server)
    values.vectors[ServerOptimizer.second] = nil
    checkpoint.server = values.encoded
    #expect(throws: CheckpointError.self) {
      try Simulation(federation, name: "restored").restore(checkpoint)
    }
  }
}
