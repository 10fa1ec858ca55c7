extension Architecture {
  /// BERT (Devlin and others 2019, arXiv 1810.04805), and MiniLM and others that kept its form.
  ///
  /// The dense map of the head is the pooler, which belongs to the encoder: PEFT does not train it.
  public static let bert = Architecture(
    name: "bert", className: "Bert",
    readout: Readout(activation: .tanh, trainsDense: false),
    paths: bertPaths("bert").merging([
      .headDense: "bert.pooler.dense", .headOut: "classifier",
      .maskDense: "cls.predictions.transform.dense",
      .maskNorm: "cls.predictions.transform.LayerNorm", .maskOut: "cls.predictions",
    ]) { $1 })
}
