import Plain

extension EncoderWeights {
  /// Weights drawn from a normal distribution: for tests, benchmarks and pretraining.
  ///
  /// Every tensor is there, heads included. Matrices, embeddings and biases have mean 0 and
  /// standard deviation `scale`; LayerNorm weights have mean 1.
  public static func random(
    configuration: EncoderConfiguration, name: String, scale: Float,
    using generator: inout some RandomNumberGenerator
  ) -> EncoderWeights {
    var values: [BaseTensor: [Float]] = [:]
    for tensor in BaseTensor.all(in: configuration) {
      let count = tensor.shape(in: configuration).reduce(1, *)
      let mean: Float = tensor.isNormWeight ? 1 : 0
      values[tensor] = normal(count, using: &generator).map { mean + scale * $0 }
    }
    return EncoderWeights(configuration: configuration, name: name) { tensor, _ in values[tensor] }
  }

  /// Standard normal values, both of a pair.
  private static func normal(
    _ count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count + 1)
    while values.count < count {
      let pair = NormalPair(
        Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
      values.append(Float(pair.first))
      values.append(Float(pair.second))
    }
    if values.count > count { values.removeLast() }
    return values
  }
}

extension BaseTensor {
  /// Whether it multiplies the output of a LayerNorm.
  var isNormWeight: Bool {
    switch self {
    case .embeddingNormWeight, .maskNormWeight, .layer(_, .attentionNormWeight),
      .layer(_, .outputNormWeight):
      true
    default: false
    }
  }
}
