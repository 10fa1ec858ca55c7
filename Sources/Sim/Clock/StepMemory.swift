import Transformer

/// What a device must hold to take part, estimated: the weights, the trained vector with its gradient and the optimiser's
/// moments, and what the largest batch leaves in every layer for its way back, in single precision.
///
/// A layer keeps nine rows of its width and two of its feed-forward block for each token (its input, queries, keys, values,
/// what they attend to, two projections, two norms), and the weights of attention.
struct StepMemory {
  /// Bytes of all of it.
  let bytes: Int

  /// - Parameters:
  ///   - batch: samples of a batch.
  ///   - longest: tokens of the longest sample.
  ///   - moments: vectors that the optimiser keeps.
  init(_ encoder: Encoder, batch: Int, longest: Int, moments: Int) {
    let (block, layers) = (encoder.configuration.block, encoder.configuration.layers)
    let token = layers * (9 * block.width + 2 * block.inner + block.heads * longest)
    bytes =
      4
      * (encoder.weights.parameterCount + (2 + moments) * encoder.layout.count
        + batch * longest * token)
  }

  /// Of a run with these settings, whose longest sample has so many tokens.
  init(_ encoder: Encoder, _ settings: Settings, longest: Int) {
    self.init(
      encoder, batch: settings.batch, longest: longest,
      moments: settings.optimizer == .adamw ? 2 : 1)
  }
}
