import Foundation
import Testing

/// Heads that other people's models bring, or do not bring, and the labels of data.
@Suite struct HeadTests {
  private static let names = ["sad", "neutral", "glad"]
  private static var named: [String: Any] {
    ["id2label": ["0": "sad", "1": "neutral", "2": "glad"], "label2id": NSNull()]
  }
  private static let once = [
    "--rounds", "1", "--clients", "3", "--cohort", "3", "--lr", "1e-6", "--method", "fedavg-lora",
  ]

  /// The oracle's texts, each with the label that the model itself answers, as `write` puts it.
  private func ownAnswers(
    _ model: ModelCopy, in scratch: Scratch, write: (String) -> String = { $0 }
  ) throws -> String {
    let texts = try Oracle("bert").data().map { $0.text("text") }
    let answers = try Program.run(
      ["predict", "--json", "--model", model.path] + texts.flatMap { ["--text", $0] }, in: scratch)
    try #require(answers.status == 0 && answers.errors == "", "\(answers.errors)")
    let labels = try answers.objects().map { write($0.text("label")) }
    try #require(Set(labels).count > 1, "labels must differ")
    return try table(zip(texts, labels), in: scratch)
  }

  private func table(
    _ rows: some Sequence<(String, String)>, in scratch: Scratch
  ) throws -> String {
    let lines = try rows.map { text, label in
      String(
        decoding: try JSONSerialization.data(withJSONObject: ["text": text, "label": label]),
        as: UTF8.self)
    }
    return try scratch.write(
      "\(UUID().uuidString).jsonl", lines.map { $0 + "\n" }.joined())
  }

  private func labelled(_ labels: [String], in scratch: Scratch) throws -> String {
    let texts = try Oracle("bert").data().map { $0.text("text") }
    return try table(
      texts.enumerated().map { ($1, labels[$0 % labels.count]) }, in: scratch)
  }

  /// A run's accuracy before any training, and all that it told.
  private func start(
    _ model: String, _ data: String, in scratch: Scratch, options: [String] = []
  ) throws -> (accuracy: Double, told: String) {
    let outcome = try Program.run(
      ["run", "--json", "--model", model, "--data", data] + Self.once + options, in: scratch)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let start = try #require(try outcome.objects().first { $0.text("event") == "init" })
    return (start.number("accuracy"), outcome.errors)
  }

