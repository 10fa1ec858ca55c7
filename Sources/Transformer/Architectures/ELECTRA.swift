extension Architecture {
  /// ELECTRA's discriminator (Clark and others 2020, arXiv 2003.10555): BERT's blocks behind
  /// embeddings of their own width.
  ///
  /// The head's nonlinearity is the exact GELU, whatever `hidden_act` is, and there is no pooler.
  public static let electra = Architecture(
    name: "electra", className: "Electra",
    keys: ConfigurationKeys(
      width: .init("hidden_size", 256), heads: .init("num_attention_heads", 4),
      inner: .init("intermediate_size", 1024), embedding: .init("embedding_size", 128)),
    readout: Readout(activation: .gelu, trainsDense: true),
    paths: bertPaths("electra").merging([
      .embeddingProjection: "electra.embeddings_project",
      .headDense: "classifier.dense", .headOut: "classifier.out_proj",
    ]) { $1 })
}
