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
  /// [1, d]: what stands in front of the patches of an image.
  case classToken
  /// [d, channels · side²]: the map of patches, a convolution in files.
  case patchWeight
  /// [d].
  case patchBias
  /// A tensor of one encoder layer.
  case layer(Int, LayerTensor)
  /// [buckets, heads]: what a distance of two tokens adds to their score, in every layer.
  case relativeBias
  /// Norm behind the last layer, [d].
  case finalNormWeight
  /// [d].
  case finalNormBias
  /// [d, d]: the readout's dense map, such as BERT's pooler.
  case headDenseWeight
  /// [d].
  case headDenseBias
  /// Norm behind the dense map, [d].
  case headNormWeight
  /// [d].
  case headNormBias
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
  /// [vocabulary, d]: a language model's map to the next word, where it is not the word embedding.
  case wordOutWeight
}

/// A tensor of one encoder layer.
public enum LayerTensor: String, Hashable, Sendable, CaseIterable {
  /// Attention projections, [d, d] each.
  case queryWeight, keyWeight, valueWeight
  /// Their biases, [d] each.
  case queryBias, keyBias, valueBias
  /// The three in one, [3d, d] and [3d], where files have them so.
  case projectionsWeight, projectionsBias
  /// Attention output projection [d, d] and its bias [d].
  case attentionOutWeight, attentionOutBias
  /// The norm of attention, behind it or in front of it, [d] each.
  case attentionNormWeight, attentionNormBias
  /// Feed-forward: [intermediate, d], [intermediate]; twice as many rows where the gate is in it, which comes first.
  case upWeight, upBias
  /// The gate of the feed-forward block: [intermediate, d], [intermediate].
  case gateWeight, gateBias
  /// Feed-forward: [d, intermediate], [d].
  case downWeight, downBias
  /// The norm of the feed-forward block, behind it or in front of it, [d] each.
  case outputNormWeight, outputNormBias
}

/// The linear maps of a layer that a low-rank module can sit on; no family has all of them.
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
  /// Query, key and value in one, d → 3d, where a family has no others.
  case projections
  /// The gate of the feed-forward block, d → intermediate.
  case gate
}
