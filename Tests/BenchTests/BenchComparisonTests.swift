import Host
import Plain
import Testing

@testable import Bench

/// Reading an earlier measurement, and ratios to it.
@Suite("Bench comparison") struct BenchComparisonTests {
  static func result(_ name: String, ms: Double, workers: Int = 1) -> BenchResult {
    BenchResult(
      name: name, milliseconds: ms, spread: 0.01, repeats: 3, tokensPerSecond: 100, gflops: 1,
      workers: workers, memoryMB: 10, pooling: "first", core: "test")
  }

  static func text(_ results: [BenchResult]) throws -> String {
    try results.map { try #require(JSONLines.line($0)) }.joined(separator: "\n") + "\n"
  }

  @Test("A result survives its JSON line, with the names that other tools read")
  func line() throws {
    let line = try #require(JSONLines.line(Self.result("step/tiny/8/32", ms: 4)))
    #expect(line.contains("\"case\":\"step/tiny/8/32\""))
    #expect(line.contains("\"ms\":4,") && line.contains("\"tokens_per_second\":100,"))
    #expect(!line.contains("share_of_gemm_peak"))
  }

  @Test("Ratios go by case and workers, and are above 1 for what became faster")
  func ratios() throws {
    let old = [
      Self.result("step/tiny/8/32", ms: 8), Self.result("step/tiny/8/32", ms: 10, workers: 2),
      Self.result("runfile", ms: 3),
    ]
    var comparison = try BenchComparison(text: Self.text(old), name: "old.jsonl")
    #expect(comparison.summary == nil)
    #expect(comparison.compared(Self.result("step/tiny/8/32", ms: 4)).speedup == 2)
    #expect(comparison.compared(Self.result("step/tiny/8/32", ms: 20, workers: 2)).speedup == 0.5)
    #expect(comparison.compared(Self.result("round/tiny", ms: 1)).speedup == nil)
    let summary = try #require(comparison.summary)
    #expect(summary.count == 2)
    #expect(abs(summary.mean - 1) < 1e-12)
  }

  @Test("A line that is no result is named by its number")
  func badLine() throws {
    let good = try Self.text([Self.result("runfile", ms: 3)])
    let error = #expect(throws: Failure.self) {
      try BenchComparison(text: "\n" + good + "{\"case\":\"step\"}\n", name: "old.jsonl")
    }
    #expect(error?.message == "old.jsonl:3: not a line of fedtop bench --json")
    #expect(error?.status == Failure.Status.data.rawValue)
  }

  @Test("Files without results, or missing, are errors")
  func noResults() {
    let empty = #expect(throws: Failure.self) { try BenchComparison(text: "\n", name: "x") }
    #expect(empty?.status == Failure.Status.data.rawValue)
    let missing = #expect(throws: Failure.self) { try BenchComparison(path: "/no/such/file") }
    #expect(missing?.status == Failure.Status.notFound.rawValue)
  }

  @Test("Median and spread")
  func timing() {
    let timing = Timing([4, 1, 2, 3, 10])
    #expect(timing.median == 3)
    #expect(timing.spread == (4.0 - 2.0) / 3)
    #expect(Timing([2, 4]).median == 3)
    #expect(Timing([7]).spread == 0)
  }
}

/// How often a case is repeated.
@Suite("Bench settings") struct BenchSettingsTests {
  @Test(
    "Repeated for its time and a number of times, but not for ever",
    arguments: [
      ([], true), ([0.1], true), ([0.3, 0.3, 0.3], true), ([0.4, 0.4, 0.4], false),
      ([8, 8], true), ([19, 2], false), ([30], false),
    ])
  func repeats(times: [Double], wantsMore: Bool) {
    let settings = BenchSettings(
      seconds: 1, repeats: 3, isQuick: false, workers: 1, pooling: .first, workload: .seeded())
    #expect(settings.wantsMore(times) == wantsMore)
  }

  @Test("A quick case is done once")
  func quick() {
    let settings = BenchSettings(
      seconds: 0, repeats: 1, isQuick: true, workers: 1, pooling: .first, workload: .seeded())
    #expect(settings.wantsMore([]) && !settings.wantsMore([0.001]))
  }
}

/// Which cases a filter names.
@Suite("Bench cases") struct BenchCaseTests {
  @Test("Patterns match as in a shell; heavy cases want to be named")
  func selection() throws {
    let tiny = try BenchCase.selected(["step/tiny/*"], quick: false).map(\.name)
    #expect(
      tiny == [
        "step/tiny/8/32", "step/tiny/8/mixed", "step/tiny/32/32", "step/tiny/32/mixed",
      ])
    let two = try BenchCase.selected(["runfile", "round/min*"], quick: true).map(\.name)
    #expect(two == ["round/minilm", "runfile"])
    let usual = try BenchCase.selected([], quick: false).map(\.name)
    #expect(!usual.contains { $0.contains("large") } && usual.contains("step/bert-base/8/mixed"))
    let quick = try BenchCase.selected([], quick: true).map(\.name)
    #expect(!quick.contains { $0.contains("bert-base/") } && quick.contains("round/minilm"))
    #expect(try BenchCase.selected(["*/large/8/32"], quick: false).map(\.name).count == 1)
  }

  @Test("A pattern without a case is a usage error")
  func noCase() {
    let error = #expect(throws: Failure.self) {
      try BenchCase.selected(["step/*", "stpe/*"], quick: false)
    }
    #expect(error?.status == Failure.Status.usage.rawValue)
    #expect(error?.message?.contains("stpe/*") == true)
  }

  @Test("Every batch that a case wants is in the workload, and no name is used twice")
  func workload() {
    let workload = Workload.seeded()
    for known in BenchCase.all {
      switch known.kind {
      case .step(_, let key), .fisher(_, let key), .evaluate(_, let key):
        #expect(workload.groups(key) != nil, "\(known.name)")
      case .merge, .method, .round, .startup, .runFile: break
      }
    }
    #expect(Set(BenchCase.all.map(\.name)).count == BenchCase.all.count)
  }
}
