import Metrics
import Testing

@testable import Export

@Suite struct CatalogueTests {
  /// A run whose rounds cost 30 bytes and 2 virtual seconds each, after 10 bytes and 1 second.
  private static func entry(
    _ name: String, accuracies: [Double?], configuration: [String: ConfigValue] = [:]
  ) -> Comparison.Entry {
    var snapshot = RunSnapshot()
    snapshot.apply(
      .initialised(
        Initialisation(
          gal: [], layerScores: [], rule: "", sparsityRatio: 1, clientDifficulty: [], fisher: [],
          accuracy: nil, bytesUp: 6, bytesDown: 4, simSeconds: 1, wallSeconds: 0)))
    for (index, accuracy) in accuracies.enumerated() {
      snapshot.apply(
        .roundFinished(
          RoundReport(
            round: index + 1, cohort: [], trainLoss: nil, share: 1, gal: [], sparsityRatio: 1,
            learningRate: 0, bytesUp: 20, bytesDown: 10, simSeconds: 2, wallSeconds: 1, tokens: 0,
            accuracy: accuracy, fisher: [])))
    }
    return Comparison.Entry(name: name, configuration: configuration, snapshot: snapshot)
  }

  @Test("The target that all can reach is 95 % of the worst run's best")
  func target() throws {
    let good = Self.entry("good", accuracies: [nil, 0.5, 0.9])
    let bad = Self.entry("bad", accuracies: [0.2, 0.4, 0.3])
    let comparison = Comparison([good, bad], target: nil)
    #expect(try #require(comparison.target) == 0.4 * 0.95)
    #expect(good.reached(0.38) == .init(round: 2, bytes: 70, simSeconds: 5))
    #expect(bad.reached(0.38) == .init(round: 2, bytes: 70, simSeconds: 5))
    #expect(good.reached(0.9) == .init(round: 3, bytes: 100, simSeconds: 7))
    #expect(bad.reached(0.9) == nil)
    #expect(Comparison([good, bad], target: 0.7).target == 0.7)
    #expect(Comparison([Self.entry("new", accuracies: [])], target: nil).target == nil)
  }

  @Test("Settings that differ have a row, settings about the machine do not")
  func settings() {
    let left = Self.entry(
      "a", accuracies: [0.5],
      configuration: [
        "lora.rank": .integer(4), "run.seed": .integer(1), "run.workers": .integer(1),
      ])
    let right = Self.entry(
      "b", accuracies: [0.5],
      configuration: ["lora.rank": .integer(8), "run.seed": .integer(1), "mask.gamma": .number(1)])
    let comparison = Comparison([left, right], target: nil)
    #expect(comparison.differingKeys == ["lora.rank", "mask.gamma"])
    let rows = comparison.table.rows
    #expect(rows.contains(["lora.rank", "4", "8"]))
    #expect(rows.contains(["mask.gamma", "–", "1.0"]))
    #expect(rows.allSatisfy { $0.count == 3 })
  }

  @Test("A table's columns are as wide as their widest cell")
  func table() {
    let table = TextTable(rows: [["run", "up"], ["long name", "7"], ["x"]], rightAligned: [1])
    #expect(table.lines == ["run        up", "long name   7", "x"])
  }
}
