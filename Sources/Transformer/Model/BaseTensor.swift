/// The role of a tensor: what it does in a network, whatever files call it.
///
/// Matrices are [out, in], row-major.
public enum BaseTensor: Hashable, Sendable {
  /// [vocabulary, e], with e the width of the embeddings.
  case wordEmbeddings
  /// [positions, e].
  case positionEmbeddings
  /// [token types, e].
  case tokenTypeEmbeddings
  /// [e].
  case embeddingNormWeight
  /// [e].
  case embeddingNormBias
  /// [d, e], where e ≠ d.
  case embeddingProjectionWeight
  /// [d].
  case embeddingProjectionBias
  /// A tensor of one encoder layer.
  case layer(Int, LayerTensor)
  /// [d, d]: the readout's dense map, such as BERT's pooler.
  case headDenseWeight
  /// [d].
  case headDenseBias
  /// [labels, d]: the readout's output map.
  case headOutWeight
  /// [labels].
  case headOutBias
  /// Masked-language-model head: dense [d, d].
  case maskDenseWeight
  /// Masked-language-model head: dense bias [d].
  case maskDenseBias
  /// Masked-language-model head: LayerNorm weight [d].
  case maskNormWeight
  /// Masked-language-model head: LayerNorm bias [d].
  case maskNormBias
  /// Masked-language-model head: output bias [vocabulary]; its matrix is the word embedding.
  case maskOutBias
}

/// A tensor of one encoder layer.
public enum LayerTensor: String, Hashable, Sendable, CaseIterable {
  /// Attention projections, [d, d] each.
  case queryWeight, keyWeight, valueWeight
  /// Their biases, [d] each.
  case queryBias, keyBias, valueBias
  /// Attention output projection [d, d] and its bias [d].
  case attentionOutWeight, attentionOutBias
  /// LayerNorm after attention, [d] each.
  case attentionNormWeight, attentionNormBias
  /// Feed-forward: [intermediate, d], [intermediate].
  case upWeight, upBias
  /// Feed-forward: [d, intermediate], [d].
  case downWeight, downBias
  /// LayerNorm after the feed-forward block, [d] each.
  case outputNormWeight, outputNormBias
}

/// The six linear maps of an encoder layer that a low-rank module can sit on.
public enum LinearSite: String, Sendable, CaseIterable, Hashable {
  /// Attention query, d → d.
  case query
  /// Attention key, d → d.
  case key
  /// Attention value, d → d.
  case value
  /// Attention output projection, d → d.
  case attentionOut
  /// First feed-forward map, d → intermediate.
  case up
  /// Second feed-forward map, intermediate → d.
  case down
}
