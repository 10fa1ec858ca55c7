/// What every layer of a pass asks of a network, as plain numbers: a copy of the whole configuration counts references that
/// all workers share.
struct PassShape: Sendable {
  /// The shape of a block.
  let block: BlockShape
  /// Added to variances.
  let epsilon: Float
  /// Whether the gate of the feed-forward part is the first half of its first map.
  let hasGateInUp: Bool
  /// Whether query, key and value are one map in files and for modules.
  let hasJoinedProjections: Bool
  /// Whether distances add to scores.
  let hasRelativeBias: Bool

  /// Takes the numbers of a configuration.
  init(_ configuration: EncoderConfiguration) {
    block = configuration.block
    epsilon = configuration.layerNormEpsilon
    hasGateInUp = configuration.hasGateInUp
    hasJoinedProjections = configuration.hasJoinedProjections
    hasRelativeBias = configuration.has(BaseTensor.relativeBias)
  }
}
