import Foundation
import Plain

extension EncoderWeights {
  /// Loads a decoder from a GGUF file, whose matrices stay packed in memory.
  ///
  /// - Throws: `notFound`, `unsupported` for another architecture or type of values, or what is wrong with the file.
  public static func load(gguf path: String) throws(ModelError) -> EncoderWeights {
    let file = try GGUFFile(path: path)
    let configuration = try EncoderConfiguration(gguf: file)
    let isPaired = file.metadata["general.architecture"]?.text == "llama"
    var views: [BaseTensor: UnsafePointer<Float>] = [:]
    var packed: [BaseTensor: PackedMatrix] = [:]
    var buffers: [UnsafeMutablePointer<Float>] = []
    do throws(ModelError) {
      for tensor in configuration.tensors {
        guard let name = GGUFNames.name(of: tensor.role), let shape = file.shape(of: name) else {
          if tensor.isOptional { continue }
          throw ModelError.missingTensor(
            file: path, name: GGUFNames.name(of: tensor.role) ?? tensor.names[0])
        }
        guard shape == tensor.shape else {
          throw ModelError.wrongShape(
            file: path, name: name, expected: tensor.shape, found: shape)
        }
        let part = tensor.role.part
        let head =
          isPaired && (part == .query || part == .key) ? configuration.block.headWidth : nil
        let stored = try file.packed(name)
        if shape.count == 2 {
          packed[tensor.role] = PackedMatrix(stored, pairedHead: head)
          continue
        }
        let buffer = UnsafeMutablePointer<Float>.allocate(capacity: tensor.count)
        buffers.append(buffer)
        if head == nil || stored.element.blockLength > 1 {
          stored.expand(to: buffer)
        } else {
          // A bias of turned rows is a matrix of one column.
          PackedMatrix(stored.asColumn, pairedHead: head).expand(0..<tensor.count, to: buffer)
        }
        try ModelError.check(
          UnsafeBufferPointer(start: buffer, count: tensor.count), file: path, name: name)
        views[tensor.role] = UnsafePointer(buffer)
      }
    } catch {
      for buffer in buffers { buffer.deallocate() }
      throw error
    }
    return EncoderWeights(
      configuration: configuration, name: URL(fileURLWithPath: path).lastPathComponent,
      head: .none, pooling: nil, notes: [], views: views, packed: packed, buffers: buffers,
      file: file)
  }
}

/// What GGUF files call the tensors of a decoder.
enum GGUFNames {
  private static let paths: [NetworkPart: String] = [
    .wordEmbeddings: "token_embd", .finalNorm: "output_norm", .wordOut: "output",
    .attentionNorm: "blk.#.attn_norm", .query: "blk.#.attn_q", .key: "blk.#.attn_k",
    .value: "blk.#.attn_v", .attentionOut: "blk.#.attn_output", .outputNorm: "blk.#.ffn_norm",
    .gate: "blk.#.ffn_gate", .up: "blk.#.ffn_up", .down: "blk.#.ffn_down",
  ]

  /// The name of a tensor; nil for one that such files have not.
  static func name(of tensor: BaseTensor) -> String? {
    paths[tensor.part].map { path in
      path.replacing("#", with: "\(tensor.layer ?? 0)") + (tensor.isBias ? ".bias" : ".weight")
    }
  }
}

extension EncoderConfiguration {
  /// The network that the metadata of a GGUF file describe.
  init(gguf file: GGUFFile) throws(ModelError) {
    let metadata = file.metadata
    let name = metadata["general.architecture"]?.text ?? ""
    guard ["llama", "qwen2"].contains(name) else {
      throw .unsupported(
        file: file.name, feature: "architecture \"\(ModelError.excerpt(name))\"",
        remedy: "use a file of llama or qwen2")
    }
    guard file.shape(of: "rope_freqs.weight") == nil else {
      throw .unsupported(
        file: file.name, feature: "rope_freqs, the stretched angles of Llama 3.1",
        remedy: "use the safetensors of the model")
    }
    func value(_ key: String) -> GGUFValue? { metadata["\(name).\(key)"] }
    if let type = value("rope.scaling.type")?.text, type != "none" {
      throw .unsupported(
        file: file.name, feature: "angles scaled as \"\(ModelError.excerpt(type))\"",
        remedy: "use the safetensors of the model")
    }
    let window = value("attention.sliding_window")?.integer
    var members: [ExactString: JSONValue] = [
      "model_type": .string(name == "llama" && window != nil ? "mistral" : name)
    ]
    func put(_ key: String, _ number: Int?) {
      if let number { members[ExactString(key)] = .integer(number) }
    }
    put("num_hidden_layers", value("block_count")?.integer)
    put("max_position_embeddings", value("context_length")?.integer)
    put("hidden_size", value("embedding_length")?.integer)
    put("intermediate_size", value("feed_forward_length")?.integer)
    put("num_attention_heads", value("attention.head_count")?.integer)
    put(
      "num_key_value_heads",
      (value("attention.head_count_kv") ?? value("attention.head_count"))?.integer)
    put("head_dim", (value("attention.key_length") ?? value("rope.dimension_count"))?.integer)
    put("vocab_size", file.shape(of: "token_embd.weight")?.first)
    put("sliding_window", window)
    put("pad_token_id", metadata["tokenizer.ggml.padding_token_id"]?.integer)
    if let epsilon = value("attention.layer_norm_rms_epsilon")?.number {
      members["rms_norm_eps"] = .number(epsilon)
    }
    if let base = value("rope.freq_base")?.number { members["rope_theta"] = .number(base) }
    let hasBias = file.shape(of: "blk.0.attn_q.bias") != nil
    if name == "llama", hasBias { members["attention_bias"] = .bool(true) }
    let text = JSONValue.object(members).serialized(indented: false)
    let result = Array(text.utf8).withUnsafeBytes { bytes in
      Result { () throws(ModelError) in try EncoderConfiguration(json: bytes, file: file.name) }
    }
    self = try result.get()
  }
}

extension PackedTensor {
  /// A vector of floats as a matrix of one column; other values lie in blocks, and are no vectors.
  var asColumn: PackedTensor {
    PackedTensor(element: element, rows: count, columns: 1, start: start)
  }
}
