extension EncoderSession {
  /// Runs a batch through all layers without modules; `each` sees every layer's output, and which rows belong to which
  /// sample.
  public func hiddenStates(
    _ batch: PackedBatch, parameters: UnsafePointer<Float>,
    each: (_ layer: Int, _ output: Matrix, _ spans: SequenceSpans) -> Void
  ) {
    let pass = begin(batch, parameters)
    hooks = encoder.noHooks
    _ = runLayers(embed(batch).output, pass, nil, keep: false) { each($0, $1, pass.spans) }
    hooks = encoder.hooks
  }
}
