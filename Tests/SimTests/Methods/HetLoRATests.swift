import Testing
import Transformer

@testable import Sim

/// HetLoRA: padding, weights by norm, pruning (arXiv 2401.06432).
struct HetLoRATests {
  private func merged(_ round: FactorRound, _ clients: [FactorRound.Client]) throws -> ServerState {
    let ranks = try ClientRanks(SettingKeys().hetRanks, Settings())
    return round.merged(clients, by: NormWeightedAveraging(ranks: ranks)) { client in
      var message = Message()
      message.add(RankPruning.rank, [Float(client.rank)])
      return message
    }
  }

  @Test func itIsTheMeanOfPaddedFactorsByNorm() throws {
    let round = try FactorRound()
    let clients = round.clients(ranks: [1, 2, 1])
    let after = try merged(round, clients)
    for pair in round.pairs {
      let norms = clients.map {
        distance(round.product(pair, $0.parameters, rank: $0.rank), Array(repeating: 0, count: 35))
      }
      func mean(_ place: Int, unit: Int) -> Double {
        let values = zip(clients, norms).map { client, norm in
          unit < client.rank ? norm * Double(client.parameters[place]) : 0
        }
        return values.reduce(0, +) / norms.reduce(0, +)
      }
      for unit in 0..<3 {
        for place in (0..<round.input).map({ pair.place(inA: unit, $0) })
          + (0..<round.output).map({ pair.place(inB: $0, unit) })
        {
          let found = Double(after.parameters[place])
          if unit < 2 {
            #expect(abs(found - mean(place, unit: unit)) < 1e-6)
          } else {
            #expect(
              found == Double(round.server.parameters[place]), "nobody has it: it stays as it is")
          }
        }
      }
    }
    #expect(after.values.numbers == ["rank.0": 1, "rank.1": 2, "rank.2": 1])
  }

  @Test func ofEqualNormsItIsTheMean() throws {
    let round = try FactorRound()
    var clients = round.clients()
    // (−B)·(−A) = B·A: the norms are the same, and A + A − A is left of the factors.
    for index in 1..<3 {
      clients[index].parameters = clients[0].parameters.map { index == 1 ? -$0 : $0 }
    }
    let after = try merged(round, clients)
    for pair in round.pairs {
      for place in pair.a.range {
        #expect(abs(after.parameters[place] - clients[0].parameters[place] / 3) < 1e-6)
      }
    }
  }

  @Test func itsTermHasTheGradientOfItsFormula() throws {
    let tiny = try TinyEncoder()
    // Rank 3, γ = 0.5: the last units are 1 and 2.
    let rule = RankPruning(gamma: 0.5, lambda: 0.25, least: 1)
    let training = tiny.training(gal: [0, 1, 2])
    let layout = tiny.encoder.layout
    func term(_ parameters: [Float]) -> Double {
      layout.factorPairs.reduce(0) { sum, pair in
        let norms = pair.norms(of: 1..<3, in: parameters)
        return sum + 0.25 * norms.a * norms.b
      }
    }
    training.gradient = [Float](repeating: 0, count: layout.count)
    rule.correct(training)
    for place in stride(from: 0, to: layout.count, by: 7) {
      var (low, high) = (training.parameters, training.parameters)
      low[place] -= 1e-3
      high[place] += 1e-3
      let slope = (term(high) - term(low)) / Double(high[place] - low[place])
      #expect(abs(slope - Double(training.gradient[place])) < 2e-4, "\(place)")
    }
    #expect(training.gradient.contains { $0 != 0 })
  }

  @Test(arguments: [(0.5, 1, 1), (0.5, 2, 2), (0.99, 1, 2), (1, 1, 3)])
  func unitsThatHaveShrunkAreGivenUp(gamma: Double, least: Int, expected: Int) throws {
    let tiny = try TinyEncoder()
    let rule = RankPruning(gamma: gamma, lambda: 0, least: least)
    let training = tiny.training(gal: [0, 1, 2])
    training.parameters = training.parameters.map { 0.9 * $0 }
    rule.end(training)
    #expect(training.sent.numbers(RankPruning.rank) == [Float(expected)])
    let ranges = training.plan.returning.intersection(tiny.encoder.layout.ranges(rank: expected))
    #expect(training.returning == ranges)
    let grown = tiny.training(gal: [0, 1, 2])
    grown.parameters = grown.parameters.map { 1.1 * $0 }
    rule.end(grown)
    #expect(grown.sent.numbers(RankPruning.rank) == [3] && grown.returning == grown.plan.returning)
  }

  /// A weight λ so great that the last units shrink: who took part twice has given some up, and the next message is short.
  @Test func aPrunedClientGetsAndSendsLess() throws {
    let federation = try SmallRun.federation {
      $0.method = "hetlora"
      $0.cohort = 6
      $0.rounds = 4
      $0.clip = 0
      $0.hetRanks = "2,8"
      $0.hetGamma = 0.5
      $0.hetLambda = 100
    }
    let tape = try SmallRun.record(federation)
    let head = federation.dataset.labelNames.count * 129
    func rank(_ bytes: Int) -> Int { (bytes / 4 - head) / (6 * 2 * 256) }
    var held: [Int: Int] = [:]
    for report in tape.clients {
      if let before = held[report.client] { #expect(rank(report.bytesDown) == before) }
      held[report.client] = rank(report.bytesUp - 4)
      #expect(held[report.client].map { $0 <= rank(report.bytesDown) && $0 >= 2 } == true)
    }
    let first = Dictionary(
      uniqueKeysWithValues: tape.clients.prefix(6).map { ($0.client, rank($0.bytesDown)) })
    #expect(Set(first.values) == [2, 8])
    #expect(held.contains { $0.value < first[$0.key] ?? 0 })
  }
}
