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
    for tensor in configuration.tensors {
      let mean: Float = tensor.role.isNormWeight ? 1 : 0
      values[tensor.role] = normal(tensor.count, using: &generator).map { mean + scale * $0 }
    }
    return EncoderWeights(configuration: configuration, name: name) { tensor, _ in values[tensor] }
  }

  /// A random start without a head: biases are 0, norms let pass, all else has the standard deviation 0.02 of BERT and ViT.
  public static func start(
    configuration: EncoderConfiguration, name: String,
    using generator: inout some RandomNumberGenerator
  ) -> EncoderWeights {
    var values: [BaseTensor: [Float]] = [:]
    for tensor in configuration.tensors where !tensor.isOptional {
      values[tensor.role] =
        if tensor.role.part.isNorm || tensor.role.isBias {
          Array(repeating: tensor.role.isNormWeight ? 1 : 0, count: tensor.count)
        } else {
          normal(tensor.count, using: &generator).map { 0.02 * $0 }
        }
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
