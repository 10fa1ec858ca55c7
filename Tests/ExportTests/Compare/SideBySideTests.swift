import Metrics
import Testing

@testable import Export

@Suite struct SideBySideTests {
  @Test("The target that all can reach is 95 % of the worst run's best")
  func target() {
    let good = RunResult.sample("good", accuracies: [nil, 0.5, 0.9])
    let bad = RunResult.sample("bad", accuracies: [0.2, 0.4, 0.3])
    #expect(SideBySide([good, bad]).target == 0.4 * 0.95)
    #expect(good.reached(0.38, .accuracy) == .init(round: 2, bytes: 70, simSeconds: 5, flops: 105))
    #expect(bad.reached(0.38, .accuracy) == .init(round: 2, bytes: 70, simSeconds: 5, flops: 105))
    #expect(good.reached(0.9, .accuracy) == .init(round: 3, bytes: 100, simSeconds: 7, flops: 155))
    #expect(bad.reached(0.9, .accuracy) == nil)
    let rows = SideBySide([good, bad], target: 0.7).rows
    #expect(rows.contains(["rounds to 70.0 %", "3", "not reached"]))
    #expect(rows.contains(["FLOPs to 70.0 %", "155", "–"]))
    #expect(SideBySide([good, bad], target: 0.7).target == 0.7)
    #expect(SideBySide([.sample("new", accuracies: [])]).target == nil)
  }

  @Test("Of a cost less is better: best, target and what reaches it")
  func cost() throws {
    let loss = Metric("loss")
    let run = RunResult.sample(accuracies: [0.5, 0.75, 0.25])
    #expect(run.best(loss) == 0.25 && run.last(loss) == 0.75)
    #expect(try #require(RunResult.target([run], loss)) == 0.25 * 1.05)
    #expect(run.reached(0.3, loss)?.round == 2)
    // A coefficient can be below zero: its target is further below.
    #expect(RunResult.target([.sample(accuracies: [-0.5])], .accuracy) == -0.5 * 1.05)
  }

  @Test(
    "Settings that differ have a row; those that a method does not read, and the machine's, do not")
  func settings() {
    let left = RunResult.sample(
      "a", settings: ["lora.rank": .integer(4), "mask.gamma": .number(1)])
    let right = RunResult.sample("b", seed: 2, settings: ["lora.rank": .integer(8)])
    let runs = SideBySide([left, right])
    #expect(runs.differingKeys == ["lora.rank", "run.seed"])
    #expect(runs.rows.contains(["lora.rank", "4", "8"]))
    #expect(runs.rows.contains(["accuracy, last", "50.0 %", "50.0 %"]))
    #expect(runs.rows.allSatisfy { $0.count == 3 })
  }

  @Test("Runs of several tasks or splits are shown with a warning")
  func warnings() {
    let run = RunResult.sample("a")
    var other = RunResult.sample("b")
    #expect(SideBySide([run, other]).warnings == [])
    other.planned = 30
    #expect(
      SideBySide([run, other]).warnings == ["not one task: the runs differ in federation.rounds"])
    other.planned = 1
    other.data.sha256 = ["train": "others"]
    #expect(SideBySide([run, other]).warnings.first?.hasPrefix("not one split") == true)
  }

  @Test("A table's columns are as wide as their widest cell")
  func table() {
    let table = TextTable(rows: [["run", "up"], ["long name", "7"], ["x"]], rightAligned: [1])
    #expect(table.lines == ["run        up", "long name   7", "x"])
  }
}
