extension Architecture {
  /// DistilBERT (Sanh and others 2019, arXiv 1910.01108): BERT without token types.
  ///
  /// LayerNorm's ε is 1e-12 in its class, whatever `config.json` says.
  public static let distilbert = Architecture(
    name: "distilbert", className: "DistilBert",
    keys: ConfigurationKeys(
      width: .init("dim", 768), layers: .init("n_layers", 6), heads: .init("n_heads", 12),
      inner: .init("hidden_dim", 3072), tokenTypes: nil, epsilon: nil, activation: "activation"),
    readout: Readout(activation: .relu, trainsDense: true),
    paths: [
      .wordEmbeddings: "distilbert.embeddings.word_embeddings",
      .positionEmbeddings: "distilbert.embeddings.position_embeddings",
      .embeddingNorm: "distilbert.embeddings.LayerNorm",
      .query: "distilbert.transformer.layer.#.attention.q_lin",
      .key: "distilbert.transformer.layer.#.attention.k_lin",
      .value: "distilbert.transformer.layer.#.attention.v_lin",
      .attentionOut: "distilbert.transformer.layer.#.attention.out_lin",
      .attentionNorm: "distilbert.transformer.layer.#.sa_layer_norm",
      .up: "distilbert.transformer.layer.#.ffn.lin1",
      .down: "distilbert.transformer.layer.#.ffn.lin2",
      .outputNorm: "distilbert.transformer.layer.#.output_layer_norm",
      .headDense: "pre_classifier", .headOut: "classifier",
    ])
}
