import Foundation
import Testing

@testable import Transformer

struct LoRAAdapterTests {
  private typealias Tensor = (name: String, shape: [Int], values: [Float])

  private let pair: [Tensor] = [
    (
      name: "base_model.model.bert.encoder.layer.0.output.dense.lora_A.weight", shape: [1, 2],
      values: [1, 2]
    ),
    (
      name: "base_model.model.bert.encoder.layer.0.output.dense.lora_B.weight", shape: [3, 1],
      values: [4, 5, 6]
    ),
  ]

  private func load(
    _ changes: [String: String] = [:], tensors: [Tensor]? = nil
  ) throws -> LoRAAdapter {
    let scratch = try ScratchDirectory()
    var members = ["peft_type": "\"LORA\"", "r": "1", "lora_alpha": "8"]
    members.merge(changes) { $1 }
    try scratch.write(
      "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}",
      to: "adapter_config.json")
    try SafetensorsWriter.write(
      tensors: tensors ?? pair, metadata: [:], precision: .float32,
      to: scratch.path + "/adapter_model.safetensors")
    return try LoRAAdapter.load(directory: scratch.path)
  }

  @Test(arguments: [
    ("bert", "bert.encoder.layer.2.attention.self.value", "classifier"),
    ("roberta", "roberta.encoder.layer.2.attention.self.value", "classifier.out_proj"),
    ("distilbert", "distilbert.transformer.layer.2.attention.v_lin", "classifier"),
    ("electra", "electra.encoder.layer.2.attention.self.value", "classifier.out_proj"),
  ])
  func loadsWhatPEFTSaved(_ family: String, _ value: String, _ head: String) throws {
    let adapter = try LoRAAdapter.load(directory: ReferenceFiles.path("oracle/\(family)/adapter"))
    #expect(adapter.rank == 4 && adapter.alpha == 8 && adapter.family?.name == family)
    #expect(adapter.sites == [.query, .value] && adapter.layers == [0, 1, 2])
    #expect(adapter.tensors[value + ".lora_B.weight"]?.shape == [48, 4])
    #expect(adapter.tensors[head + ".weight"]?.shape == [3, 48])
    #expect(adapter.tensors.count == 12 + (family == "bert" ? 2 : 4))
  }

  @Test(arguments: [
    (
      "base_model.model.bert.encoder.layer.0.attention.self.query.lora_A.default.weight",
      "bert.encoder.layer.0.attention.self.query.lora_A.weight"
    ),
    ("base_model.model.classifier.modules_to_save.default.weight", "classifier.weight"),
    (
      "base_model.model.classifier.modules_to_save.default.out_proj.bias",
      "classifier.out_proj.bias"
    ),
    ("classifier.weight", "classifier.weight"),
    ("base_model.model.bert.pooler.dense.weight", "bert.pooler.dense.weight"),
  ])
  func keysAreNormalized(_ stored: String, _ expected: String) {
    #expect(AdapterKey.normalized(stored) == expected)
    #expect(AdapterKey(expected) != .unknown)
  }

