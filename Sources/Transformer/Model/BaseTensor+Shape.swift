extension BaseTensor {
  /// The shape that a tensor has under `configuration`; matrices are [out, in].
  public func shape(in configuration: EncoderConfiguration) -> [Int] {
    let width = configuration.hiddenSize
    switch self {
    case .wordEmbeddings: return [configuration.vocabularySize, width]
    case .positionEmbeddings: return [configuration.maxPositions, width]
    case .tokenTypeEmbeddings: return [configuration.tokenTypes, width]
    case .headDenseWeight, .maskDenseWeight: return [width, width]
    case .headOutWeight: return [configuration.labels, width]
    case .headOutBias: return [configuration.labels]
    case .maskOutBias: return [configuration.vocabularySize]
    case .embeddingNormWeight, .embeddingNormBias, .headDenseBias, .maskDenseBias,
      .maskNormWeight, .maskNormBias:
      return [width]
    case .layer(_, let tensor): return tensor.shape(in: configuration)
    }
  }

  /// Whether an encoder can do without it: heads, which are made anew when a checkpoint has none.
  public var isOptional: Bool {
    switch self {
    case .headDenseWeight, .headDenseBias, .headOutWeight, .headOutBias, .maskDenseWeight,
      .maskDenseBias, .maskNormWeight, .maskNormBias, .maskOutBias:
      true
    default: false
    }
  }

  /// Every tensor of an encoder of that shape, embeddings first, heads last.
  public static func all(in configuration: EncoderConfiguration) -> [BaseTensor] {
    let layers = (0..<configuration.layers).flatMap { layer in
      LayerTensor.allCases.map { BaseTensor.layer(layer, $0) }
    }
    return [
      .wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings, .embeddingNormWeight,
      .embeddingNormBias,
    ] + layers + [
      .headDenseWeight, .headDenseBias, .headOutWeight, .headOutBias, .maskDenseWeight,
      .maskDenseBias, .maskNormWeight, .maskNormBias, .maskOutBias,
    ]
  }
}

extension LayerTensor {
  /// The shape that a layer's tensor has under `configuration`; matrices are [out, in].
  func shape(in configuration: EncoderConfiguration) -> [Int] {
    let width = configuration.hiddenSize
    let inner = configuration.intermediateSize
    switch self {
    case .queryWeight, .keyWeight, .valueWeight, .attentionOutWeight: return [width, width]
    case .upWeight: return [inner, width]
    case .upBias: return [inner]
    case .downWeight: return [width, inner]
    default: return [width]
    }
  }
}
