/// A tensor of a network: what it does, what files call it, and its shape.
public struct NetworkTensor: Sendable, Equatable {
  /// What it does.
  public let role: BaseTensor
  /// All names under which checkpoints store it, the usual one first.
  public let names: [String]
  /// [out, in] of a matrix, which lies row-major; [values] of a vector.
  public let shape: [Int]

  /// The shape in files, where it is another.
  var storedShape: [Int]

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
    let shared: [BaseTensor] = [.relativeBias, .finalNormWeight, .finalNormBias]
    let roles =
      BaseTensor.stem + blocks + shared + BaseTensor.classifier + BaseTensor.maskedLanguage
    return roles.filter(has).map { role in
      NetworkTensor(
        role: role, names: family.storedNames(of: role), shape: role.shape(in: self),
        storedShape: role.storedShape(in: self))
    }
  }

  /// Biases that other networks have in parts of this one: what is computed with them is computed with zeros.
  var absentBiases: [BaseTensor] {
    let blocks = (0..<layers).flatMap { layer in
      LayerTensor.allCases.map { BaseTensor.layer(layer, $0) }
    }
    let all = BaseTensor.stem + blocks + [.finalNormBias] + BaseTensor.classifier
    return all.filter { $0.isBias && has($0.part) && !has($0) }
  }

  /// As many values as the longest bias of a layer or the head.
  var widest: Int { max(block.projectedWidth, block.width, 2 * block.inner, tokens.width, labels) }

  /// The tensors of the classification head, in the order in which they act.
  public var classifier: [BaseTensor] { BaseTensor.classifier.filter(has) }

  /// Whether the network has a part, in one of its layers where it is of a layer.
  func has(_ part: NetworkPart) -> Bool {
    switch part {
    case .tokenTypeEmbeddings where tokens.tokenTypes == 0: false
    case .embeddingProjection where !projectsEmbeddings: false
    default: family.paths[part] != nil
    }
  }

  /// Whether the network has a tensor.
  func has(_ tensor: BaseTensor) -> Bool {
    guard has(tensor.part), !tensor.isBias || !unbiased.contains(tensor.part) else { return false }
    return tensor.part != .attentionNorm || tensor.layer != 0 || !block.startsNormed
  }
}

extension BaseTensor {
  /// The classification head.
  fileprivate static let classifier: [BaseTensor] = [
    .headDenseWeight, .headDenseBias, .headNormWeight, .headNormBias, .headOutWeight,
    .headOutBias,
  ]

  fileprivate static let stem: [BaseTensor] = [
    .wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings, .embeddingNormWeight,
    .embeddingNormBias, .embeddingProjectionWeight, .embeddingProjectionBias, .classToken,
    .patchWeight, .patchBias,
  ]

  fileprivate static let maskedLanguage: [BaseTensor] = [
    .maskDenseWeight, .maskDenseBias, .maskNormWeight, .maskNormBias, .maskOutBias, .wordOutWeight,
  ]

  /// Whether a network can do without it: heads, which are made anew when a checkpoint has none.
  var isOptional: Bool {
    switch part {
    case .headDense, .headNorm, .headOut, .maskDense, .maskNorm, .maskOut, .wordOut: true
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
    case .classToken: return [1, block.width]
    case .patchProjection: return map(block.width, configuration.image?.values ?? 0)
    case .attentionNorm, .outputNorm, .finalNorm, .headNorm, .maskNorm: return [block.width]
    case .embeddingProjection: return map(block.width, tokens.width)
    case .query: return map(block.queryWidth, block.width)
    case .key, .value: return map(block.keyWidth, block.width)
    case .attentionOut: return map(block.width, block.queryWidth)
    case .headDense, .maskDense: return map(block.width, block.width)
    case .projections: return map(block.projectedWidth, block.width)
    case .relativeBias: return [RelativePositions.buckets, block.heads]
    case .up: return map(configuration.hasGateInUp ? 2 * block.inner : block.inner, block.width)
    case .gate: return map(block.inner, block.width)
    case .down: return map(block.width, block.inner)
    case .headOut: return map(configuration.labels, block.width)
    case .maskOut, .wordOut: return map(tokens.vocabularySize, block.width)
    }
  }

  // Vectors of images have an axis for the batch in files, and their map is a convolution.
  fileprivate func storedShape(in configuration: EncoderConfiguration) -> [Int] {
    let shape = shape(in: configuration)
    guard let image = configuration.image else { return shape }
    return switch self {
    case .classToken, .positionEmbeddings: [1] + shape
    case .patchWeight: [shape[0], image.channels, image.patch, image.patch]
    default: shape
    }
  }

  private func map(_ output: Int, _ input: Int) -> [Int] { isBias ? [output] : [output, input] }
}
