extension Architecture {
  /// RoBERTa (Liu and others 2019, arXiv 1907.11692) and its relatives XLM-RoBERTa and CamemBERT.
  public static let roberta = Architecture(
    name: "roberta", className: "Roberta", relatives: ["xlm-roberta", "camembert"],
    keys: ConfigurationKeys(
      vocabulary: .init("vocab_size", 50_265), padding: .init("pad_token_id", 1),
      constants: ["bos_token_id": 0, "eos_token_id": 2]),
    positionsFollowPadding: true,
    readout: Readout(activation: .tanh, trainsDense: true),
    paths: bertPaths("roberta").merging([
      .headDense: "classifier.dense", .headOut: "classifier.out_proj",
      .maskDense: "lm_head.dense", .maskNorm: "lm_head.layer_norm", .maskOut: "lm_head",
    ]) { $1 })
}
