import Foundation
import Metrics
import Plain
import Testing

@testable import Export

@Suite struct ComparisonTests {
  /// Two methods with three seeds each.
  private static var study: [RunResult] {
    (1...3).flatMap { seed -> [RunResult] in
      let gain = 0.01 * Double(seed)
      return [
        .sample("a\(seed)", seed: UInt64(seed), accuracies: [0.4, 0.5 + gain]),
        .sample(
          "p\(seed)", method: "fedprox", seed: UInt64(seed), accuracies: [0.5, 0.6 + 2 * gain]),
      ]
    }
  }

  @Test("Runs that differ in the seed alone are a row with a mean")
  func rows() throws {
    let table = try #require(Comparison(Self.study).tables.first)
    #expect(table.rows.map(\.label) == ["fedprox", "fedavg-lora"], "best first")
    #expect(table.seeds == [1, 2, 3])
    let spread = try #require(table.rows[1].last(.accuracy))
    #expect(abs(spread.mean - 0.52) < 1e-12 && abs((spread.deviation ?? 0) - 0.01) < 1e-12)
    let difference = try #require(table.rows[0].difference(to: table.rows[1], .accuracy))
    #expect(difference.spread.count == 3 && abs(difference.spread.mean - 0.12) < 1e-12)
    #expect(table.notes == [])
    // Both cost the same, so only the better one is on the front.
    #expect(table.rows.map(\.isOnFront) == [true, false])
  }

