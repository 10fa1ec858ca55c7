import Foundation
import Testing

@Suite struct ExportTests {
  /// A finished run of four clients and two rounds, and its record.
  private static func finishedRun(
    _ options: [String] = []
  ) throws -> (scratch: Scratch, lines: [String]) {
    let scratch = try Scratch()
    let outcome = try Program.run(
      ["run", "--json"] + Program.tiny + options, in: scratch)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return (scratch, outcome.lines)
  }

  /// What a model says of two texts.
  private static func logits(_ source: [String], in scratch: Scratch) throws -> [Double] {
    let texts = ["--text", "a plain text", "--text", "why is the sky so blue?"]
    let outcome = try Program.run(["predict", "--json"] + source + texts, in: scratch)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try outcome.objects().flatMap { $0.numbers("logits") }
  }

  @Test("A table has the numbers that the run reported, and a client's row for each of a cohort")
  func tables() throws {
    let (scratch, lines) = try Self.finishedRun(["--set", "evaluation.unseen=0.25"])
    let rounds = lines.filter { $0.contains("\"event\":\"round\"") }
    let table = try Program.run(["export", "latest", "--to", "csv", "-"], in: scratch)
    let rows = table.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    try #require(rows.count == 3 && rounds.count == 2)
    for (row, round) in zip(rows.dropFirst(), rounds) {
      let fields = Dictionary(uniqueKeysWithValues: zip(rows[0], row))
      // Digit by digit: Foundation's parser may lose the last one.
      for name in ["train_loss", "accuracy", "bytes_up", "tokens"] as [Substring] {
        let field = try #require(fields[name])
        #expect(round.contains("\"\(name)\":\(field)"), "\(name) \(field) in \(round)")
      }
      let object = try JSONObject(round)
      #expect(fields["flops"].flatMap { Double($0) } == object.number("flops"))
      let metrics = object.object("metrics")
      #expect(metrics.keys.contains("f1_unseen") && metrics.keys.contains("client_worst_tenth"))
      for name in metrics.keys { #expect(fields[Substring(name)]?.isEmpty == false, "\(name)") }
    }
    let board = try Program.run(["export", "latest", "--to", "tensorboard", "board"], in: scratch)
    #expect(board.status == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/board")
    let bytes = try Data(
      contentsOf: URL(filePath: scratch.path + "/board/" + (files.first ?? "")))
    for name in try rounds.flatMap({ try JSONObject($0).object("metrics").keys }) {
      // The byte behind a tag begins its value.
      #expect(bytes.contains(Array("metrics/\(name)".utf8) + [0x15]), "\(name)")
    }
    #expect(bytes.contains(Array("work/flops".utf8) + [0x15]))
    let clients = try Program.run(
      ["export", "latest", "--to", "csv", "--clients", "-"], in: scratch)
    #expect(clients.lines.count == 1 + 2 * 2)
  }

  @Test("JSON lines are the run's events, those that `run --json` printed among them")
  func events() throws {
    let (scratch, lines) = try Self.finishedRun()
    let exported = try Program.run(["export", "latest", "--to", "jsonl", "-"], in: scratch)
    let objects = try exported.objects()
    #expect(objects.count { $0.text("event") == "client" } == 4)
    for line in try lines.map(JSONObject.init) { #expect(objects.contains(line)) }
  }

  @Test(
    "Merged model and adapter answer as the run does",
    arguments: [[], ["--client", "1"]], ["mean", "first"])
  func parameters(client: [String], pooling: String) throws {
    let (scratch, _) = try Self.finishedRun([
      "--set", "train.learning_rate=0.05", "--set", "lora.targets=all",
      "--set", "method.head=personal", "--set", "model.pooling=\(pooling)",
    ])
    func logits(_ source: [String]) throws -> [Double] { try Self.logits(source, in: scratch) }
    for format in ["model", "adapter"] {
      let outcome = try Program.run(
        ["export", "latest", "--to", format, format] + client, in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let own = try logits(["--run", "latest"] + client)
    let merged = try logits(["--model", "model"])
    let adapted = try logits(["--model", "embedded", "--adapter", "adapter"])
    let rebased = try logits(["--model", "adapter/base", "--adapter", "adapter"])
    try #require(own.count >= 4)
    for other in [merged, adapted, rebased] {
      try #require(other.count == own.count)
      for (left, right) in zip(own, other) { #expect(abs(left - right) < 1e-4) }
    }
    let untrained = try logits(["--run", "latest", "--round", "0"])
    #expect(zip(own, untrained).contains { abs($0 - $1) > 1e-2 }, "training must show")
  }

  @Test("What is there is left alone without --force; with it only what an export makes changes")
  func overwriting() throws {
    let (scratch, _) = try Self.finishedRun()
    try scratch.write("taken.csv", "mine")
    let refused = try Program.run(
      ["export", "latest", "--to", "csv", "taken.csv"], in: scratch)
    #expect(refused.status == 74)
    #expect(refused.errors.contains("--force"))
    #expect(refused.errors.split(separator: "\n").count == 1)
    #expect(scratch.text("taken.csv") == "mine")
    let forced = try Program.run(
      ["export", "latest", "--to", "csv", "--force", "taken.csv"], in: scratch)
    #expect(forced.status == 0)
    #expect(scratch.text("taken.csv").hasPrefix("round,"))
    try scratch.write("board/notes.txt", "mine")
    let board = ["export", "latest", "--to", "tensorboard", "board"]
    #expect(try Program.run(board, in: scratch).status == 74)
    #expect(try Program.run(board + ["--force"], in: scratch).status == 0)
    #expect(scratch.text("board/notes.txt") == "mine")
    let entries = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
    #expect(!entries.contains { $0.hasSuffix(".partial") }, "\(entries)")
  }

  @Test(
    "What cannot be exported is one line and the right status",
    arguments: [
      (["latest", "--to", "model", "out", "--round", "1000"], 65, "use round 2"),
      (["latest", "--to", "adapter", "out", "--client", "4"], 2, "clients 0 to 3"),
      (["latest", "--to", "csv", "out", "--client", "1"], 2, "--to adapter"),
      (["latest", "--to", "svg", "out", "--clients"], 2, "--to csv"),
      (["latest", "--to", "xls", "out"], 2, "one of csv"),
      (["latest", "--to", "svg", "--series", "x", "out"], 2, "one of loss"),
      (["nobody", "--to", "csv", "out"], 66, "no such run"),
      (["latest", "--to", "csv", "no/out.csv"], 74, "make the directory"),
      (["latest", "--to", "model", "-"], 2, "directory"),
    ])
  func refusals(arguments: [String], status: Int, words: String) throws {
    let (scratch, _) = try Self.finishedRun()
    let outcome = try Program.run(["export"] + arguments, in: scratch)
    #expect(Int(outcome.status) == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/out"))
  }

  @Test("Adapters of other methods cannot be a LoRA directory", arguments: ["model", "adapter"])
  func otherModules(format: String) throws {
    let (scratch, _) = try Self.finishedRun(["--method", "adapter"])
    let outcome = try Program.run(["export", "latest", "--to", format, "out"], in: scratch)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("LoRA"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/out"))
  }

  @Test(
    "Forms of LoRA fold into the weights, but for one with a gate, and are no adapter",
    arguments: ["adalora", "delta-lora", "slora", "flora", "fedex-lora", "fedalt-row"])
  func formsOfLoRA(method: String) throws {
    let (scratch, _) = try Self.finishedRun([
      "--method", method, "--set", "train.learning_rate=0.05",
    ])
    let adapter = try Program.run(["export", "latest", "--to", "adapter", "adapter"], in: scratch)
    #expect(adapter.status == 65 && adapter.errors.contains("--to model"))
    #expect(adapter.errors.split(separator: "\n").count == 1)
    let model = try Program.run(["export", "latest", "--to", "model", "model"], in: scratch)
    guard method != "fedalt-row" else {
      #expect(model.status == 65 && model.errors.split(separator: "\n").count == 1)
      return
    }
    #expect(model.status == 0, "\(model.errors)")
    let own = try Self.logits(["--run", "latest"], in: scratch)
    let folded = try Self.logits(["--model", "model"], in: scratch)
    try #require(own.count >= 4 && own.count == folded.count)
    for (left, right) in zip(own, folded) { #expect(abs(left - right) < 1e-4) }
  }

  @Test("A list shows finished runs, by what was asked, as JSON too")
  func list() throws {
    let scratch = try Scratch()
    for method in ["fibecfed", "fedavg-lora"] {
      let outcome = try Program.run(
        ["run", "--method", method] + Program.tiny, in: scratch)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
    let all = try Program.run(["runs"], in: scratch)
    #expect(all.lines.count == 3)
    let some = try Program.run(
      [
        "runs", "--json", "--where", "method=fibecfed", "--where", "state=finished", "--where",
        "federation.clients=4", "--where", "age<1h",
      ], in: scratch)
    let objects = try some.objects()
    try #require(objects.count == 1)
    #expect(objects[0].text("method") == "fibecfed")
    #expect(objects[0].integer("round") == 2)
    #expect(objects[0].integer("growth") > 0)
    let none = try Program.run(["runs", "--where", "accuracy>1"], in: scratch)
    #expect(none.status == 0 && none.output.isEmpty)
    let compared = try Program.run(
      ["compare", "latest", objects[0].text("run")], in: scratch)
    #expect(compared.status == 0 && compared.output.contains("fedavg-lora"))
  }
}
