import Foundation
import Testing

/// Where a continued text ends, as the files of its model say.
@Suite struct GenerationTests {
  private func continued(_ model: String, in scratch: Scratch) throws -> (
    tokens: [Int], told: String
  ) {
    let outcome = try Program.run(
      ["predict", "--model", model, "--text", "a good film", "--generate", "10", "--json"],
      in: scratch)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return (
      try #require(try outcome.objects().first).numbers("tokens").map { Int($0) }, outcome.errors
    )
  }

  @Test("generation_config.json ends a text, and without it config.json")
  func ends() throws {
    let scratch = try Scratch()
    let oracle = Oracle("llama-lm")
    let whole = try continued(oracle.modelPath, in: scratch).tokens
    #expect(whole.count == 10)
    let (second, last) = (whole[1], whole[9])
    #expect(!whole.prefix(9).contains(last) && whole[0] != second)
    let model = try ModelCopy(of: oracle, in: scratch, configuration: ["eos_token_id": second])
    let rules = URL(filePath: model.path).appending(path: "generation_config.json")
    // What is said there holds, be it nothing.
    try Data("{}".utf8).write(to: rules)
    #expect(try continued(model.path, in: scratch).tokens == whole)
    try Data(#"{"eos_token_id": [2, \#(last)], "repetition_penalty": 1.1}"#.utf8).write(to: rules)
    let (tokens, told) = try continued(model.path, in: scratch)
    #expect(tokens == Array(whole.prefix(9)))
    #expect(told.contains("generation_config.json asks for repetition_penalty: not read"))
    try FileManager.default.removeItem(at: rules)
    #expect(try continued(model.path, in: scratch).tokens == [whole[0]])
  }

  @Test("A model that was trained without labels is exported, and ends its texts as its base does")
  func export() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(
      of: Oracle("llama-lm"), in: scratch,
      configuration: ["eos_token_id": [2, 7], "bos_token_id": 1])
    let rules = Data(#"{"eos_token_id": [2, 9]}"#.utf8)
    try rules.write(to: URL(filePath: model.path + "/generation_config.json"))
    _ = try LanguageExportTests.exported(model.path, askedAs: "text", in: scratch)
    let folder = scratch.path + "/out"
    #expect(try Data(contentsOf: URL(filePath: folder + "/generation_config.json")) == rules)
    let members =
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(filePath: folder + "/config.json"))) as? [String: Any]
    #expect(members?["eos_token_id"] as? [Int] == [2, 7] && members?["bos_token_id"] as? Int == 1)
  }
}

