import Foundation
import Testing

/// `fedtop compare` over real runs: its numbers are those of the runs' own JSON lines.
@Suite struct CompareTests {
  /// A run's line of the record for each event of a kind.
  private struct Run {
    let method: String
    let seed: Int
    let objects: [JSONObject]

    var rounds: [JSONObject] { objects.filter { $0.text("event") == "round" } }
    var summary: JSONObject { objects.last { $0.text("event") == "run_finished" } ?? objects[0] }

    /// Costs after a round, the initialisation among them.
    func until(_ round: Int, _ key: String) -> Double {
      objects.filter { ["init", "round"].contains($0.text("event")) }
        .filter { $0.text("event") == "init" || $0.integer("round") <= round }
        .reduce(0) { $0 + $1.number(key) }
    }
  }

  private static let methods = ["fibecfed", "fedavg-lora"]

  /// Two methods with three seeds, five rounds, evaluated every second.
  private static func study(in scratch: Scratch) throws -> [Run] {
    try methods.flatMap { method in
      try (1...3).map { seed in
        let run = try Program.run(
          ["run", "--json", "--method", method, "--seed", "\(seed)"] + Program.tiny
            + ["--set", "federation.rounds=5", "--set", "evaluation.every=2"], in: scratch)
        try #require(run.status == 0, "\(run.errors)")
        return Run(method: method, seed: seed, objects: try run.objects())
      }
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  private static func deviation(_ values: [Double]) -> Double {
    let center = mean(values)
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  private static func near(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-12 * max(1, abs(right))
  }

  @Test("Means, spreads, costs of a target and differences are those of the JSON lines")
  func numbers() throws {
    let scratch = try Scratch()
    let runs = try Self.study(in: scratch)
    let outcome = try Program.run(
      ["compare", "runs", "--json", "--target", "0.5", "--against", "fedavg-lora"], in: scratch)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let rows = try outcome.objects()
    #expect(rows.count == 2, "two rows, and nothing was told apart")
    for row in rows {
      let own = runs.filter { $0.method == row.text("row") }
      #expect(row.numbers("seeds") == [1, 2, 3])
      for name in ["accuracy", "accuracy_global", "loss"] {
        let series = own.map { run in
          run.rounds.map { $0.number(name) }.filter { !$0.isNaN }
        }
        let last = series.compactMap(\.last)
        let best = series.compactMap { name == "loss" ? $0.min() : $0.max() }
        #expect(series.allSatisfy { $0.count == 3 }, "rounds 2, 4 and 5")
        for (key, values) in [("last", last), ("best", best)] {
          let spread = row.object(key).object(name)
          #expect(Self.near(spread.number("mean"), Self.mean(values)), "\(key) \(name)")
          #expect(Self.near(spread.number("sd"), Self.deviation(values)), "\(key) \(name)")
        }
      }
      for key in ["bytes_up", "bytes_down", "sim_seconds", "flops"] {
        let values = own.map { $0.summary.number(key) }
        #expect(Self.near(row.object(key).number("mean"), Self.mean(values)), "\(key)")
        #expect(Self.near(row.object(key).number("sd"), Self.deviation(values)), "\(key)")
      }
      let hits = own.compactMap { run in
        run.rounds.first { $0.number("accuracy") >= 0.5 }.map { (run, $0.integer("round")) }
      }
      let cost = row.object("to_target")
      #expect(cost.integer("reached") == hits.count && cost.integer("of") == 3)
      let bytes = hits.map { $0.until($1, "bytes_up") + $0.until($1, "bytes_down") }.sorted()
      // The median of three is the middle one; two or one of three are left to the room's own tests.
      let flops = hits.map { $0.until($1, "flops") }.sorted()
      if hits.count == 3 {
        #expect(cost.number("bytes") == bytes[1])
        #expect(Self.near(cost.number("flops"), flops[1]))
      }
    }
    let last = Self.methods.map { method in
      runs.filter { $0.method == method }.map { $0.summary.number("accuracy") }
    }
    let differences = zip(last[0], last[1]).map { $0 - $1 }
    let paired = try #require(rows.first { $0.text("row") == "fibecfed" }).object("paired")
    #expect(Self.near(paired.object("difference").number("mean"), Self.mean(differences)))
    #expect(paired.number("lower") <= paired.object("difference").number("mean"))
    #expect(paired.number("upper") >= paired.object("difference").number("mean"))
  }

  @Test("Saved results give the same tables as the runs, in every format, and plots")
  func saved() throws {
    let scratch = try Scratch()
    _ = try Self.study(in: scratch)
    let save = try Program.run(["compare", "runs", "--save", "results.json"], in: scratch)
    #expect(save.status == 0)
    #expect(scratch.text("results.json").utf8.count < 6 * 5000)
    for format in ["text", "markdown", "csv", "json", "latex"] {
      for more in [["--against", "fedavg-lora"], ["--each"]] {
        let (live, stored) = try (
          Program.run(["compare", "runs", "--format", format] + more, in: scratch),
          Program.run(
            ["compare", "--from", "results.json", "--format", format] + more, in: scratch)
        )
        #expect(live.status == 0 && !live.output.isEmpty, "\(live.errors)")
        #expect(live.output == stored.output, "\(format) \(more)")
      }
    }
    let files = ["a.csv", "curves.svg", "pareto.png"]
    for (file, arguments) in zip(
      files,
      [
        ["--format", "csv", "--output", files[0]], ["--plot", files[1]],
        ["--plot", files[2], "--plot-kind", "pareto"],
      ])
    {
      let made = try Program.run(["compare", "--from", "results.json"] + arguments, in: scratch)
      #expect(made.status == 0 && !scratch.text(file).isEmpty, "\(file): \(made.errors)")
      let again = try Program.run(["compare", "--from", "results.json"] + arguments, in: scratch)
      #expect(again.status == 74 && again.errors.contains("--force"))
    }
    let twice = try Program.run(
      ["compare", "--from", "results.json", "results.json"], in: scratch)
    #expect(twice.output == save.output, "the same run twice is one run")
  }

  @Test("Few runs of one seed stand side by side with the keys they had, and new ones")
  func few() throws {
    let scratch = try Scratch()
    try #require(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    let lines = try Program.run(["compare", "latest", "latest", "--json"], in: scratch).objects()
    #expect(lines.count == 2 && lines[0] == lines[1])
    let promised: Set = [
      "run", "method", "data", "model", "settings", "rounds", "accuracy", "best_accuracy",
      "accuracy_global", "best_accuracy_global", "majority_accuracy", "majority_personal",
      "bytes_up", "bytes_down", "sim_seconds", "wall_seconds", "target", "reached", "seed",
    ]
    #expect(promised.subtracting(lines[0].keys) == [])
    let text = try Program.run(["compare", "latest", "latest"], in: scratch).lines
    #expect(text.contains { $0.hasPrefix("accuracy, last  ") })
  }

  @Test("What cannot be compared ends with a line that says what to do")
  func errors() throws {
    let scratch = try Scratch()
    try #require(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    try scratch.write("empty/readme", "")
    try scratch.write("bad.json", "{\"a\": 1}")
    try scratch.write("runs/broken.sqlite", "no run")
    let wrong: [(arguments: [String], status: Int32, words: String)] = [
      ([], 2, "give runs"), (["empty"], 66, "no runs in empty"), (["nothing"], 66, "nothing"),
      (["--from", "nothing.json"], 66, "nothing.json"),
      (["--from", "bad.json"], 65, "no results of runs"),
      (["broken"], 65, "not a run file"),
      (["latest", "--against", "fibecfd"], 2, "did you mean 'fibecfed'?"),
      (["latest", "--metric", "acuracy"], 2, "did you mean 'accuracy'?"),
      (["latest", "--table", "7"], 2, "only tables 1 to 1"),
      (["latest", "--target", "2"], 2, "from 0 to 1"),
      (["latest", "--format", "pdf"], 2, "must be one of"),
      (["latest", "--plot", "a.gif"], 2, "must end with .svg or .png"),
      (["latest", "--plot", "a.svg", "--plot-kind", "ranks"], 2, "needs two tables"),
    ]
    for (arguments, status, words) in wrong {
      let outcome = try Program.run(["compare"] + arguments, in: scratch)
      #expect(outcome.status == status, "\(arguments): \(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
    // Of a directory, what cannot be read is left out and named.
    let rest = try Program.run(["compare", "runs"], in: scratch)
    #expect(rest.status == 0 && rest.errors.contains("left out: not a run file"))
    let never = try Program.run(["compare", "runs", "--each", "--target", "1"], in: scratch)
    let missed = try #require(never.lines.first { $0.hasPrefix("rounds to 100.0 %") })
    #expect(missed.hasSuffix("not reached"))
  }
}
