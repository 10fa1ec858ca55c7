import Foundation
import Testing

@Suite struct RunJSONTests {
  /// The members that `fedtop run --json` promises, by event (design page, "The command line").
  static let promised: [String: Set<String>] = [
    "run_started": ["event", "run", "config"],
    "init": ["event", "gal", "layer_scores", "sparsity_ratio"],
    "round": [
      "event", "round", "cohort", "train_loss", "share", "gal", "sparsity_ratio", "bytes_up",
      "bytes_down", "sim_seconds", "wall_seconds",
    ],
    "run_finished": [
      "event", "run", "rounds", "accuracy", "accuracy_global", "best_accuracy", "bytes_up",
      "bytes_down", "sim_seconds", "wall_seconds", "parameters_sha256",
    ],
  ]

  @Test("Every line is an object, in order, with the promised members")
  func lines() throws {
    let scratch = try Scratch()
    let outcome = try Program.run(
      ["run", "--json"] + Program.tiny
        + ["--set", "federation.rounds=3", "--set", "evaluation.every=2"], in: scratch)
    #expect(outcome.status == 0)
    let all = try outcome.objects()
    let objects = all.filter { $0.text("event") != "notice" }
    // What is in the data is told right after the start.
    #expect(all[1].text("event") == "notice")
    #expect(all.contains { $0.text("text").hasPrefix("2 classes: 'different' (") })
    #expect(
      objects.map { $0.text("event") }
        == ["run_started", "init", "round", "round", "round", "run_finished"])
    for object in objects {
      let promised = try #require(Self.promised[object.text("event")])
      #expect(promised.subtracting(object.keys) == [])
    }
    let rounds = objects.filter { $0.text("event") == "round" }
    #expect(rounds.map { $0.integer("round") } == [1, 2, 3])
    // The last round is evaluated whatever the interval.
    let evaluation: Set = ["accuracy", "accuracy_global", "loss"]
    #expect(rounds.map { $0.keys.intersection(evaluation).count } == [0, 3, 3])
    for round in rounds {
      #expect(round.numbers("cohort").count == 2)
      #expect((0.0...1).contains(round.number("share")))
      #expect(round.number("train_loss") > 0)
    }
    #expect(scratch.runFiles.contains("\(objects[0].text("run")).sqlite"))
  }

  @Test("Totals are the sums of their parts")
  func totals() throws {
    let objects = try run(["--method", "fibecfed"])
    let last = try #require(objects.last)
    let parts = objects.filter { ["init", "round"].contains($0.text("event")) }
    for key in ["bytes_up", "bytes_down"] {
      #expect(last.integer(key) == parts.reduce(0) { $0 + $1.integer(key) }, "\(key)")
    }
    let seconds = parts.reduce(0) { $0 + $1.number("sim_seconds") }
    #expect(abs(last.number("sim_seconds") - seconds) < 1e-9 * seconds)
    #expect(last.integer("rounds") == 2)
    let rounds = parts.filter { $0.text("event") == "round" }
    #expect(last.number("accuracy") == rounds.last?.number("accuracy"))
    #expect(last.number("best_accuracy") == rounds.map { $0.number("accuracy") }.max())
    #expect(last.text("parameters_sha256").wholeMatch(of: /[0-9a-f]{64}/) != nil)
  }

  @Test("The same seed gives the same bytes with one worker and with two; another seed others")
  func seeds() throws {
    let one = try run(["--workers", "1"])
    let two = try run(["--workers", "2"])
    let other = try run(["--workers", "1", "--seed", "43"])
    #expect(sha(one) == sha(two) && sha(one) != sha(other) && sha(one) != "")
    #expect(one[1].numbers("layer_scores") == two[1].numbers("layer_scores"))
    for key in ["train_loss", "accuracy", "loss", "sim_seconds"] {
      #expect(one[3].number(key) == two[3].number(key), "\(key)")
    }
  }

  @Test("FibecFed with everything from the start, all layers and no mask is FedAvg on LoRA")
  func degenerate() throws {
    let fibecfed = try run([
      "--method", "fibecfed", "--gal", "all", "--sparsity", "1", "--set", "curriculum.beta=1",
    ])
    #expect(sha(fibecfed) == sha(try run(["--method", "fedavg-lora"])))
    #expect(sha(fibecfed) != sha(try run(["--method", "fibecfed"])))
  }

  private func run(_ options: [String]) throws -> [JSONObject] {
    let outcome = try Program.run(
      ["run", "--json"] + Program.tiny + options, in: try Scratch())
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try outcome.objects().filter { $0.text("event") != "notice" }
  }

  private func sha(_ objects: [JSONObject]) -> String {
    objects.last?.text("parameters_sha256") ?? ""
  }
}
