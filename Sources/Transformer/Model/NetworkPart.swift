/// A part of a network that files name as a whole: an embedding, a linear map or a norm.
///
/// It has a weight, a bias or both.
enum NetworkPart: String, Hashable, Sendable {
  // The stem.
  case wordEmbeddings, positionEmbeddings, tokenTypeEmbeddings, embeddingNorm, embeddingProjection
  case classToken, patchProjection
  // A block.
  case query, key, value, projections, attentionOut, attentionNorm, up, gate, down, outputNorm
  // What all blocks share, and what comes behind the last one.
  case relativeBias, finalNorm
  // The classification head.
  case headDense, headNorm, headOut
  // The head that guesses masked words.
  case maskDense, maskNorm, maskOut
  // The map to the next word, where it is not the word embedding.
  case wordOut

  /// Whether it normalises rows.
  var isNorm: Bool {
    switch self {
    case .embeddingNorm, .attentionNorm, .outputNorm, .finalNorm, .headNorm, .maskNorm: true
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
    case .classToken: .classToken
    case .patchWeight, .patchBias: .patchProjection
    case .layer(_, let tensor): tensor.part
    case .relativeBias: .relativeBias
    case .finalNormWeight, .finalNormBias: .finalNorm
    case .headDenseWeight, .headDenseBias: .headDense
    case .headNormWeight, .headNormBias: .headNorm
    case .headOutWeight, .headOutBias: .headOut
    case .maskDenseWeight, .maskDenseBias: .maskDense
    case .maskNormWeight, .maskNormBias: .maskNorm
    case .maskOutBias: .maskOut
    case .wordOutWeight: .wordOut
    }
  }

  /// Whether it is added to what the part's weight makes.
  var isBias: Bool {
    switch self {
    case .embeddingNormBias, .embeddingProjectionBias, .patchBias, .finalNormBias, .headDenseBias,
      .headNormBias, .headOutBias, .maskDenseBias, .maskNormBias, .maskOutBias:
      true
    case .layer(_, let tensor): tensor.isBias
    default: false
    }
  }

  /// The layer that it belongs to; nil outside of the layers.
  var layer: Int? {
    if case .layer(let layer, _) = self { layer } else { nil }
  }

  /// Whether it acts before the first layer has begun, or in all of them.
  var isBelowLayers: Bool { layer == nil && !isOptional && part != .finalNorm }

  /// Whether it multiplies the output of a norm.
  var isNormWeight: Bool { part.isNorm && !isBias }

  /// Whether it belongs to the classification head.
  var isClassifier: Bool {
    switch part {
    case .headDense, .headNorm, .headOut: true
    default: false
    }
  }

  /// The column of a heatmap that it belongs to.
  var module: String {
    switch part {
    case .wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings, .embeddingNorm,
      .embeddingProjection, .classToken, .patchProjection:
      "embeddings"
    case .headDense, .headNorm, .headOut: "head"
    case .maskDense, .maskNorm, .maskOut: "mask"
    case .wordOut: "words"
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
    case .projectionsWeight, .projectionsBias: .projections
    case .attentionOutWeight, .attentionOutBias: .attentionOut
    case .attentionNormWeight, .attentionNormBias: .attentionNorm
    case .upWeight, .upBias: .up
    case .gateWeight, .gateBias: .gate
    case .downWeight, .downBias: .down
    case .outputNormWeight, .outputNormBias: .outputNorm
    }
  }

  /// Whether it is added to what the part's weight makes.
  var isBias: Bool {
    switch self {
    case .queryBias, .keyBias, .valueBias, .projectionsBias, .attentionOutBias,
      .attentionNormBias, .upBias, .gateBias, .downBias, .outputNormBias:
      true
    default: false
    }
  }
}

extension LinearSite {
  /// The part of a block that it is.
  var part: NetworkPart { weight.part }
}