  @Test(arguments: Architecture.all, LinearSite.allCases)
  func everySiteIsRecognized(_ family: Architecture, _ site: LinearSite) throws {
    // Relatives of RoBERTa and of LLaMA name this tensor alike: the first family that is known stands for all.
    guard let path = family.path(of: site.part, layer: 11) else { return }
    let first =
      Architecture.all.first { $0.path(of: site.part, layer: 11) == path } ?? family
    #expect(
      AdapterKey(path + ".lora_B.weight")
        == .pair(.b, family: first, path: path, part: site.part, layer: 11))
  }

  @Test(arguments: [
    "bert.embeddings.word_embeddings.lora_embedding_A",
    "bert.encoder.layer.-1.output.dense.lora_A.weight", "classifier.dropout.lora_A.weight",
    "bert.encoder.layer.99999.output.dense.lora_A.weight",
    "encoder.layer.0.output.dense.lora_A.weight",
    "distilbert.transformer.layer.#.ffn.lin1.lora_A.weight",
    "bert.encoder.layer.0.output.dense.lora_A", "bert.encoder.layer.0.output.lora_A.weight", "",
  ])
  func otherKeysAreUnknown(_ key: String) {
    #expect(AdapterKey(key) == .unknown)
  }

  @Test func rankStabilizedScaleIsRead() throws {
    let tensors: [Tensor] = [
      (name: pair[0].name, shape: [4, 1], values: [1, 2, 3, 4]),
      (name: pair[1].name, shape: [1, 4], values: [1, 2, 3, 4]),
    ]
    let adapter = try load(["r": "4", "use_rslora": "true"], tensors: tensors)
    #expect(adapter.usual == LoRAScale(rank: 4, alpha: 8, scaling: .root))
    #expect(adapter.usual.factor == 8 / 2)
    #expect(adapter.sites == [.down])
  }

  @Test(arguments: [
    ("target_modules", "[\"dense\"]"), ("target_modules", "\".*encoder.*dense\""),
    ("target_modules", "\"all-linear\""), ("layers_to_transform", "[0]"),
    ("exclude_modules", "[\"query\"]"), ("modules_to_save", "[\"classifier\"]"),
    ("qalora_group_size", "16"), ("loftq_config", "{}"), ("some_new_key", "null"),
    ("task_type", "\"SEQ_CLS\""), ("task_type", "null"),
    ("fan_in_fan_out", "false"), ("rank_pattern", "{}"), ("alpha_pattern", "{}"),
    ("use_dora", "false"), ("init_lora_weights", "\"gaussian\""), ("bias", "\"none\""),
  ])
  func accepts(_ key: String, _ value: String) throws {
    let adapter = try load([key: value])
    #expect(adapter.rank == 1 && adapter.notes == [])
  }

  /// What peft would make of it, where that is not what the file's tensors say.
  @Test(arguments: [
    ("target_modules", "[\"query\", \"value\"]", "peft leaves out the factors on bert.encoder"),
    ("target_modules", "\"encoder.*dense\"", "peft leaves out"),
    ("exclude_modules", "\".*dense\"", "peft leaves out"),
    ("modules_to_save", "[\"output\"]", "peft leaves out"),
    ("fan_in_fan_out", "true", "fan_in_fan_out is not obeyed"),
    ("some_new_key", "3", "not known here and not obeyed: some_new_key"),
  ])
  func saysOnce(_ key: String, _ value: String, _ words: String) throws {
    let notes = try load([key: value]).notes
    #expect(notes.count == 1 && notes.first?.contains(words) == true, "\(notes)")
  }

  @Test(arguments: [
    ("[0]", "null", true), ("[1]", "null", false), ("1", "null", false), ("0", "null", true),
    ("[0]", "\"layer\"", true), ("[0]", "[\"block\"]", false),
  ])
  func layersAreCountedAsPEFTDoes(_ layers: String, _ pattern: String, _ isMeant: Bool) throws {
    let adapter = try load([
      "target_modules": "[\"dense\"]", "layers_to_transform": layers, "layers_pattern": pattern,
    ])
    #expect(adapter.notes.isEmpty == isMeant)
  }

  /// Lengths of rows are there for every map, and only where the configuration says so.
  @Test func lengthsComeWithUseDora() throws {
    let lengths: Tensor = (
      name: "base_model.model.bert.encoder.layer.0.output.dense.lora_magnitude_vector", shape: [3],
      values: [7, 8, 9]
    )
    let adapter = try load(["use_dora": "true"], tensors: pair + [lengths])
    #expect(adapter.hasMagnitudes && adapter.modules.map(\.hasMagnitudes) == [true])
    let longer = try load(
      ["use_dora": "true"],
      tensors: pair + [(name: lengths.name + ".weight", shape: [3], values: lengths.values)])
    #expect(longer.tensors.keys.sorted() == adapter.tensors.keys.sorted())
    func refusal(_ keys: [String: String], _ tensors: [Tensor]) -> String {
      do {
        _ = try load(keys, tensors: tensors)
        return ""
      } catch { return "\(error)" }
    }
    #expect(refusal([:], pair + [lengths]).contains("lora_magnitude_vector without use_dora"))
    #expect(refusal(["use_dora": "true"], pair).contains("lora_magnitude_vector is missing"))
    let short: Tensor = (name: lengths.name, shape: [2], values: [7, 8])
    #expect(refusal(["use_dora": "true"], pair + [short]).contains("has shape [2], not [3]"))
  }

  @Test(arguments: [
    ("rank_pattern", "{\"dense\": 2}"), ("alpha_pattern", "{\"(\": 2}"),
    ("alpha_pattern", "{\"dense\": 2, \"output.dense\": 3}"), ("use_dora", "true"),
    ("target_parameters", "[\"x\"]"), ("kasa_config", "{\"a\": 1}"), ("target_modules", "\"(\""),
    ("peft_type", "\"PREFIX_TUNING\""), ("bias", "\"all\""), ("init_lora_weights", "\"pissa\""),
    ("task_type", "\"TOKEN_CLS\""), ("lora_bias", "true"), ("r", "0"), ("r", "2"), ("r", "\"x\""),
    ("lora_alpha", "null"),
    ("lora_alpha", "1e300"), ("layer_replication", "[[0, 1]]"),
  ])
  func refuses(_ key: String, _ value: String) {
    let error = #expect(throws: ModelError.self) { try load([key: value]) }
    #expect(error?.description.contains("\n") == false)
  }

  @Test func factorsThatAreNoNumbersAreNamed() throws {
    var broken = pair
    broken[1].values[2] = .nan
    let data = try SafetensorsWriter.data(tensors: broken, metadata: [:], precision: .float32)
    let scratch = try ScratchDirectory()
    try scratch.write("{\"r\": 1, \"lora_alpha\": 8}", to: "adapter_config.json")
    try data.write(to: URL(fileURLWithPath: scratch.path + "/adapter_model.safetensors"))
    let error = #expect(throws: ModelError.self) {
      try LoRAAdapter.load(directory: scratch.path)
    }
    #expect(error?.description.contains("output.dense.lora_B.weight holds NaN") == true)
  }

  @Test func incompleteAdaptersAreRefused() {
    #expect(throws: ModelError.self) { try load(tensors: [pair[0]]) }
    let other: Tensor = (
      name: pair[0].name.replacingOccurrences(of: ".0.", with: ".1."), shape: [1, 2],
      values: [1, 2]
    )
    #expect(throws: ModelError.self) { try load(tensors: pair + [other]) }
    let strange: Tensor = (name: "bert.pooler.weight", shape: [1], values: [1])
    #expect(throws: ModelError.self) { try load(tensors: pair + [strange]) }
    let missing = #expect(throws: ModelError.self) { try LoRAAdapter.load(directory: "/nowhere") }
    #expect(missing?.isNotFound == true)
  }

  @Test(arguments: OracleCase.all)
  func writtenAdapterReadsBack(_ oracle: OracleCase) throws {
    let scratch = try ScratchDirectory()
    let adapter = try LoRAAdapter.load(directory: oracle.directory + "/adapter")
    try adapter.write(directory: scratch.path + "/new", baseModel: "a \"base\" model")
    let read = try LoRAAdapter.load(directory: scratch.path + "/new")
    #expect(read.rank == adapter.rank && read.alpha == adapter.alpha)
    #expect(read.sites == adapter.sites && read.layers == adapter.layers)
    #expect(read.tensors.keys.sorted() == adapter.tensors.keys.sorted())
    for (key, tensor) in adapter.tensors {
      #expect(read.tensors[key]?.shape == tensor.shape)
      #expect(read.tensors[key]?.values == tensor.values)
    }
  }

  /// What `peft` finds the modules of an adapter by.
  @Test(arguments: [
    (
      Architecture.bert, [LinearSite.query, .attentionOut], ["query", "attention.output.dense"],
      ["classifier"]
    ),
    (.bert, [.down], ["encoder.layer.1.output.dense"], ["classifier"]),
    (.bert, [.attentionOut, .down], ["attention.output.dense", "output.dense"], ["classifier"]),
    (.roberta, [.up], ["intermediate.dense"], ["classifier"]),
    (
      .distilbert, [.query, .attentionOut, .up, .down], ["q_lin", "out_lin", "lin1", "lin2"],
      ["classifier", "pre_classifier"]
    ),
    (.mpnet, [.query, .value], ["q", "v"], ["classifier"]),
    (.xlmRoberta, [.query, .value], ["query", "value"], ["classifier"]),
    (.modernbert, [.projections, .up], ["Wi", "Wqkv"], ["classifier", "head"]),
    (
      .electra, [.key, .down],
      ["encoder.layer.1.attention.self.key", "encoder.layer.1.output.dense"], ["classifier"]
    ),
  ])
  func writesTargetsOfTheFamily(
    _ family: Architecture, _ sites: [LinearSite], _ targets: [String], _ head: [String]
  ) throws {
    let plan = TrainingPlan(modules: [LoRA(rank: 1, alpha: 1, sites: sites, layers: [1])])
    let encoder = try Tiny.encoder(plan, Tiny.configuration(family: family))
    let adapter = try LoRAAdapter(
      LoRA(rank: 1, alpha: 1), layout: encoder.layout, parameters: Tiny.parameters(encoder),
      name: "")
    let scratch = try ScratchDirectory()
    try adapter.write(directory: scratch.path, baseModel: "base")
    let text = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/adapter_config.json"))
    let written = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    #expect(written["target_modules"] as? [String] == targets)
    #expect(written["modules_to_save"] as? [String] == head)
  }

  @Test func parametersBecomeTensorsByLayout() throws {
    var layout = ParameterLayout()
    let path = "bert.encoder.layer.0.attention.self.key"
    for (name, role, rows, columns) in [
      (path + ".lora_A.weight", ParameterSegment.Role.loraA, 1, 2),
      (path + ".lora_B.weight", .loraB, 2, 1), ("classifier.weight", .head, 2, 2),
      ("classifier.bias", .head, 1, 2), ("bert.prefix", .added, 1, 1),
    ] {
      layout.append(
        ParameterSegment(
          name: name, layer: 0, module: "", role: role, rows: rows, columns: columns,
          start: .zeros))
    }
    let adapter = try LoRAAdapter(
      LoRA(rank: 1, alpha: 2), layout: layout, parameters: (0..<11).map(Float.init), name: "run")
    #expect(adapter.sites == [.key])
    #expect(adapter.tensors["classifier.bias"]?.shape == [2])
    #expect(adapter.tensors["classifier.bias"]?.values == [8, 9])
    #expect(adapter.tensors[path + ".lora_B.weight"]?.values == [2, 3])
    #expect(adapter.tensors.count == 4)
  }

  @Test func damagedAdaptersNeverTrap() throws {
    let source = ReferenceFiles.path("oracle/bert/adapter")
    let scratch = try ScratchDirectory()
    var generator = FuzzGenerator(seed: 6)
    var refused = 0
    for _ in 0..<400 {
      for name in ["adapter_config.json", "adapter_model.safetensors"] {
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: source + "/" + name)))
        let head = whole.prefix(2000)
        let damaged = Bool.random(using: &generator) ? generator.damage(Array(head)) : Array(head)
        try Data(damaged + whole.dropFirst(2000))
          .write(to: URL(fileURLWithPath: scratch.path + "/" + name))
      }
      do throws(ModelError) {
        _ = try LoRAAdapter.load(directory: scratch.path)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 100)
  }
}
