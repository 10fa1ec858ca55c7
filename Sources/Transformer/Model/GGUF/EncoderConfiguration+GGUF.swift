import Plain

extension EncoderConfiguration {
  /// The network that the metadata of a GGUF file describe.
  ///
  /// - Throws: `unsupported` for what is no decoder of a known architecture, `malformed` for sizes that are missing or absurd.
  init(gguf file: GGUFFile) throws(ModelError) {
    let keys = try GGUFKeys(file)
    let window = try keys.size("attention.sliding_window", atMost: 1 << 24, default: nil)
    let family: Architecture =
      keys.architecture == "qwen2" ? .qwen2 : window == nil ? .llama : .mistral
    let width = try keys.size("embedding_length", atMost: 65536)
    let heads = try keys.size("attention.head_count", atMost: 1024)
    let keyHeads = try keys.size("attention.head_count_kv", atMost: 1024, default: heads) ?? heads
    let headWidth = try keys.headWidth(width: width, heads: heads)
    guard let words = file.shape(of: "token_embd.weight")?.first else {
      throw .missingTensor(file: file.name, name: "token_embd.weight")
    }
    let layers = try keys.size("block_count", atMost: 1024)
    self.init(
      family: family, vocabularySize: words, hiddenSize: width, layers: layers, heads: heads,
      intermediateSize: try keys.size("feed_forward_length", atMost: 1 << 20),
      maxPositions: try keys.size("context_length", atMost: 1 << 20),
      layerNormEpsilon: try keys.epsilon(), activation: .silu, padToken: keys.padToken(below: words)
    )
    guard heads % keyHeads == 0 else {
      throw keys.bad("attention.head_count_kv", "\(keyHeads) does not divide \(heads) heads")
    }
    if headWidth * heads != width { block.givenHeadWidth = headWidth }
    if keyHeads != heads { block.sharedHeads = keyHeads }
    if family == .llama, file.shape(of: "blk.0.attn_q.bias") != nil {
      unbiased.subtract([.query, .key, .value, .attentionOut])
    }
    for name in ["gate", "up", "down"] where file.shape(of: "blk.0.ffn_\(name).bias") != nil {
      throw .unsupported(
        file: file.name, feature: "a bias of the feed-forward block (ffn_\(name).bias)",
        remedy: "use the safetensors of the model")
    }
    let reach = AttentionReach(
      before: window.map { $0 - 1 }, after: 0, rotary: Rotary(base: try keys.base()))
    reaches = Array(repeating: reach, count: layers)
    tiesWords = true
  }
}

/// The metadata of a decoder in a GGUF file, with errors that name file and key.
private struct GGUFKeys {
  /// What the file says it is.
  let architecture: String
  private let file: GGUFFile

  /// Fails on what is no whole decoder of a known architecture.
  init(_ file: GGUFFile) throws(ModelError) {
    func refuse(_ feature: String, _ remedy: String) -> ModelError {
      .unsupported(file: file.name, feature: feature, remedy: remedy)
    }
    self.file = file
    if let type = file.metadata["general.type"]?.text, type != "model" {
      throw refuse(
        "a file of type \"\(ModelError.excerpt(type))\"", "name the file of the model itself")
    }
    if let parts = file.metadata["split.count"]?.integer, parts > 1 {
      throw refuse(
        "one of the \(parts) files of a model",
        "join them with llama-gguf-split --merge")
    }
    guard let name = file.metadata["general.architecture"]?.text else {
      throw .malformed(
        file: file.name, problem: "has no general.architecture", remedy: "convert the model anew")
    }
    architecture = name
    guard ["llama", "qwen2"].contains(name) else {
      throw refuse(
        "architecture \"\(ModelError.excerpt(name))\"", "use a file of llama or qwen2")
    }
    if let experts = self["expert_count"]?.integer, experts > 1 {
      throw refuse("a mixture of \(experts) experts", "use a model without")
    }
    // Without a type, a factor is a linear one, as it was before there were types.
    let factor = (self["rope.scaling.factor"] ?? self["rope.scale_linear"])?.number ?? 1
    let type = self["rope.scaling.type"]?.text ?? (factor == 0 || factor == 1 ? "none" : "linear")
    guard type == "none" else {
      throw refuse(
        "angles scaled as \"\(ModelError.excerpt(type))\"", "use the safetensors of the model")
    }
    guard file.shape(of: "rope_freqs.weight") == nil else {
      throw refuse(
        "rope_freqs, the stretched angles of Llama 3.1", "use the safetensors of the model")
    }
  }

  /// The value of a key below the architecture's name.
  subscript(key: String) -> GGUFValue? { file.metadata["\(architecture).\(key)"] }

  func bad(_ key: String, _ problem: String) -> ModelError {
    .malformed(
      file: file.name, problem: "\(architecture).\(key) \(problem)",
      remedy: "convert the model anew")
  }

  /// A positive whole number that must be there.
  func size(_ key: String, atMost limit: Int) throws(ModelError) -> Int {
    guard let size = try size(key, atMost: limit, default: nil) else {
      throw bad(key, "is missing")
    }
    return size
  }

  /// A positive whole number, or what stands for a missing one.
  func size(_ key: String, atMost limit: Int, default missing: Int?) throws(ModelError) -> Int? {
    guard let value = self[key] else { return missing }
    // Some files list a size of each layer.
    let listed = value.integers.flatMap { Set($0).count == 1 ? $0.first : nil }
    guard let size = value.integer ?? listed, (1...limit).contains(size) else {
      throw bad(key, "is not one whole number from 1 to \(limit)")
    }
    return size
  }

  /// Width of a head, all of which is turned.
  func headWidth(width: Int, heads: Int) throws(ModelError) -> Int {
    let given = try size("attention.key_length", atMost: 65536, default: nil)
    guard given != nil || width % heads == 0 else {
      throw bad("embedding_length", "\(width) is not a multiple of \(heads) heads")
    }
    let head = given ?? width / heads
    guard head % 2 == 0 else {
      throw bad("attention.head_count", "\(heads) makes heads of odd width, which no rotation fits")
    }
    for key in ["attention.value_length", "rope.dimension_count"] {
      guard let other = try size(key, atMost: 65536, default: nil), other != head else { continue }
      throw .unsupported(
        file: file.name, feature: "\(architecture).\(key) \(other) with heads of width \(head)",
        remedy: "use a model that turns all of a head, with values as wide as keys")
    }
    return head
  }

  func epsilon() throws(ModelError) -> Float {
    let key = "attention.layer_norm_rms_epsilon"
    guard let value = self[key]?.number, (0...1).contains(value) else {
      throw bad(key, self[key] == nil ? "is missing" : "is not a number from 0 to 1")
    }
    return Float(value)
  }

  /// θ of the angles, which a file may leave to the usual one.
  func base() throws(ModelError) -> Double {
    guard let value = self["rope.freq_base"] else { return 10_000 }
    guard let base = value.number, base > 1, base < 1e12 else {
      throw bad("rope.freq_base", "is no base of angles")
    }
    return base
  }

  /// The padding token; nil where the file names none of its words.
  func padToken(below words: Int) -> Int? {
    file.metadata["tokenizer.ggml.padding_token_id"]?.integer.flatMap {
      (0..<words).contains($0) ? $0 : nil
    }
  }
}
