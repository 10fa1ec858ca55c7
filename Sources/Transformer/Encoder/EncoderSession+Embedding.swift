import CKernels

extension EncoderSession {
  /// Sum of word, position and token-type embeddings, normalised: [tokens, d].
  func embed(_ batch: PackedBatch) -> (output: Matrix, tape: NormTape) {
    let configuration = encoder.configuration
    let width = configuration.hiddenSize
    let words = values(.wordEmbeddings)
    let positions = values(.positionEmbeddings)
    let types = values(.tokenTypeEmbeddings)
    let output = workspace.matrix(batch.tokens.count, width)
    let tape = NormTape(rows: output.rows, columns: width, in: workspace)
    for sample in 0..<batch.count {
      let range = batch.range(of: sample)
      for row in range {
        let word = Int(batch.tokens[row])
        let type = Int(batch.tokenTypes[row])
        precondition(
          word >= 0 && word < configuration.vocabularySize && type >= 0
            && type < configuration.tokenTypes, "a token is outside of the embeddings")
        let position = row - range.lowerBound + configuration.positionOffset
        ck_sum3(
          width, words + word * width, positions + position * width, types + type * width,
          output.row(row))
      }
    }
    ck_norm_forward(
      output.rows, width, output.pointer, nil, nil, values(.embeddingNormWeight),
      values(.embeddingNormBias), configuration.layerNormEpsilon, tape.normalised.pointer,
      tape.inverseDeviation, output.pointer)
    return (output, tape)
  }

  /// Gradients of trained embeddings; `d` is that of the normalised sum, and is overwritten.
  func backwardEmbedding(
    _ d: Matrix, _ batch: PackedBatch, _ tape: NormTape, _ spans: SequenceSpans,
    _ sink: GradientSink
  ) {
    if let slot = encoder.slots[.embeddingNormWeight] {
      sink.addColumnProduct(slot, d, tape.normalised, spans)
    }
    if let slot = encoder.slots[.embeddingNormBias] { sink.addColumnSum(slot, d, spans) }
    let tables: [3 of BaseTensor] = [
      .wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings,
    ]
    var anyTable = false
    for index in tables.indices where encoder.slots[tables[index]] != nil { anyTable = true }
    guard anyTable else { return }
    ck_norm_backward(
      d.rows, d.columns, d.pointer, values(.embeddingNormWeight), tape.normalised.pointer,
      tape.inverseDeviation)
    let ids = workspace.targets(d.rows)
    if let slot = encoder.slots[.wordEmbeddings] {
      for row in 0..<d.rows { ids[row] = batch.tokens[row] }
      sink.addRows(slot, d, ids, spans)
    }
    if let slot = encoder.slots[.tokenTypeEmbeddings] {
      for row in 0..<d.rows { ids[row] = batch.tokenTypes[row] }
      sink.addRows(slot, d, ids, spans)
    }
    if let slot = encoder.slots[.positionEmbeddings] {
      for sample in 0..<batch.count {
        let range = batch.range(of: sample)
        for row in range {
          ids[row] = Int32(row - range.lowerBound + encoder.configuration.positionOffset)
        }
      }
      sink.addRows(slot, d, ids, spans)
    }
  }
}