  @Test("A run starts with the head's own answers, whatever the order and the case of labels")
  func order() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(in: scratch, configuration: Self.named)
    for write in [{ $0 }, { $0.uppercased() }] as [(String) -> String] {
      let data = try ownAnswers(model, in: scratch, write: write)
      let (accuracy, told) = try start(model.path, data, in: scratch)
      #expect(accuracy == 1)
      #expect(told.contains("in its order: sad, neutral, glad"), "\(told)")
    }
  }

  @Test("Labels keep their order through resume, fork, verify and an export that is trained again")
  func lineage() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(in: scratch, configuration: Self.named)
    let data = try ownAnswers(model, in: scratch)
    let other = try start(model.path, data, in: scratch, options: ["--set", "model.pooling=mean"])
    #expect(other.told.contains("made for the first token and reads the mean over tokens"))
    _ = try start(model.path, data, in: scratch)
    for command in [
      ["verify", "latest"], ["fork", "latest", "--round", "0", "--headless"],
      ["export", "latest", "--to", "model", "copy"],
    ] {
      let outcome = try Program.run(command, in: scratch)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
    }
    #expect(try start("copy", data, in: scratch).accuracy == 1)
    let fisher = try Program.run(
      ["fisher", "--run", "latest", "--data", data, "--json"], in: scratch)
    #expect(try fisher.objects().count == 24, "\(fisher.errors)")
  }

  @Test("Texts that are cut are counted")
  func cutTexts() throws {
    let scratch = try Scratch()
    func told(_ length: Int) throws -> String {
      try Program.run(
        [
          "predict", "--model", "embedded", "--max-length", "\(length)", "--text", "a film",
          "--text", "a great happy film of a man", "--text", "a film of a man and of a house",
        ], in: scratch
      ).errors
    }
    #expect(try told(6).contains("note: 2 of 3 texts are cut to 6 tokens (--max-length)"))
    #expect(try !told(64).contains("cut"))
  }

  @Test("An exported head on the mean is read on the mean by the next run")
  func meanAgain() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(in: scratch, configuration: Self.named)
    let data = try ownAnswers(model, in: scratch)
    let first = try Program.run(
      ["run", "--model", model.path, "--data", data, "--set", "model.pooling=mean"] + Self.once,
      in: scratch)
    try #require(first.status == 0, "\(first.errors)")
    #expect(
      try Program.run(["export", "latest", "--to", "model", "copy"], in: scratch).status == 0)
    _ = try start("copy", data, in: scratch)
    let texts = ["--json", "--text", "a plain text"]
    let asked = try Program.run(
      ["predict", "--run", "latest", "--round", "0"] + texts, in: scratch)
    let copied = try Program.run(["predict", "--model", "copy"] + texts, in: scratch)
    #expect(asked.status == 0 && asked.output == copied.output, "\(asked.errors)\(copied.errors)")
  }

  @Test("A head for more labels than the data has is kept, one for others is made anew")
  func otherLabels() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(in: scratch, configuration: Self.named)
    let part = try labelled(["glad", "sad"], in: scratch)
    #expect(try start(model.path, part, in: scratch).told.contains("the data has no neutral"))
    let other = try labelled(["glad", "sad", "angry"], in: scratch)
    let told = try start(model.path, other, in: scratch).told
    #expect(told.contains("lacks some of the data's angry, glad, sad: a new head is made"))
    #expect(told.contains("classifier.weight, classifier.bias: made anew with seed 42"))
    for command in ["predict", "fisher"] {
      let refused = try Program.run(
        [command, "--model", model.path, "--data", other], in: scratch)
      #expect(refused.status == 65 && refused.output == "")
      #expect(refused.errors.contains("label 'angry'"), "\(refused.errors)")
    }
  }

  @Test("A regression head is asked for scores, and never trained as one class a number")
  func regression() throws {
    let scratch = try Scratch()
    for configuration in [["problem_type": "regression"]] as [[String: Any]] {
      let model = try ModelCopy(in: scratch, configuration: configuration)
      for labels in [["0.5", "4.2"], ["0", "1"]] {
        let data = try labelled(labels, in: scratch)
        let scores = try Program.run(
          ["predict", "--model", model.path, "--data", data], in: scratch)
        #expect(scores.status == 0 && scores.errors.contains("gives scores, not labels"))
        for command in [["fisher"], ["run"] + Self.once] {
          let refused = try Program.run(
            command + ["--model", model.path, "--data", data], in: scratch)
          #expect(refused.status == 65, "\(command) \(labels): \(refused.errors)")
        }
      }
      let classes = try labelled(["a", "b"], in: scratch)
      let told = try start(model.path, classes, in: scratch).told
      #expect(told.contains("regression") && told.contains("made anew"), "\(told)")
    }
  }

  @Test(
    "A tensor that no file has is named, and one of another task is left out with a word",
    arguments: [
      ("BertForMaskedLM", ["bert.pooler", "classifier"], ["classifier.weight, classifier.bias"]),
      ("BertModel", ["classifier"], ["classifier.weight, classifier.bias"]),
      (
        "BertForTokenClassification", ["bert.pooler"],
        ["BertForTokenClassification", "classifier.weight"]
      ),
      (
        "BertForSequenceClassification", ["bert.pooler"],
        ["its head lacks bert.pooler.dense.weight"]
      ),
    ])
  func missing(name: String, dropped: [String], words: [String]) throws {
    let scratch = try Scratch()
    let model = try ModelCopy(
      in: scratch, configuration: ["architectures": [name]],
      dropping: { tensor in dropped.contains(where: tensor.hasPrefix) })
    let data = try labelled(["x", "y"], in: scratch)
    for command in [
      ["predict", "--text", "a"], ["predict", "--data", data], ["fisher", "--data", data],
    ] {
      let outcome = try Program.run(command + ["--model", model.path], in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
      for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }
    #expect(try start(model.path, data, in: scratch).told.contains("classifier.weight"))
  }

  @Test("Without a head, predict and fisher make the one that a run starts with")
  func seededHead() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(in: scratch, dropping: { $0.hasPrefix("classifier") })
    let data = try labelled(["x", "y", "z", "w"], in: scratch)
    let run = try Program.run(
      ["run", "--model", model.path, "--data", data, "--rounds", "1", "--clients", "3"], in: scratch
    )
    try #require(run.status == 0, "\(run.errors)")
    func logits(_ source: [String]) throws -> [Double] {
      let outcome = try Program.run(["predict", "--json", "--data", data] + source, in: scratch)
      try #require(outcome.status == 0, "\(outcome.errors)")
      return try outcome.objects().flatMap { $0.numbers("logits") }
    }
    let started = try logits(["--run", "latest", "--round", "0"])
    let made = try logits(["--model", model.path])
    try #require(started.count == 24 * 4 && made.count == started.count)
    for (left, right) in zip(started, made) { #expect(abs(left - right) < 1e-6) }
  }

  @Test("An adapter's head goes through the base's pooler: without one it is named")
  func adapterWithoutPooler() throws {
    let scratch = try Scratch()
    let oracle = Oracle("bert")
    let model = try ModelCopy(
      in: scratch, dropping: { $0.hasPrefix("bert.pooler") || $0.hasPrefix("classifier") })
    let question = ["predict", "--text", "a", "--adapter", oracle.adapterPath, "--model"]
    let outcome = try Program.run(question + [model.path], in: scratch)
    #expect(outcome.status == 0)
    #expect(
      outcome.errors
        == "note: bert.pooler.dense.weight, bert.pooler.dense.bias: not in the model, made anew with seed 42, as a run would start\n"
    )
    #expect(try Program.run(question + [oracle.modelPath], in: scratch).errors == "")
  }

  @Test("What an adapter says it saves whole and does not is named, wherever it then comes from")
  func partialAdapter() throws {
    let scratch = try Scratch()
    let oracle = Oracle("roberta")
    for (dropped, words) in [
      ("out_proj.bias", "classifier.out_proj.bias: not in the adapter, taken from the model"),
      ("classifier", "classifier.out_proj.bias: not in the adapter, taken from the model"),
    ] {
      let adapter = try scratch.copy(
        URL(filePath: oracle.adapterPath), to: "adapter-\(dropped)", changing: "adapter_config.json"
      ) { _ in }
      try ModelCopy.edit(
        URL(filePath: adapter).appending(path: "adapter_model.safetensors"),
        dropping: { $0.contains(dropped) }, filling: [:])
      let question = ["predict", "--text", "a", "--adapter", adapter, "--model"]
      let whole = try Program.run(question + [oracle.modelPath], in: scratch)
      #expect(whole.status == 0 && whole.errors.contains(words), "\(whole.errors)")
      let bare = try ModelCopy(of: oracle, in: scratch, dropping: { $0.hasPrefix("classifier") })
      let fresh = try Program.run(question + [bare.path], in: scratch)
      #expect(fresh.errors.contains("classifier.out_proj.bias: not in the model, made anew"))
    }
  }

  @Test("A pooler that an adapter says it saves whole and does not is named")
  func unsavedPooler() throws {
    let scratch = try Scratch()
    let oracle = Oracle("bert")
    let adapter = try scratch.copy(
      URL(filePath: oracle.adapterPath), to: "adapter", changing: "adapter_config.json"
    ) { data in
      let text = String(decoding: data, as: UTF8.self)
      data = Data(text.replacing("\"score\"", with: "\"score\", \"pooler\"").utf8)
    }
    let outcome = try Program.run(
      ["predict", "--text", "a", "--adapter", adapter, "--model", oracle.modelPath], in: scratch)
    #expect(
      outcome.errors
        == "note: bert.pooler.dense.weight, bert.pooler.dense.bias: not in the adapter, taken from the model\n"
    )
  }

  @Test("Numbers that are none end every command with the tensor or the sample")
  func notNumbers() throws {
    let scratch = try Scratch()
    let data = try labelled(["LABEL_0", "LABEL_1", "LABEL_2"], in: scratch)
    let tensor = "bert.encoder.layer.1.output.dense.bias"
    let broken = try ModelCopy(in: scratch, filling: [tensor: .nan])
    let overflowing = try ModelCopy(
      in: scratch, filling: ["classifier.bias": 3e38, "classifier.weight": 3e38])
    // Values so large that the variance of a row is not a number any more.
    let large = try ModelCopy(
      in: scratch, filling: ["bert.encoder.layer.0.intermediate.dense.bias": 1e30])
    for (model, word) in [(broken, tensor), (overflowing, "sample 1"), (large, "sample 1")] {
      for command in [["predict"], ["fisher"], ["run"] + Self.once] {
        let outcome = try Program.run(
          command + ["--model", model.path, "--data", data], in: scratch)
        #expect(outcome.status == 65 && outcome.output == "", "\(command): \(outcome.errors)")
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
      }
    }
    #expect(scratch.runFiles == [])
  }
}
