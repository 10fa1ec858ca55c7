import Testing
import Transformer

@testable import Sim

/// LoRA-FAIR: B̄ + D (arXiv 2411.14961, in closed form).
struct LoRAFairTests {
  private func error(_ round: FactorRound, _ clients: [FactorRound.Client], _ lambda: Double)
    -> [Double]
  {
    let after = round.merged(clients, by: CorrectedAveraging(lambda: lambda)).parameters
    return round.pairs.map { pair in
      distance(round.product(pair, after), round.mean(pair, clients))
    }
  }

  /// ‖M − B·A‖² + λ‖B − B̄‖² has no slope in B at B̄ + D.
  @Test(arguments: [0.01, 1, 30])
  func theCorrectionIsAtTheMinimum(lambda: Double) throws {
    let round = try FactorRound()
    let clients = round.clients()
    let mean = round.merged(clients, by: FederatedAveraging()).parameters
    let after = round.merged(clients, by: CorrectedAveraging(lambda: lambda)).parameters
    for pair in round.pairs {
      #expect(after[pair.a.range] == mean[pair.a.range])
      let (ideal, found) = (round.mean(pair, clients), round.product(pair, after))
      var moved = 0.0
      for row in 0..<round.output {
        for unit in 0..<round.rank {
          let place = pair.place(inB: row, unit)
          let correction = Double(after[place]) - Double(mean[place])
          moved = max(moved, abs(correction))
          let slope = (0..<round.input).reduce(lambda * correction) { sum, column in
            let error = found[row * round.input + column] - ideal[row * round.input + column]
            return sum + error * Double(after[pair.place(inA: unit, column)])
          }
          #expect(abs(slope) < 1e-6 * max(1, lambda))
        }
      }
      #expect(moved > 1e-3)
    }
    let head = round.layout.ranges { $0.role == .head }
    #expect(after.gathered(head) == mean.gathered(head))
  }

  @Test func theErrorIsNeverGreaterThanWithoutIt() throws {
    let round = try FactorRound()
    let clients = round.clients()
    let plain = error(round, clients, 1e30)
    var last = error(round, clients, 1e-9)
    for lambda in [1e-3, 0.01, 0.1, 1, 10, 1e3] {
      let errors = error(round, clients, lambda)
      for index in errors.indices {
        #expect(errors[index] <= plain[index] + 1e-6)
        #expect(errors[index] >= last[index] - 1e-6, "it grows with λ")
      }
      last = errors
    }
  }

  @Test func forALargeWeightItIsFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    func run(_ lambda: Double) throws -> String? {
      try SmallRun.fingerprint {
        $0.method = "lora-fair"
        $0.fairLambda = lambda
      }
    }
    #expect(try run(1e30) == plain)
    #expect(try run(0.01) != plain)
  }

  @Test func withOneClientThereIsNothingToCorrect() throws {
    let round = try FactorRound()
    let alone = Array(round.clients().prefix(1))
    let after = round.merged(alone, by: CorrectedAveraging(lambda: 0.01)).parameters
    #expect(zip(after, alone[0].parameters).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
