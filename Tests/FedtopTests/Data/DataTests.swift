import Foundation
import Testing

/// What the program says of data before it trains, and what can be chosen otherwise.
@Suite struct DataTests {
  private static let small = [
    "--clients", "3", "--cohort", "2", "--rounds", "2", "--workers", "1", "--method",
    "fedavg-lora",
  ]

  /// Rows of two kinds of sentences with two labels and three owners.
  private func rows(_ labels: [String] = ["0", "1"]) -> [String] {
    (0..<48).map { "a \($0 % 2 == 0 ? "weak" : "great") film \($0),\(labels[$0 % 2]),u\($0 % 3)" }
  }

  private func table(_ header: String, _ labels: [String] = ["0", "1"]) -> String {
    ([header] + rows(labels)).joined(separator: "\n") + "\n"
  }

  private func fingerprint(_ outcome: Outcome) -> String {
    outcome.lines.last { $0.contains("sha256") } ?? ""
  }

  @Test("A mistake is told on stderr, in JSON as a notice with its level; the rest on stdout")
  func told() throws {
    let scratch = try Scratch()
    let text = table("text,label,user").replacing("film 2,0,", with: "film 2,0 x,")
      .replacing("film 4,0,", with: "film 4,0 X,").replacing("film 6,0,", with: "film 6,0 x,")
    let options = ["--data", try scratch.write("d.csv", text), "--partition", "iid"] + Self.small
    let lines = try Program.run(["run"] + options, in: scratch)
    #expect(lines.status == 0)
    #expect(lines.errors.contains("fedtop: labels '0 X', '0 x' are alike but for case, spaces"))
    #expect(lines.lines.contains { $0.hasPrefix("4 classes: '0' (") })
    let json = try Program.run(["run", "--json"] + options, in: scratch)
    let notices = try json.objects().filter { $0.text("event") == "notice" }
    #expect(notices.contains { $0.text("text").hasPrefix("4 classes: '0' (") })
    #expect(
      notices.contains {
        $0.text("level") == "warning" && $0.text("text").contains("are alike but for case")
      })
  }

  @Test("Texts are cut in the sheet where a run cuts them, at the tokenizer's limit too")
  func limit() throws {
    let scratch = try Scratch()
    let model = try scratch.copy(
      Oracle("bert").model, to: "model", changing: "tokenizer_config.json"
    ) { data in
      let text = String(decoding: data, as: UTF8.self)
      data = Data(text.replacing("1000000000000000019884624838656", with: "5").utf8)
    }
    let path = try scratch.write("d.csv", table("text,label,user"))
    let sheet = try Program.run(["data", path, "--model", model], in: scratch)
    #expect(sheet.output.contains("48 of 48 (100.0 %) are cut at 5 "), "\(sheet.output)")
    let run = try Program.run(["run", "--data", path, "--model", model] + Self.small, in: scratch)
    #expect(run.output.contains("texts are cut to 5 tokens"), "\(run.output) \(run.errors)")
  }

  @Test("Natural clients are those of any column that is named")
  func client() throws {
    let scratch = try Scratch()
    let path = try scratch.write("d.csv", table("text,label,reader"))
    let natural = ["run", "--data", path, "--partition", "natural"] + Self.small
    let unknown = try Program.run(natural, in: scratch)
    #expect(unknown.status == 65 && unknown.errors.contains("--client-column"))
    let named = try Program.run(natural + ["--client-column", "reader"], in: scratch)
    #expect(named.status == 0, "\(named.errors)")
    #expect(try Program.run(["verify", "latest"], in: scratch).status == 0)
  }

  @Test("Held-out samples of another file are part of the run, wherever it goes on")
  func heldOut() throws {
    let scratch = try Scratch()
    try scratch.write("home/train.csv", table("text,label,user"))
    try scratch.write("home/held.csv", "text,label,user\na great film,1,u1\na weak film,0,u2\n")
    let command = "cd home && exec \"$0\" \"$@\""
    let arguments =
      ["run", "--data", "train.csv", "--test", "held.csv", "--runs", "../runs"] + Self.small
    let made = try Program(
      ["-c", command, Program.path] + arguments, in: scratch, program: "/bin/bash"
    ).wait()
    #expect(made.status == 0 && made.output.contains("(24 training, 1 held out)"), "\(made.output)")
    let fork = ["fork", "latest", "--round", "1", "--headless"]
    #expect(fingerprint(try Program.run(fork, in: scratch)) == fingerprint(made))
    // The file is fingerprinted, looked for, and may move.
    let held = scratch.path + "/home/held.csv"
    try FileManager.default.moveItem(atPath: held, toPath: scratch.path + "/moved.csv")
    let gone = try Program.run(["verify", "latest"], in: scratch)
    #expect(gone.status == 66 && gone.errors.contains("/home/held.csv, the test file of run "))
    #expect(
      try Program.run(["verify", "latest", "--test", "moved.csv"], in: scratch).status == 0)
    let moved = try Program.run(fork + ["--test", "moved.csv"], in: scratch)
    #expect(fingerprint(moved) == fingerprint(made))
    // The branch knows where its samples are.
    #expect(try Program.run(["verify", "latest"], in: scratch).status == 0)
    try scratch.write("moved.csv", "text,label,user\na great film,0,u1\n")
    let other = try Program.run(["verify", "latest", "--test", "moved.csv"], in: scratch)
    #expect(
      other.status == 65 && other.errors.contains("moved.csv has SHA-256 "), "\(other.errors)")
  }

  @Test("What is of no matter to an embedded task is refused")
  func embedded() throws {
    let scratch = try Scratch()
    let path = try scratch.write("d.csv", table("text,label,user"))
    let outcome = try Program.run(["run"] + Program.tiny + ["--test", path], in: scratch)
    #expect(outcome.status == 65 && outcome.errors.contains("leave --test out"))
  }

  @Test("A sheet says all of a file, as text and as JSON, and trains nothing")
  func sheet() throws {
    let scratch = try Scratch()
    let path = try scratch.write("d.csv", rows(["bad", "good"]).joined(separator: "\n") + "\n")
    let text = try Program.run(["data", path, "--clients", "4"], in: scratch)
    #expect(text.status == 0 && scratch.runFiles.isEmpty, "\(text.errors)")
    for part in [
      "d: 38 training samples, 10 held out", "text   1  by what it holds", "2 classes",
      "lengths in tokens of embedded", "0 of 48 (0.0 %) are cut at 128",
      "dirichlet partition over 4 clients", "no names of columns",
    ] {
      #expect(text.output.contains(part), "\(part)")
    }
    let json = try Program.run(
      ["data", path, "--clients", "4", "--set", "model.max_length=4", "--json"], in: scratch)
    let sheet = try #require(try json.objects().first)
    #expect(json.lines.count == 1 && sheet.integer("train") == 38)
    #expect(sheet.object("lengths").integer("truncated") == 48)
    #expect(sheet.object("partition").keys == ["scheme", "counts", "held_out", "sha256"])
  }

  @Test("A sheet of data that nothing can be trained with says why")
  func unfit() throws {
    let scratch = try Scratch()
    for (name, text, words) in [
      (
        "score.csv", "text,label\n" + (0..<30).map { "t \($0),0.\($0)\n" }.joined(),
        "decimal numbers"
      ),
      ("plain.csv", "text,more\n" + (0..<30).map { "t \($0),0\n" }.joined(), "no labels: nothing"),
      ("one.csv", "text,label\n" + (0..<30).map { "t \($0),x\n" }.joined(), "only one label"),
    ] {
      let path = try scratch.write(name, text)
      let sheet = try Program.run(["data", path], in: scratch)
      #expect(sheet.status == 0 && sheet.output.contains(words), "\(sheet.output)")
      #expect(try Program.run(["run", "--data", path] + Self.small, in: scratch).status == 65)
    }
  }

  @Test("Two data sets of one name are told apart")
  func apart() throws {
    let scratch = try Scratch()
    for (folder, labels) in [("one", ["0", "1"]), ("two", ["a", "b"])] {
      try scratch.write("\(folder)/train.csv", table("text,label,user", labels))
      let made = try Program.run(
        ["run", "--data", "\(folder)/train.csv", "--partition", "iid"] + Self.small, in: scratch)
      #expect(made.status == 0, "\(made.errors)")
    }
    let runs = try Program.run(["runs"], in: scratch).output
    #expect(runs.contains("one/train.csv") && runs.contains("two/train.csv"))
    let listed = try Program.run(["runs", "--json"], in: scratch).objects()
    #expect(listed.allSatisfy { $0.text("data_path").hasSuffix("/train.csv") })
    let names = listed.map { $0.text("run") }
    let compared = try Program.run(["compare"] + names, in: scratch).lines
    for key in ["data.name", "data.path", "data.sha256"] {
      #expect(compared.contains { $0.hasPrefix(key + " ") }, "\(key)")
    }
  }
}
