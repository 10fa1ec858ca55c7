import Testing
import Transformer

@testable import Sim

/// FlexLoRA: the mean of products, decomposed (arXiv 2402.11505).
struct FlexLoRATests {
  private func rule(_ ranks: String, seed: Int = 42) throws -> ProductDecomposition {
    var settings = Settings()
    settings.flexRanks = ranks
    settings.seed = seed
    return ProductDecomposition(ranks: try ClientRanks(SettingKeys().flexRanks, settings))
  }

  private func ranks(_ rule: ProductDecomposition) -> [Int] {
    (0..<3).map { rule.ranks.rank(ofClient: $0) }
  }

  @Test func whatIsLeftOutIsTheTailOfTheSpectrum() throws {
    let round = try FactorRound()
    let rule = try rule("1,2,3")
    let clients = round.clients(ranks: ranks(rule))
    let after = round.merged(clients, by: rule)
    for pair in round.pairs {
      let ideal = round.mean(pair, clients)
      let dense = DoubleMatrix(rows: round.input, values: ideal).transposed
      let spectrum = try #require(SingularValues(dense)).values
      for rank in 1...3 {
        let tail = spectrum.dropFirst(rank).reduce(0) { $0 + $1 * $1 }.squareRoot()
        let error = distance(round.product(pair, after.parameters, rank: rank), ideal)
        #expect(abs(error - tail) < 1e-6, "a client of rank \(rank) gets the best there is")
      }
    }
  }

  @Test func withinItsRankItIsExact() throws {
    let round = try FactorRound()
    // One client of full rank, and three of rank 1.
    for (text, count) in [("3", 1), ("1", 3)] {
      let clients = Array(
        round.clients(ranks: Array(repeating: Int(text) ?? 0, count: 3)).prefix(count))
      let after = round.merged(clients, by: try rule(text))
      for pair in round.pairs {
        let error = distance(
          round.product(pair, after.parameters), round.mean(pair, clients))
        #expect(error < 1e-6)
      }
    }
  }

  @Test func unitsThatTheRoundHasNoDirectionForKeepTheirA() throws {
    let round = try FactorRound()
    let clients = Array(round.clients(ranks: [1, 1, 1]).prefix(1))
    let after = round.merged(clients, by: try rule("1"))
    for pair in round.pairs {
      for unit in 1..<3 {
        #expect((0..<round.output).allSatisfy { after.parameters[pair.place(inB: $0, unit)] == 0 })
        let first = pair.place(inA: unit, 0)
        #expect(
          after.parameters[first..<first + round.input]
            == round.server.parameters[first..<first + round.input])
      }
    }
  }

  @Test func theHeadIsAveragedBySamples() throws {
    let round = try FactorRound()
    let rule = try rule("1,2,3")
    let clients = round.clients(ranks: ranks(rule))
    let head = round.layout.ranges { $0.role == .head }
    #expect(
      round.merged(clients, by: rule).parameters.gathered(head)
        == round.merged(round.clients(), by: FederatedAveraging()).parameters.gathered(head))
  }

  @Test func clientsHaveRanksOfTheirOwn() throws {
    let federation = try SmallRun.federation { $0.method = "flexlora" }
    let tape = try SmallRun.record(federation)
    let head = federation.dataset.labelNames.count * 129
    let sizes = Set(tape.clients.map { ($0.bytesUp / 4 - head) / (6 * 2 * 256) })
    #expect(sizes == [4, 8], "both were drawn, and each is sent as it is")
    let ranks = try ClientRanks(SettingKeys().flexRanks, federation.settings)
    #expect(
      tape.clients.allSatisfy {
        ($0.bytesUp / 4 - head) / (6 * 2 * 256) == ranks.rank(ofClient: $0.client)
      })
    #expect(federation.encoder.layout.segments[0].rows == 8)
  }

  @Test(arguments: ["", "0", "4,", "4;8", "x", "2000"])
  func ranksThatAreNoneAreErrors(text: String) {
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.federation {
        $0.method = "flexlora"
        $0.flexRanks = text
      }
    }
    #expect(error?.description.hasPrefix("flexlora.ranks = \(text): must be ranks from 1") == true)
  }
}