/// A language model for other programs: it ends where it was taught to, and has all that its base had.
@Suite struct LanguageExportTests {
  /// A run that learns answers, and what `fedtop export --to model out` says; what it wrote answers as the run does.
  static func exported(
    _ model: String, askedAs form: String = "turn", in scratch: Scratch
  ) throws -> String {
    let sample = #"{"instruction": "a good film", "output": "a film"}"# + "\n"
    let data = try scratch.write("d.jsonl", String(repeating: sample, count: 24))
    let run = try Program.run(
      [
        "run", "--model", model, "--data", data, "--method", "fedavg-lora", "--clients", "2",
        "--cohort", "2", "--rounds", "1", "--partition", "iid", "--set",
        "task.objective=completion",
      ], in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let export = try Program.run(["export", "latest", "--to", "model", "out"], in: scratch)
    #expect(export.status == 0, "\(export.errors)")
    let question = ["predict", "--text", "a good", "--generate", "9", "--as", form, "--json"]
    let merged = try Program.run(question + ["--model", scratch.path + "/out"], in: scratch)
    let own = try Program.run(question + ["--run", "latest"], in: scratch)
    #expect(merged.status == 0 && merged.output == own.output, "\(merged.errors)")
    return export.errors
  }

  @Test("The end of an answer becomes an end of texts where the base knows another")
  func ends() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(
      of: Oracle("llama-lm"), in: scratch, configuration: ["eos_token_id": 7, "bos_token_id": 1])
    let rulesOfBase = URL(filePath: model.path + "/generation_config.json")
    try Data(#"{"eos_token_id": 9}"#.utf8).write(to: rulesOfBase)
    let told = try Self.exported(model.path, in: scratch)
    #expect(told.contains("answers end with <|im_end|> (token 2), which is no eos_token_id"))
    let rules = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(filePath: scratch.path + "/out/generation_config.json")))
    #expect((rules as? [String: Any])?["eos_token_id"] as? [Int] == [9, 2])
  }

  @Test("The form in which a base without a chat template was taught goes along as one")
  func plainForm() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(of: Oracle("llama-lm"), in: scratch)
    let path = URL(filePath: model.path + "/tokenizer_config.json")
    var settings =
      try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any] ?? [:]
    #expect(settings.removeValue(forKey: "chat_template") != nil)
    try JSONSerialization.data(withJSONObject: settings).write(to: path)
    _ = try Self.exported(model.path, in: scratch)
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: scratch.path + "/out/" + name, encoding: .utf8)
    }
    #expect(try text("chat_template.jinja").contains("### Instruction:"))
    #expect(try text("fedtop.json").contains(#""template" : "the form ### Instruction:"#))
  }

  @Test(
    "Of a GGUF base the tokenizer, its template and its end go along, beside an adapter the base itself"
  )
  func packed() throws {
    let scratch = try Scratch()
    let gguf = Program.repository.appending(
      path: "Tests/TransformerTests/Reference/gguf/llama-q8_0.gguf")
    #expect(try Self.exported(gguf.path(percentEncoded: false), in: scratch) == "")
    let adapter = try Program.run(["export", "latest", "--to", "adapter", "a"], in: scratch)
    #expect(adapter.status == 0, "\(adapter.errors)")
    for file in ["out/tokenizer.json", "out/chat_template.jinja", "a/base/model.safetensors"] {
      #expect(FileManager.default.fileExists(atPath: "\(scratch.path)/\(file)"), "\(file)")
    }
    let question = ["predict", "--text", "a good", "--generate", "9", "--as", "turn", "--json"]
    let base = ["--model", scratch.path + "/a/base", "--adapter", scratch.path + "/a"]
    let together = try Program.run(question + base, in: scratch)
    let own = try Program.run(question + ["--run", "latest"], in: scratch)
    #expect(together.status == 0 && together.output == own.output, "\(together.errors)")
  }
}

/// Files in a model's folder that are not what a person takes them for.
@Suite struct StrayModelFileTests {
  @Test("An adapter beside a model is not used, and that is said until it is named")
  func adapter() throws {
    let scratch = try Scratch()
    let oracle = Oracle("bert")
    let model = try ModelCopy(of: oracle, in: scratch)
    for name in ["adapter_config.json", "adapter_model.safetensors"] {
      try FileManager.default.copyItem(
        atPath: oracle.adapterPath + "/" + name, toPath: model.path + "/" + name)
    }
    let question = ["predict", "--model", model.path, "--text", "a film"]
    let bare = try Program.run(question, in: scratch)
    #expect(
      bare.status == 0 && bare.errors.contains("the adapter beside the model"), "\(bare.errors)")
    let named = try Program.run(question + ["--adapter", model.path], in: scratch)
    #expect(named.status == 0 && !named.errors.contains("beside the model"), "\(named.errors)")
    #expect(named.output != bare.output)
  }

  @Test(
    "What Git LFS left of a tokenizer is told as that", arguments: ["tokenizer.json", "vocab.txt"])
  func pointer(name: String) throws {
    let scratch = try Scratch()
    let model = try ModelCopy(in: scratch)
    try? FileManager.default.removeItem(atPath: model.path + "/tokenizer.json")
    try Data("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n".utf8)
      .write(to: URL(filePath: model.path + "/" + name))
    let outcome = try Program.run(["predict", "--model", model.path, "--text", "a"], in: scratch)
    #expect(outcome.status == 65 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("a pointer of Git LFS and not the file (git lfs pull)"))
  }

  @Test("Weights by another name are named")
  func variant() throws {
    let scratch = try Scratch()
    let model = try ModelCopy(in: scratch)
    try FileManager.default.moveItem(
      atPath: model.path + "/model.safetensors", toPath: model.path + "/model.fp16.safetensors")
    let outcome = try Program.run(["predict", "--model", model.path, "--text", "a"], in: scratch)
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("model.fp16.safetensors is there: if those are the model's"))
  }
}
