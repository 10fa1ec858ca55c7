extension BaseTensor {
  /// The Hugging Face key of a classifier checkpoint, such as
  /// `bert.encoder.layer.0.attention.self.query.weight`; PEFT uses the same names.
  public func key(in family: EncoderConfiguration.Family) -> String {
    switch self {
    case .headDenseWeight, .headDenseBias, .headOutWeight, .headOutBias:
      headKey(in: family)
    case .maskDenseWeight, .maskDenseBias, .maskNormWeight, .maskNormBias, .maskOutBias:
      maskKey(in: family)
    default:
      "\(family.rawValue).\(bodyKey)"
    }
  }

  /// All keys under which checkpoints store the tensor, the usual one first.
  ///
  /// A bare encoder (`BertModel`) has no family prefix; the oldest BERT files call LayerNorm's
  /// weight and bias `gamma` and `beta`.
  func candidateKeys(in family: EncoderConfiguration.Family) -> [String] {
    let usual = key(in: family)
    var keys = [usual]
    let prefix = family.rawValue + "."
    if usual.hasPrefix(prefix) { keys.append(String(usual.dropFirst(prefix.count))) }
    if self == .maskOutBias {
      keys.append(family == .bert ? "cls.predictions.decoder.bias" : "lm_head.decoder.bias")
    }
    for key in keys where key.contains("LayerNorm") {
      if key.hasSuffix("weight") { keys.append(key.dropLast(6) + "gamma") }
      if key.hasSuffix("bias") { keys.append(key.dropLast(4) + "beta") }
    }
    return keys
  }

  private var bodyKey: String {
    switch self {
    case .wordEmbeddings: "embeddings.word_embeddings.weight"
    case .positionEmbeddings: "embeddings.position_embeddings.weight"
    case .tokenTypeEmbeddings: "embeddings.token_type_embeddings.weight"
    case .embeddingNormWeight: "embeddings.LayerNorm.weight"
    case .embeddingNormBias: "embeddings.LayerNorm.bias"
    case .layer(let index, let tensor): "encoder.layer.\(index).\(tensor.key)"
    default: ""
    }
  }

  private func headKey(in family: EncoderConfiguration.Family) -> String {
    let dense = family == .bert ? "bert.pooler.dense" : "classifier.dense"
    let out = family == .bert ? "classifier" : "classifier.out_proj"
    return switch self {
    case .headDenseWeight: dense + ".weight"
    case .headDenseBias: dense + ".bias"
    case .headOutWeight: out + ".weight"
    default: out + ".bias"
    }
  }

  private func maskKey(in family: EncoderConfiguration.Family) -> String {
    let prefix = family == .bert ? "cls.predictions." : "lm_head."
    let transform = family == .bert ? prefix + "transform." : prefix
    let norm = family == .bert ? "LayerNorm" : "layer_norm"
    return switch self {
    case .maskDenseWeight: transform + "dense.weight"
    case .maskDenseBias: transform + "dense.bias"
    case .maskNormWeight: transform + norm + ".weight"
    case .maskNormBias: transform + norm + ".bias"
    default: prefix + "bias"
    }
  }
}

extension LayerTensor {
  /// The key below `encoder.layer.N.`.
  var key: String {
    switch self {
    case .queryWeight: "attention.self.query.weight"
    case .queryBias: "attention.self.query.bias"
    case .keyWeight: "attention.self.key.weight"
    case .keyBias: "attention.self.key.bias"
    case .valueWeight: "attention.self.value.weight"
    case .valueBias: "attention.self.value.bias"
    case .attentionOutWeight: "attention.output.dense.weight"
    case .attentionOutBias: "attention.output.dense.bias"
    case .attentionNormWeight: "attention.output.LayerNorm.weight"
    case .attentionNormBias: "attention.output.LayerNorm.bias"
    case .upWeight: "intermediate.dense.weight"
    case .upBias: "intermediate.dense.bias"
    case .downWeight: "output.dense.weight"
    case .downBias: "output.dense.bias"
    case .outputNormWeight: "output.LayerNorm.weight"
    case .outputNormBias: "output.LayerNorm.bias"
    }
  }
}

extension LinearSite {
  /// The module path of the linear map below `encoder.layer.N.`.
  public var modulePath: String {
    switch self {
    case .query: "attention.self.query"
    case .key: "attention.self.key"
    case .value: "attention.self.value"
    case .attentionOut: "attention.output.dense"
    case .up: "intermediate.dense"
    case .down: "output.dense"
    }
  }
}