  @Test("Settings in which rows of a method differ are in its name; others are not")
  func labels() throws {
    var runs = Self.study
    runs += [
      .sample(
        "p4", method: "fedprox", accuracies: [0.1, 0.2], settings: ["fedprox.mu": .number(0.5)])
    ]
    let table = try #require(Comparison(runs).tables.first)
    #expect(
      table.rows.map(\.label) == ["fedprox mu=0.01", "fedavg-lora", "fedprox mu=0.5"])
    #expect(table.rows.map(\.isComparable) == [true, true, false])
    #expect(
      table.notes == [
        "fedprox mu=0.5 has seeds 1, not 1, 2, 3: marked with a dagger, and not ranked"
      ])
  }

  @Test("A setting that a run was made before there was counts as its first value")
  func firstValues() {
    let old = RunResult.sample("a", method: "fedprox")
    let new = RunResult.sample(
      "b", method: "fedprox", seed: 2, settings: ["fedprox.mu": .number(0.01)])
    #expect(RunTraits(old) == RunTraits(new))
  }

  @Test("What is of another task is in another table, and why is said")
  func tasks() {
    var runs = Self.study
    runs.append(.sample("short", accuracies: [0.9]))
    runs.append(
      .sample("wide", accuracies: [0.9, 0.9], settings: ["federation.alpha": .number(0.1)]))
    var foreign = RunResult.sample("other", accuracies: [0.9, 0.9])
    foreign.data = .init(name: "x.csv", sha256: ["train": "0123456789abcdef"], builtIn: false)
    runs.append(foreign)
    let tables = Comparison(runs).tables
    #expect(tables.map { $0.rows.flatMap(\.runs).count } == [6, 1, 1, 1])
    #expect(tables[1].notes == ["told apart from table 1: federation.rounds 2 there, 1 here"])
    #expect(tables[2].notes == ["told apart from table 1: federation.alpha 1 there, 0.1 here"])
    let devices = Comparison(
      ["boards-lte-m", ""].map { RunResult.sample($0, settings: ["clock.devices": .text($0)]) })
    #expect(
      devices.tables[1].notes == [
        "told apart from table 1: clock.devices boards-lte-m there, none here"
      ])
    #expect(tables[3].notes.first?.contains("data.sha256 – there, 0123456789ab here") == true)
  }

  @Test("Other samples at the clients of the same seed are another table, by data and by partition")
  func splits() {
    var runs = Self.study
    for index in runs.indices { runs[index].partitionHash = "p\(runs[index].seed)" }
    #expect(Comparison(runs).tables.count == 1, "of each seed its own")
    var silent = RunResult.sample("old", method: "moon", accuracies: [0.1, 0.2])
    #expect(
      Comparison(runs + [silent]).tables.count == 1, "what a file does not say is no difference")
    silent.partitionHash = "another"
    let tables = Comparison(runs + [silent]).tables
    #expect(tables.count == 2)
    #expect(tables[1].notes.first?.contains("other samples at its clients") == true)
    runs[0].data.sha256 = ["train": "another"]
    #expect(Comparison(runs).tables.count == 2)
  }

  @Test("Unfinished, repeated, branched and steered runs are never averaged with others")
  func apart() throws {
    var runs = Self.study
    runs[0].rounds = 1
    var table = try #require(Comparison(runs).tables.first)
    #expect(table.notes.contains("a1 (fedavg-lora, seed 1) left out: unfinished, round 1 of 2"))
    #expect(table.rows.first { $0.method == "fedavg-lora" }?.seeds == [2, 3])

    runs = Self.study
    var again = runs[0]
    again.run = "again"
    again.created = "2026-11-27T00:00:00Z"
    table = try #require(Comparison(runs + [again]).tables.first)
    #expect(
      table.notes == [
        "a1 left out: again has the same method, settings and seed, with the same numbers"
      ])
    #expect(table.rows.first { $0.method == "fedavg-lora" }?.runs[0].run == "again")

    runs[0].branched = 1
    runs[2].turned = ["sparsity 0.2 from round 12"]
    table = try #require(Comparison(runs).tables.first)
    #expect(
      Set(table.rows.map(\.label)) == [
        "fedprox", "fedavg-lora branched round 1 not turned",
        "fedavg-lora not branched turned sparsity 0.2 from round 12",
        "fedavg-lora not branched not turned",
      ])
  }

  @Test("A row with more seeds than the others is averaged over theirs, and it is said")
  func moreSeeds() throws {
    let extra = RunResult.sample("a4", seed: 4, accuracies: [0, 0])
    let runs =
      Self.study + [extra, .sample("m1", method: "moon", accuracies: [0.1, 0.1])]
      + (2...3).map { .sample("m\($0)", method: "moon", seed: $0, accuracies: [0.1, 0.1]) }
    let table = try #require(Comparison(runs).tables.first)
    #expect(table.rows.allSatisfy { $0.seeds == [1, 2, 3] && $0.isComparable })
    #expect(
      table.notes == [
        "fedavg-lora has seeds 1, 2, 3, 4: averaged over 1, 2, 3, which the others have"
      ])
  }

  @Test("A target that some seeds reach costs their median; none is told apart")
  func targets() throws {
    let comparison = Comparison(Self.study, target: 0.515)
    let table = try #require(comparison.tables.first)
    let cost = table.rows[1].cost(of: 0.515, .accuracy)
    #expect(cost == TargetCost(reached: 2, of: 3, rounds: 2, bytes: 70, simSeconds: 5, flops: 105))
    let text = Comparison(Self.study, target: 0.64).report().text
    #expect(text.contains("not reached"))
    #expect(text.contains("0 of 3") && text.contains("2 of 3"))
  }

  /// A median over fewer seeds than those that reached the target would say nothing of the others.
  @Test("Operations that one seed did not count are told of none")
  func uncounted() throws {
    var old = Self.study
    // As files of earlier versions have it.
    let whole = String(decoding: try JSONEncoder.plain().encode(old[0].curve), as: UTF8.self)
    let part = whole.replacing(#/"flops":\[[^\]]*\],/#, with: "")
    try #require(part.count < whole.count)
    old[0].curve = try JSONDecoder.plain().decode(ResultCurve.self, from: Data(part.utf8))
    old[0].flops = nil
    let table = try #require(Comparison(old, target: 0.1).tables.first)
    let row = try #require(table.row(old[0].method))
    let cost = row.cost(of: 0.1, .accuracy)
    #expect(cost.flops.isNaN && cost.bytes.isFinite)
    #expect(row.spread(\.flops) == nil)
    let json = String(decoding: try JSONEncoder.plain().encode(cost), as: UTF8.self)
    #expect(!json.contains("flops") && json.contains("sim_seconds"))
  }

  @Test("The front has what nothing beats in metric, bytes and time at once")
  func front() throws {
    var cheap = RunResult.sample("c", method: "fedprox", accuracies: [0.4])
    cheap.bytesUp = 1
    var slow = RunResult.sample("s", method: "moon", accuracies: [0.4])
    slow.simSeconds = 1000
    let table = try #require(
      Comparison([.sample("a", accuracies: [0.5]), cheap, slow]).tables.first)
    let front = Dictionary(table.rows.map { ($0.method, $0.isOnFront) }) { $1 }
    #expect(front == ["fedavg-lora": true, "fedprox": true, "moon": false])
  }

  @Test("Ranks are over what all tables have; cliques are what the critical difference spans")
  func ranks() throws {
    var runs: [RunResult] = []
    for alpha in 1...8 {
      for (place, method) in ["fedavg-lora", "fedprox", "moon"].enumerated() {
        runs.append(
          .sample(
            "\(method)\(alpha)", method: method,
            accuracies: [0.9 - 0.1 * Double(place) - 0.001 * Double(alpha)],
            settings: ["federation.alpha": .number(Double(alpha))]))
      }
    }
    // The same accuracies with other links: one experiment.
    for method in ["fedavg-lora", "fedprox", "moon"] {
      guard let run = runs.first(where: { $0.method == method }) else { continue }
      var slow = run
      slow.settings["clock.uplink"] = .number(1)
      runs.append(slow)
    }
    runs.append(
      .sample(
        "once", method: "scaffold", accuracies: [0.95],
        settings: ["federation.alpha": .number(2)]))
    let ranking = try #require(Comparison(runs).ranking)
    #expect(ranking.labels == ["fedavg-lora", "fedprox", "moon"])
    #expect(ranking.average.ranks == [1, 2, 3] && ranking.tables == 8)
    #expect(ranking.missing == ["scaffold"] && ranking.repeated == 1)
    // 2.343 √(3 · 4 / (6 · 8)) = 1.17: neighbours are not told apart, the ends are.
    #expect(abs(ranking.average.criticalDifference - 1.172) < 0.001)
    #expect(ranking.cliques == [0...1, 1...2])
    #expect(Comparison([.sample()]).ranking == nil)
  }
}
