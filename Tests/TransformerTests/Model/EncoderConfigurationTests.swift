import Foundation
import Plain
import Testing

@testable import Transformer

struct EncoderConfigurationTests {
  static let minimal: [String: String] = [
    "model_type": "\"bert\"", "vocab_size": "100", "hidden_size": "12", "num_hidden_layers": "2",
    "num_attention_heads": "3", "intermediate_size": "24", "max_position_embeddings": "40",
  ]

  private func read(_ changes: [String: String?]) throws -> EncoderConfiguration {
    var members = Self.minimal
    for (key, value) in changes { members[key] = value }
    let text = "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ",") + "}"
    return try read(text: text)
  }

  private func read(text: String) throws -> EncoderConfiguration {
    try Array(text.utf8).withUnsafeBytes { bytes in
      try EncoderConfiguration(json: bytes, file: "config.json")
    }
  }

  @Test func readsHuggingFaceConfigurations() throws {
    let bert = try EncoderConfiguration.load(directory: ReferenceFiles.path("oracle/bert/model"))
    #expect(
      bert
        == EncoderConfiguration(
          family: .bert, vocabularySize: 137, hiddenSize: 48, layers: 3, heads: 4,
          intermediateSize: 96, maxPositions: 96, tokenTypes: 2, layerNormEpsilon: 1e-12,
          activation: .gelu, padToken: 0, labels: 3))
    let roberta = try EncoderConfiguration.load(
      directory: ReferenceFiles.path("oracle/roberta/model"))
    #expect(
      roberta
        == EncoderConfiguration(
          family: .roberta, vocabularySize: 420, hiddenSize: 48, layers: 3, heads: 4,
          intermediateSize: 96, maxPositions: 98, tokenTypes: 1, layerNormEpsilon: 1e-5,
          activation: .gelu, padToken: 1, labels: 3))
    #expect(roberta.maxLength == 96)
  }

  /// ModernBERT's head has a nonlinearity by name; the written file says it again.
  @Test func headsHaveANonlinearityOfTheirOwn() throws {
    var changes: [String: String?] = ["model_type": "\"modernbert\"", "pad_token_id": "0"]
    #expect(try read(changes).readout.activation == .gelu)
    changes["classifier_activation"] = "\"relu\""
    let configuration = try read(changes)
    #expect(configuration.readout.activation == .relu && configuration.block.activation == .gelu)
    #expect(try read(text: configuration.json(architecture: "X")).readout.activation == .relu)
    changes["classifier_activation"] = "\"swish9\""
    #expect(throws: ModelError.self) { try read(changes) }
  }

  @Test(arguments: [
    ("id2label", "{\"0\": 0, \"1\": 1}", ["0", "1"]),
    ("id2label", "{\"1\": true, \"0\": 0.5}", ["0.5", "true"]),
    ("id2label", "{\"0\": null, \"1\": \"b\"}", ["LABEL_0", "b"]),
    ("label2id", "{\"b\": 1, \"a\": 0, \"c\": 2}", ["a", "b", "c"]),
    ("label2id", "{\"b\": 1, \"a\": 1}", ["LABEL_0", "LABEL_1"]),
  ])
  func labelsMayBeOfAnyKind(_ key: String, _ value: String, _ names: [String]) throws {
    #expect(try read([key: value]).labelNames == names)
  }

  @Test(arguments: ["{\"1\": \"a\", \"2\": \"b\"}", "{\"0\": [1]}", "{\"0\": {}}"])
  func labelsWithoutANameAreRefused(_ value: String) {
    let error = #expect(throws: ModelError.self) { try read(["id2label": value]) }
    #expect(error?.description.contains("id2label") == true)
  }

  @Test func defaultsAreThoseOfTransformers() throws {
    let configuration = try read([:])
    #expect(configuration.tokens.tokenTypes == 2 && configuration.layerNormEpsilon == 1e-12)
    #expect(configuration.labels == 2 && configuration.labelNames == ["LABEL_0", "LABEL_1"])
    #expect(try read(["model_type": "\"roberta\""]).tokens.padToken == 1)
    #expect(try read(["num_labels": "5"]).labels == 5)
    let named = try read(["id2label": "{\"1\": \"good\", \"0\": \"bad\", \"2\": \"odd\"}"])
    #expect(named.labelNames == ["bad", "good", "odd"] && named.labels == 3)
    #expect(try read(["model_type": nil, "architectures": "[\"BertModel\"]"]).family == .bert)
  }

  @Test(arguments: [
    ("gelu", Activation.gelu), ("gelu_new", .geluTanh),
    ("gelu_pytorch_tanh", .geluTanh), ("relu", .relu), ("tanh", .tanh),
  ])
  func knowsActivations(_ name: String, _ activation: Activation) throws {
    #expect(try read(["hidden_act": "\"\(name)\""]).block.activation == activation)
  }

  @Test(arguments: ["roberta", "xlm-roberta", "camembert"])
  func relativesOfRobertaNameTheirTensorsAlike(_ type: String) throws {
    let family = try read(["model_type": "\"\(type)\""]).family
    #expect(family.name == type && family.paths == Architecture.roberta.paths)
  }

  @Test func modernbertIsReadInBothForms() throws {
    let old = try read(
      text: #"""
        {"model_type": "modernbert", "num_hidden_layers": 4, "local_attention": 8,
         "global_rope_theta": 5000.0, "local_rope_theta": 100, "layer_norm_eps": 0.5}
        """#)
    let new = try read(
      text: #"""
        {"model_type": "modernbert", "num_hidden_layers": 4, "local_attention": 8,
         "layer_types": ["full_attention", "sliding_attention", "sliding_attention",
           "full_attention"],
         "rope_parameters": {"full_attention": {"rope_type": "default", "rope_theta": 5000},
           "sliding_attention": {"rope_type": "default", "rope_theta": 100.0}}}
        """#)
    #expect(old == new && old.layerNormEpsilon == 1e-5)
    #expect(old.reach(of: 3) == AttentionReach(rotary: Rotary(base: 5000)))
    #expect(old.reach(of: 1) == AttentionReach(before: 4, after: 4, rotary: Rotary(base: 100)))
    #expect(old.reach(of: 1).keys(at: 5, of: 20) == 1..<10)
  }

  /// transformers 5.24, modeling_rope_utils: `self.rope_parameters = rope_scaling or self.rope_parameters`.
  @Test func scalingThatWasAddedToANewerFileTakesThePlaceOfItsParameters() throws {
    func rotary(_ members: String) throws -> Rotary? {
      let text = "{\"model_type\": \"llama\", \"num_hidden_layers\": 1, \(members)}"
      return try read(text: text).reach(of: 0).rotary
    }
    let parameters = #""rope_parameters": {"rope_type": "default", "rope_theta": 5000.0}"#
    let scaling =
      #""rope_scaling": {"type": "llama3", "factor": 4, "low_freq_factor": 1, "high_freq_factor": 4, "#
      + #""original_max_position_embeddings": 64}"#
    let stretch = RotaryStretch(factor: 4, low: 1, high: 4, context: 64)
    #expect(try rotary(parameters) == Rotary(base: 5000))
    #expect(try rotary(parameters + #", "rope_scaling": {}"#) == Rotary(base: 5000))
    #expect(try rotary(parameters + ", " + scaling) == Rotary(base: 10_000, stretch: stretch))
    #expect(
      try rotary(#""rope_theta": 700, "# + scaling) == Rotary(base: 700, stretch: stretch))
    #expect(throws: ModelError.self) {
      try rotary(parameters + #", "rope_scaling": {"type": "yarn", "factor": 4.0}"#)
    }
  }

  /// transformers 5.24, configuration_modernbert: `rope_scaling` is added to the parameters of both types of layers.
  @Test func scalingOfModernBERTCountsForAllLayers() throws {
    func layers(_ scaling: String) throws -> [AttentionReach] {
      let read = try read(
        text: #"""
          {"model_type": "modernbert", "num_hidden_layers": 4, "local_rope_theta": 100,
           "rope_scaling": \#(scaling)}
          """#)
      return (0..<4).map(read.reach)
    }
    #expect(try layers("null").map(\.rotary?.base) == [160_000, 100, 100, 160_000])
    #expect(try layers(#"{"rope_theta": 300.0}"#).allSatisfy { $0.rotary?.base == 300 })
    for key in ["type", "rope_type"] {
      let error = #expect(throws: ModelError.self) {
        try layers("{\"\(key)\": \"yarn\", \"factor\": 4.0}")
      }
      #expect(error?.description.contains("rope_type \"yarn\"") == true)
    }
  }

  /// transformers 5.24 takes a `mistral` with `layer_types` for a Ministral, and a missing window for one of 4,096.
  @Test(arguments: ["5", "null"]) func mistralIsWrittenWithoutTypesOfLayers(window: String) throws {
    let text =
      "{\"model_type\": \"mistral\", \"num_hidden_layers\": 2, \"sliding_window\": \(window)}"
    let read = try read(text: text)
    let written = read.json(architecture: "MistralForCausalLM")
    let members = try JSONValue.parse(Array(written.utf8)).members ?? [:]
    let size = members[ExactString("sliding_window")]
    #expect(size != nil && size?.int == Int(window))
    for key in ["layer_types", "use_sliding_window"] { #expect(members[ExactString(key)] == nil) }
    #expect(try self.read(text: written) == read)
  }

  @Test func aPaddingTokenThatIsNoneOrFixed() throws {
    let early = #"{"model_type": "llama", "num_hidden_layers": 1, "pad_token_id": -1}"#
    #expect(try read(text: early).tokens.padToken == -1)
    // MPNetEmbeddings has padding_idx = 1 whatever the file says.
    #expect(try read(["model_type": "\"mpnet\"", "pad_token_id": "2"]).tokens.padToken == 1)
  }

  @Test func weightsOfAnotherNameAreNotThoseBeside() {
    let error = #expect(throws: ModelError.self) {
      try read(["transformers_weights": "\"other.safetensors\""])
    }
    #expect(error?.description.contains("transformers_weights \"other.safetensors\"") == true)
  }

  @Test func bucketsOfDistances() {
    // The first distance of each bucket behind the query, as T5's logarithm gives them.
    let firsts = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 23, 32, 46, 64, 91]
    for (index, distance) in firsts.enumerated() {
      #expect(RelativePositions.bucket(of: distance) == 17 + index)
      #expect(RelativePositions.bucket(of: -distance) == 1 + index)
      if distance > 8 { #expect(RelativePositions.bucket(of: distance - 1) == 16 + index) }
    }
    #expect(RelativePositions.bucket(of: 0) == 0 && RelativePositions.bucket(of: 5000) == 31)
  }

  @Test func missingSizesAreThoseOfTheClass() throws {
    let bert = try read(text: #"{"model_type": "bert"}"#)
    #expect(bert.vocabularySize == 30_522 && bert.hiddenSize == 768 && bert.layers == 12)
    #expect(bert.block.heads == 12 && bert.block.inner == 3072 && bert.maxLength == 512)
    let roberta = try read(text: #"{"model_type": "roberta"}"#)
    #expect(roberta.vocabularySize == 50_265 && roberta.maxLength == 510)
    let distilbert = try read(text: #"{"model_type": "distilbert", "layer_norm_eps": 0.1}"#)
    #expect(
      distilbert.hiddenSize == 768 && distilbert.layers == 6 && distilbert.block.inner == 3072)
    #expect(distilbert.layerNormEpsilon == 1e-12 && distilbert.tokens.tokenTypes == 0)
    let electra = try read(text: #"{"model_type": "electra", "hidden_act": "relu"}"#)
    #expect(electra.hiddenSize == 256 && electra.tokens.width == 128 && electra.layers == 12)
    #expect(electra.block.heads == 4 && electra.block.inner == 1024)
    #expect(electra.block.activation == .relu && electra.readout.activation == .gelu)
  }

  @Test func unknownArchitecturesNameWhatIsKnown() {
    let error = #expect(throws: ModelError.self) { try read(["model_type": "\"gpt2\""]) }
    let known = Architecture.all.flatMap { [$0.name] + $0.relatives }.joined(separator: ", ")
    #expect(
      error?.description == "config.json: model_type \"gpt2\" is not supported: use one of \(known)"
    )
    #expect(known.contains("roberta") && known.contains("mistral"))
  }

  @Test(arguments: [
    ("num_attention_heads", "5"), ("num_attention_heads", "0"), ("hidden_size", "-12"),
    ("hidden_size", "1e30"), ("vocab_size", "\"many\""), ("vocab_size", "99999999999999999999"),
    ("num_hidden_layers", "1.5"), ("layer_norm_eps", "-1"), ("pad_token_id", "100"),
    ("pad_token_id", "-1"), ("id2label", "{\"1\": \"a\"}"), ("num_labels", "0"),
    ("hidden_act", "\"mish\""), ("position_embedding_type", "\"relative_key\""),
    ("is_decoder", "true"), ("max_position_embeddings", "1"), ("model_type", "7"),
    ("intermediate_size", "null"),
  ])
  func refuses(_ key: String, _ value: String) {
    let error = #expect(throws: ModelError.self) { try read([key: value]) }
    #expect(error?.description.hasPrefix("config.json: ") == true)
  }

  @Test(arguments: [
    ("quantization_config", #"{"quant_method": "gptq"}"#, "quantization_config (gptq)"),
    ("num_local_experts", "8", "num_local_experts, a mixture of 8 experts"),
    ("partial_rotary_factor", "0.5", "partial_rotary_factor 0.5"),
    ("is_encoder_decoder", "true", "is_encoder_decoder"),
    ("problem_type", "\"ranking\"", "problem_type \"ranking\""),
  ])
  func variantsAreNamed(_ key: String, _ value: String, _ feature: String) {
    let error = #expect(throws: ModelError.self) { try read([key: value]) }
    #expect(error?.description.hasPrefix("config.json: \(feature) is not supported: ") == true)
  }

  @Test(arguments: [
    (
      #"{"model_type": "mixtral"}"#,
      "\"mixtral\" is not supported: the nearest that is known is mistral"
    ),
    (#"{"model_type": "llava", "vision_config": {}}"#, "a model of images and text, is not"),
    (
      #"{"model_type": "nomic_bert", "auto_map": {}}"#, "code of its own (auto_map) that is not run"
    ),
    (#"{"hidden_size": 4}"#, "has no model_type: use one of bert"),
  ])
  func unknownModelsSayWhatTheyAre(_ text: String, _ words: String) {
    let error = #expect(throws: ModelError.self) { try read(text: text) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func anAdapterIsNoModel() {
    let path = ReferenceFiles.path("oracle/bert/adapter")
    let error = #expect(throws: ModelError.self) { try EncoderConfiguration.load(directory: path) }
    #expect(error?.description.contains("an adapter as a model is not supported") == true)
  }

  @Test func missingDirectoriesAndFilesAreNotFound() throws {
    let scratch = try ScratchDirectory()
    for directory in ["/no/such/model", scratch.path, scratch.path + "/config.json"] {
      let error = #expect(throws: ModelError.self) {
        try EncoderConfiguration.load(directory: directory)
      }
      #expect(error?.isNotFound == true)
      #expect(error?.description.contains(directory) == true)
    }
  }

  @Test(arguments: Architecture.all)
  func writtenConfigurationReadsBack(_ family: Architecture) throws {
    var configuration = Tiny.configuration(family: family, activation: .geluTanh)
    if family.keys.epsilon == nil { configuration.layerNormEpsilon = 1e-12 }
    configuration.labelNames = ["a \"quoted\" name", "same", "same"]
    #expect(try read(text: configuration.json(architecture: "X")) == configuration)
  }

  @Test func damagedConfigurationsNeverTrap() throws {
    let whole = [UInt8](try ReferenceFiles.data("oracle/bert/model/config.json"))
    var generator = FuzzGenerator(seed: 8)
    var refused = 0
    for _ in 0..<5000 {
      generator.damage(whole).withUnsafeBytes { bytes in
        do throws(ModelError) {
          let read = try EncoderConfiguration(json: bytes, file: "config.json")
          #expect(read.hiddenSize % read.block.heads == 0 && read.maxLength > 0)
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 2500)
  }
}
