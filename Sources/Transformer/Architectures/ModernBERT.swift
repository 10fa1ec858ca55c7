extension Architecture {
  /// ModernBERT (Warner and others 2024, arXiv 2412.13663): norms in front of their parts, rotary positions, gated
  /// feed-forward parts, and local layers between global ones.
  ///
  /// Query, key and value are one map in its files and for modules, and so are the gate and what it lets pass. The stem has
  /// no positions, and its norm stands for that of the first layer.
  public static let modernbert = Architecture(
    name: "modernbert", className: "ModernBert", prefix: "model",
    keys: ConfigurationKeys(
      vocabulary: .init("vocab_size", 50_368), layers: .init("num_hidden_layers", 22),
      inner: .init("intermediate_size", 1152), positions: .init("max_position_embeddings", 8192),
      tokenTypes: nil, epsilon: "norm_eps", missingEpsilon: 1e-5, activation: "hidden_activation",
      headActivation: "classifier_activation",
      padding: .init("pad_token_id", 50_283),
      biases: [
        .init(key: "attention_bias", parts: [.projections, .attentionOut]),
        .init(key: "mlp_bias", parts: [.up, .down]),
        .init(
          key: "norm_bias",
          parts: [.embeddingNorm, .attentionNorm, .outputNorm, .finalNorm, .headNorm]),
        .init(key: "classifier_bias", parts: [.headDense]),
      ],
      reach: .alternating, pooling: "classifier_pooling"),
    form: BlockForm(order: .before, isGated: true, startsNormed: true),
    readout: Readout(activation: .gelu, trainsDense: true, readsMean: true),
    paths: [
      .wordEmbeddings: "model.embeddings.tok_embeddings",
      .embeddingNorm: "model.embeddings.norm",
      .attentionNorm: "model.layers.#.attn_norm",
      .projections: "model.layers.#.attn.Wqkv",
      .attentionOut: "model.layers.#.attn.Wo",
      .outputNorm: "model.layers.#.mlp_norm",
      .up: "model.layers.#.mlp.Wi",
      .down: "model.layers.#.mlp.Wo",
      .finalNorm: "model.final_norm",
      .headDense: "head.dense", .headNorm: "head.norm", .headOut: "classifier",
    ])
}
