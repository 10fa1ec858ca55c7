import CKernels

extension EncoderSession {
  /// Masked-language-model loss and its gradient, for pretraining (Devlin and others 2019, arXiv 1810.04805).
  ///
  /// Dense map, GELU, LayerNorm, then the word embedding as output map, with a bias; computed at the masked positions
  /// alone. What is trained is what the plan's `trainedTensors` name, and modules.
  ///
  /// - Parameters:
  ///   - targets: The original token at masked positions, −100 elsewhere; parallel to `batch.tokens`.
  ///   - gradient: `layout.count` values, overwritten; nil: the loss alone.
  /// - Returns: Mean cross entropy over the masked positions, 0 without any.
  public func maskedLanguageGradient(
    _ batch: PackedBatch, targets: [Int32], parameters: UnsafePointer<Float>,
    into gradient: UnsafeMutablePointer<Float>?
  ) -> Double {
    precondition(targets.count == batch.tokens.count, "one target a token")
    gradient?.update(repeating: 0, count: encoder.layout.count)
    let pass = begin(batch, parameters)
    let (selection, wanted) = maskedPositions(batch, targets, pass.spans)
    guard selection.count > 0 else { return 0 }
    let (embedded, stem) = embed(batch)
    let (hidden, _) = runLayers(embedded, pass, selection, keep: gradient != nil) { _, _ in }

    let width = hidden.columns
    let vocabulary = encoder.configuration.vocabularySize
    let dense = matrix(.maskDenseWeight, rows: width, columns: width)
    let (features, derivative, tape) = wordFeatures(hidden)
    let words = matrix(.wordEmbeddings, rows: vocabulary, columns: width)
    let logits = workspace.matrix(hidden.rows, vocabulary)
    multiply(features, words.transposed, into: logits)
    ck_add_bias(logits.rows, vocabulary, logits.pointer, values(.maskOutBias), logits.pointer)
    let losses = workspace.take(hidden.rows)
    ck_cross_entropy(
      hidden.rows, vocabulary, logits.pointer, wanted, 1 / Float(hidden.rows), losses)
    let loss = (0..<hidden.rows).reduce(0.0) { $0 + Double(losses[$1]) } / Double(hidden.rows)
    guard let gradient else { return loss }

    let sink = makeSink(gradient, BatchPart(batch), nil)
    let spans = selection.spans
    if let slot = encoder.slots[.maskOutBias] { sink.addColumnSum(slot, logits, spans) }
    if let slot = encoder.slots[.wordEmbeddings] {
      sink.addProduct(slot, logits, features, spans)
    }
    let d = workspace.matrix(hidden.rows, width)
    multiply(logits, words, into: d)
    if let slot = encoder.slots[.maskNormWeight] {
      sink.addColumnProduct(slot, d, tape.normalised, spans)
    }
    if let slot = encoder.slots[.maskNormBias] { sink.addColumnSum(slot, d, spans) }
    ck_norm_backward(
      d.rows, width, d.pointer, values(.maskNormWeight), tape.normalised.pointer,
      tape.inverseDeviation)
    ck_multiply(d.rows * width, derivative.pointer, d.pointer)
    if let slot = encoder.slots[.maskDenseWeight] { sink.addProduct(slot, d, hidden, spans) }
    if let slot = encoder.slots[.maskDenseBias] { sink.addColumnSum(slot, d, spans) }
    let dHidden = workspace.matrix(d.rows, width)
    multiply(d, dense, into: dHidden)
    if let below = backwardLayers(dHidden, selection, pass, sink, until: segments(nil).lowest) {
      backwardStem(below, batch, stem, pass.spans, sink)
    }
    return loss
  }

  /// Rows that the word embedding is multiplied with: dense map, nonlinearity, LayerNorm.
  func wordFeatures(_ hidden: Matrix) -> (features: Matrix, derivative: Matrix, norm: NormTape) {
    let width = hidden.columns
    let derivative = workspace.matrix(hidden.rows, width)
    let activated = workspace.matrix(hidden.rows, width)
    multiply(
      hidden, matrix(.maskDenseWeight, rows: width, columns: width).transposed, into: derivative)
    activate(
      derivative, values(.maskDenseBias), encoder.configuration.block.activation,
      derivative: derivative, into: activated)
    let norm = NormTape(rows: hidden.rows, columns: width, in: workspace)
    let features = workspace.matrix(hidden.rows, width)
    ck_norm_forward(
      hidden.rows, width, activated.pointer, nil, nil, values(.maskNormWeight),
      values(.maskNormBias), encoder.configuration.layerNormEpsilon, norm.normalised.pointer,
      norm.inverseDeviation, features.pointer)
    return (features, derivative, norm)
  }

  private func maskedPositions(_ batch: PackedBatch, _ targets: [Int32], _ spans: SequenceSpans)
    -> (RowSelection, UnsafeMutablePointer<Int32>)
  {
    let rows = workspace.integers(targets.count)
    let offsets = workspace.integers(batch.count + 1)
    let wanted = workspace.targets(targets.count)
    let last = spans.adding(lead: promptRows)
    var count = 0
    for sample in 0..<batch.count {
      offsets[sample] = count
      for (index, row) in zip(batch.range(of: sample), last.tokens(of: sample))
      where targets[index] >= 0 {
        precondition(targets[index] < encoder.configuration.vocabularySize, "a target is a token")
        wanted[count] = targets[index]
        rows[count] = row
        count += 1
      }
    }
    offsets[batch.count] = count
    let selected = SequenceSpans(offsets: offsets, count: batch.count)
    return (RowSelection(rows: rows, spans: selected), wanted)
  }
}
