/// A part of a network that files name as a whole: an embedding, a linear map or a norm.
///
/// It has a weight, a bias or both.
enum NetworkPart: String, Hashable, Sendable {
  // The stem.
  case wordEmbeddings, positionEmbeddings, tokenTypeEmbeddings, embeddingNorm, embeddingProjection
  // A block.
  case query, key, value, attentionOut, attentionNorm, up, down, outputNorm
  // The classification head.
  case headDense, headOut
  // The head that guesses masked words.
  case maskDense, maskNorm, maskOut

  /// Whether it normalises rows.
  var isNorm: Bool {
    switch self {
    case .embeddingNorm, .attentionNorm, .outputNorm, .maskNorm: true
    default: false
    }
  }
}

extension BaseTensor {
  /// The part that the tensor belongs to.
  var part: NetworkPart {
    switch self {
    case .wordEmbeddings: .wordEmbeddings
    case .positionEmbeddings: .positionEmbeddings
    case .tokenTypeEmbeddings: .tokenTypeEmbeddings
    case .embeddingNormWeight, .embeddingNormBias: .embeddingNorm
    case .embeddingProjectionWeight, .embeddingProjectionBias: .embeddingProjection
    case .layer(_, let tensor): tensor.part
    case .headDenseWeight, .headDenseBias: .headDense
    case .headOutWeight, .headOutBias: .headOut
    case .maskDenseWeight, .maskDenseBias: .maskDense
    case .maskNormWeight, .maskNormBias: .maskNorm
    case .maskOutBias: .maskOut
    }
  }

  /// Whether it is added to what the part's weight makes.
  var isBias: Bool {
    switch self {
    case .embeddingNormBias, .embeddingProjectionBias, .headDenseBias, .headOutBias, .maskDenseBias,
      .maskNormBias, .maskOutBias:
      true
    case .layer(_, let tensor): tensor.isBias
    default: false
    }
  }

  /// The layer that it belongs to; nil outside of the layers.
  var layer: Int? {
    if case .layer(let layer, _) = self { layer } else { nil }
  }

  /// Whether it multiplies the output of a norm.
  var isNormWeight: Bool { part.isNorm && !isBias }

  /// Whether it belongs to the classification head.
  var isClassifier: Bool { part == .headDense || part == .headOut }

  /// The column of a heatmap that it belongs to.
  var module: String {
    switch part {
    case .wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings, .embeddingNorm,
      .embeddingProjection:
      "embeddings"
    case .headDense, .headOut: "head"
    case .maskDense, .maskNorm, .maskOut: "mask"
    default: part.rawValue
    }
  }
}

extension LayerTensor {
  /// The part of a block that the tensor belongs to.
  var part: NetworkPart {
    switch self {
    case .queryWeight, .queryBias: .query
    case .keyWeight, .keyBias: .key
    case .valueWeight, .valueBias: .value
    case .attentionOutWeight, .attentionOutBias: .attentionOut
    case .attentionNormWeight, .attentionNormBias: .attentionNorm
    case .upWeight, .upBias: .up
    case .downWeight, .downBias: .down
    case .outputNormWeight, .outputNormBias: .outputNorm
    }
  }

  /// Whether it is added to what the part's weight makes.
  var isBias: Bool {
    switch self {
    case .queryBias, .keyBias, .valueBias, .attentionOutBias, .attentionNormBias, .upBias,
      .downBias, .outputNormBias:
      true
    default: false
    }
  }
}

extension LinearSite {
  /// The part of a block that it is.
  var part: NetworkPart { weight.part }
}
