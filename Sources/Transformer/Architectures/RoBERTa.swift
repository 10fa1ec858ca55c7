extension Architecture {
  /// RoBERTa (Liu and others 2019, arXiv 1907.11692).
  public static let roberta = roberta("roberta", "Roberta", words: 50_265)

  /// XLM-RoBERTa (Conneau and others 2020, arXiv 1911.02116): RoBERTa over a hundred languages.
  public static let xlmRoberta = roberta("xlm-roberta", "XLMRoberta", words: 30_522)

  /// CamemBERT (Martin and others 2020, arXiv 1911.03894): RoBERTa in French.
  public static let camembert = roberta("camembert", "Camembert", words: 30_522)

  /// RoBERTa's form, whose checkpoints all name their tensors alike.
  private static func roberta(_ name: String, _ className: String, words: Int) -> Architecture {
    Architecture(
      name: name, className: className, prefix: "roberta",
      keys: ConfigurationKeys(
        vocabulary: .init("vocab_size", words), padding: .init("pad_token_id", 1),
        constants: ["bos_token_id": 0, "eos_token_id": 2]),
      positionsFollowPadding: true,
      readout: Readout(activation: .tanh, trainsDense: true),
      paths: bertPaths("roberta").merging([
        .headDense: "classifier.dense", .headOut: "classifier.out_proj",
        .maskDense: "lm_head.dense", .maskNorm: "lm_head.layer_norm", .maskOut: "lm_head",
      ]) { $1 })
  }
}
