/// A tensor of a network: what it does, what files call it, and its shape.
public struct NetworkTensor: Sendable, Equatable {
  /// What it does.
  public let role: BaseTensor
  /// All names under which checkpoints store it, the usual one first.
  public let names: [String]
  /// [out, in] of a matrix, which lies row-major; [values] of a vector.
  public let shape: [Int]

  /// Number of values.
  public var count: Int { shape.reduce(1, *) }
  /// Whether a network can do without it: heads, which are made anew when a checkpoint has none.
  public var isOptional: Bool { role.isOptional }
}

extension EncoderConfiguration {
  /// Every tensor of the network: the stem, the layers, the heads.
  public var tensors: [NetworkTensor] {
    let blocks = (0..<layers).flatMap { layer in
      LayerTensor.allCases.map { BaseTensor.layer(layer, $0) }
    }
    let roles = BaseTensor.stem + blocks + BaseTensor.classifier + BaseTensor.maskedLanguage
    return roles.compactMap { role in
      let names = has(role.part) ? family.storedNames(of: role) : []
      return names.isEmpty
        ? nil : NetworkTensor(role: role, names: names, shape: role.shape(in: self))
    }
  }

  // Parts that not every checkpoint of a family has.
  private func has(_ part: NetworkPart) -> Bool {
    switch part {
    case .tokenTypeEmbeddings: tokens.tokenTypes > 0
    case .embeddingProjection: projectsEmbeddings
    default: true
    }
  }
}

extension BaseTensor {
  /// The classification head.
  static let classifier: [BaseTensor] = [
    .headDenseWeight, .headDenseBias, .headOutWeight, .headOutBias,
  ]

  fileprivate static let stem: [BaseTensor] = [
    .wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings, .embeddingNormWeight,
    .embeddingNormBias, .embeddingProjectionWeight, .embeddingProjectionBias,
  ]

  fileprivate static let maskedLanguage: [BaseTensor] = [
    .maskDenseWeight, .maskDenseBias, .maskNormWeight, .maskNormBias, .maskOutBias,
  ]

  /// Whether a network can do without it: heads, which are made anew when a checkpoint has none.
  var isOptional: Bool {
    switch part {
    case .headDense, .headOut, .maskDense, .maskNorm, .maskOut: true
    default: false
    }
  }

  /// The name in a classifier's checkpoint of a family that has the tensor, which is also PEFT's.
  public func key(in family: Architecture) -> String {
    guard let name = family.name(of: self) else {
      preconditionFailure("\(family.name) has no \(self)")
    }
    return name
  }

  /// The shape that a tensor has under `configuration`; matrices are [out, in].
  public func shape(in configuration: EncoderConfiguration) -> [Int] {
    let (tokens, block) = (configuration.tokens, configuration.block)
    switch part {
    case .wordEmbeddings: return [tokens.vocabularySize, tokens.width]
    case .positionEmbeddings: return [tokens.positions, tokens.width]
    case .tokenTypeEmbeddings: return [tokens.tokenTypes, tokens.width]
    case .embeddingNorm: return [tokens.width]
    case .attentionNorm, .outputNorm, .maskNorm: return [block.width]
    case .embeddingProjection: return map(block.width, tokens.width)
    case .query, .key, .value, .attentionOut, .headDense, .maskDense:
      return map(block.width, block.width)
    case .up: return map(block.inner, block.width)
    case .down: return map(block.width, block.inner)
    case .headOut: return map(configuration.labels, block.width)
    case .maskOut: return map(tokens.vocabularySize, block.width)
    }
  }

  private func map(_ output: Int, _ input: Int) -> [Int] { isBias ? [output] : [output, input] }
}
