import Metrics
import Testing

@testable import Export

@Suite struct CSVTests {
  @Test(
    "Fields are quoted when they must be, and only then",
    arguments: [
      ("plain", "plain"), ("", ""), ("with space", "with space"), ("a,b", "\"a,b\""),
      ("say \"no\"", "\"say \"\"no\"\"\""), ("two\nlines", "\"two\nlines\""),
      ("return\r", "\"return\r\""), ("\r\n", "\"\r\n\""), ("ρ = 0.5", "ρ = 0.5"),
    ])
  func quoting(field: String, written: String) {
    #expect(CSVTable.quoted(field) == written)
  }

  @Test("Totals begin with the initialisation; what was not measured is empty")
  func rounds() throws {
    var snapshot = RunSnapshot()
    snapshot.apply(
      .initialised(
        Initialisation(
          gal: [0], layerScores: [], rule: "", sparsityRatio: 1, clientDifficulty: [], fisher: [],
          accuracy: nil, bytesUp: 100, bytesDown: 10, simSeconds: 2, wallSeconds: 0, flops: 30)))
    for round in 1...2 {
      snapshot.apply(
        .roundFinished(
          RoundReport(
            round: round, cohort: [1, 3], trainLoss: 0.5, share: 1, gal: [0], sparsityRatio: 1,
            learningRate: 0.1, bytesUp: 7, bytesDown: 5, simSeconds: 1.5, wallSeconds: 0.25,
            tokens: 9, accuracy: round == 2 ? 0.75 : nil, fisher: [],
            longest: round == 1 ? 16 : nil, epsilon: round == 2 ? 1.5 : nil,
            metrics: round == 2 ? ["f1": 0.5, "client_jain": 1] : nil, flops: 8,
            stale: round == 2 ? 3 : nil)))
    }
    let table = CSVTable(rounds: snapshot)
    let rows = table.rows.map { Dictionary(uniqueKeysWithValues: zip(table.header, $0)) }
    #expect(rows.map { $0["bytes_up_total"] } == ["107", "114"])
    #expect(rows.map { $0["bytes_down_total"] } == ["15", "20"])
    #expect(rows.map { $0["sim_seconds_total"] } == ["3.5", "5.0"])
    #expect(rows.map { $0["flops"] } == ["8.0", "8.0"])
    #expect(rows.map { $0["flops_total"] } == ["38.0", "46.0"])
    #expect(rows.map { $0["stale"] } == ["0", "3"])
    #expect(rows.map { $0["accuracy"] } == ["", "0.75"])
    #expect(rows.map { $0["longest"] } == ["16", ""])
    #expect(rows.map { $0["epsilon"] } == ["", "1.5"])
    #expect(rows.map { $0["f1"] } == ["", "0.5"])
    #expect(rows.map { $0["client_jain"] } == ["", "1.0"])
    #expect(rows.map { $0["cohort"] } == ["1 3", "1 3"])
    #expect(table.rows.allSatisfy { $0.count == table.header.count })
    #expect(table.text.split(separator: "\n").count == 3)
  }

  @Test("A client's failure stays in its field")
  func clients() {
    let report = ClientReport(
      round: 1, client: 4, batchesUsed: 1, batchesTotal: 2, tokens: 3, steps: 1, trainLoss: nil,
      difficulty: nil, fisher: [0.5, 0.25], liveNeurons: 1, bytesUp: 0, bytesDown: 8,
      simSeconds: 1, failure: "loss is NaN, left out", flops: 12)
    let text = CSVTable(clients: [.clientFinished(report), .stateChanged(.running)]).text
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.last == "1,4,1,2,3,1,,,0.5 0.25,1.0,0,8,1.0,12.0,,\"loss is NaN, left out\"")
  }
}
