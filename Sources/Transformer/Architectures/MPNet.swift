extension Architecture {
  /// MPNet (Song and others 2020, arXiv 2004.09297): BERT's blocks without token types, with what distances add to scores.
  public static let mpnet = Architecture(
    name: "mpnet", className: "MPNet",
    keys: ConfigurationKeys(
      vocabulary: .init("vocab_size", 30_527), tokenTypes: nil, padding: .init("pad_token_id", 1),
      isPaddingFixed: true, constants: ["bos_token_id": 0, "eos_token_id": 2]),
    positionsFollowPadding: true,
    readout: Readout(activation: .tanh, trainsDense: true),
    paths: [
      .wordEmbeddings: "mpnet.embeddings.word_embeddings",
      .positionEmbeddings: "mpnet.embeddings.position_embeddings",
      .embeddingNorm: "mpnet.embeddings.LayerNorm",
      .relativeBias: "mpnet.encoder.relative_attention_bias",
      .query: "mpnet.encoder.layer.#.attention.attn.q",
      .key: "mpnet.encoder.layer.#.attention.attn.k",
      .value: "mpnet.encoder.layer.#.attention.attn.v",
      .attentionOut: "mpnet.encoder.layer.#.attention.attn.o",
      .attentionNorm: "mpnet.encoder.layer.#.attention.LayerNorm",
      .up: "mpnet.encoder.layer.#.intermediate.dense",
      .down: "mpnet.encoder.layer.#.output.dense",
      .outputNorm: "mpnet.encoder.layer.#.output.LayerNorm",
      .headDense: "classifier.dense", .headOut: "classifier.out_proj",
    ])
}
