import CKernels

/// What the stem leaves for its backward pass.
struct StemTape {
  /// The norm over the sum of the embeddings; nil: there is none.
  let norm: NormTape?
  /// Its output, which is the input of the projection where there is one, [tokens, e].
  let embedded: Matrix
  /// What a stem over patches leaves.
  var patches: PatchTape?
}

extension EncoderSession {
  /// The rows that the first layer reads, [tokens, d].
  func embed(_ batch: PackedBatch) -> (output: Matrix, tape: StemTape) {
    let configuration = encoder.configuration
    let tape =
      switch configuration.stem {
      case .tokens(let stem): embed(batch, stem)
      case .patches(let stem): embed(batch, stem)
      }
    guard configuration.projectsEmbeddings else { return (tape.embedded, tape) }
    let output = workspace.matrix(tape.embedded.rows, configuration.hiddenSize)
    multiply(tape.embedded, projection(tape).transposed, into: output)
    ck_add_bias(
      output.rows, output.columns, output.pointer, values(.embeddingProjectionBias), output.pointer)
    return (output, tape)
  }

  /// Sum of word, position and token-type embeddings, as far as there are any, normalised.
  private func embed(_ batch: PackedBatch, _ stem: TokenStem) -> StemTape {
    let width = stem.width
    let packed = encoder.weights.packed(.wordEmbeddings)
    let words = packed == nil ? values(.wordEmbeddings) : nil
    let positions =
      encoder.configuration.has(BaseTensor.positionEmbeddings) ? values(.positionEmbeddings) : nil
    let types = stem.tokenTypes > 0 ? values(.tokenTypeEmbeddings) : nil
    let output = workspace.matrix(batch.tokens.count, width)
    for sample in 0..<batch.count {
      var next = stem.firstPosition
      for row in batch.range(of: sample) {
        let word = Int(batch.tokens[row])
        precondition(
          word >= 0 && word < stem.vocabularySize, "a token is outside of the embeddings")
        guard let words else {
          packed?.expand(word..<word + 1, to: output.row(row))
          continue
        }
        guard let positions else {
          output.row(row).update(from: words + word * width, count: width)
          continue
        }
        let position = positions + stem.position(of: word, next: &next) * width
        if let types {
          let type = Int(batch.tokenTypes[row])
          precondition(type >= 0 && type < stem.tokenTypes, "a token has an unknown type")
          ck_sum3(width, words + word * width, position, types + type * width, output.row(row))
        } else {
          output.row(row).update(from: words + word * width, count: width)
          ck_axpy(width, 1, position, output.row(row))
        }
      }
    }
    guard encoder.configuration.has(.embeddingNorm) else {
      return StemTape(norm: nil, embedded: output)
    }
    let norm = NormTape(rows: output.rows, columns: width, in: workspace)
    normalise(output, by: (.embeddingNormWeight, .embeddingNormBias), norm, into: output)
    return StemTape(norm: norm, embedded: output)
  }

  /// Gradients of what is trained in the stem; `d` is that of its output, and is overwritten.
  func backwardStem(
    _ d: Matrix, _ batch: PackedBatch, _ tape: StemTape, _ spans: SequenceSpans,
    _ sink: GradientSink
  ) {
    switch encoder.configuration.stem {
    case .tokens(let stem):
      backwardTokens(backwardProjection(d, tape, spans, sink), batch, stem, tape.norm, spans, sink)
    case .patches:
      if let patches = tape.patches { backwardPatches(d, batch, patches, spans, sink) }
    }
  }

  // From the gradient of the projection's output to that of its input.
  private func backwardProjection(
    _ d: Matrix, _ tape: StemTape, _ spans: SequenceSpans, _ sink: GradientSink
  ) -> Matrix {
    guard encoder.configuration.projectsEmbeddings else { return d }
    if let slot = encoder.slots[.embeddingProjectionWeight] {
      sink.addProduct(slot, d, tape.embedded, spans)
    }
    if let slot = encoder.slots[.embeddingProjectionBias] { sink.addColumnSum(slot, d, spans) }
    let dEmbedded = workspace.matrix(d.rows, tape.embedded.columns)
    multiply(d, projection(tape), into: dEmbedded)
    return dEmbedded
  }

  private func projection(_ tape: StemTape) -> Matrix {
    matrix(
      .embeddingProjectionWeight, rows: encoder.configuration.hiddenSize,
      columns: tape.embedded.columns)
  }

  private func backwardTokens(
    _ d: Matrix, _ batch: PackedBatch, _ stem: TokenStem, _ norm: NormTape?,
    _ spans: SequenceSpans, _ sink: GradientSink
  ) {
    if let norm {
      backwardNorm((.embeddingNormWeight, .embeddingNormBias), d, norm, spans, sink)
    }
    let tables: [3 of BaseTensor] = [
      .wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings,
    ]
    var anyTable = false
    for index in tables.indices where encoder.slots[tables[index]] != nil { anyTable = true }
    guard anyTable else { return }
    let ids = workspace.targets(d.rows)
    // The rows of the padding token stay what they are, as in PyTorch's embeddings.
    let padding = Int32(stem.padToken)
    if let slot = encoder.slots[.wordEmbeddings] {
      for row in 0..<d.rows { ids[row] = batch.tokens[row] == padding ? -1 : batch.tokens[row] }
      sink.addRows(slot, d, ids, spans)
    }
    if let slot = encoder.slots[.tokenTypeEmbeddings] {
      for row in 0..<d.rows { ids[row] = batch.tokenTypes[row] }
      sink.addRows(slot, d, ids, spans)
    }
    if let slot = encoder.slots[.positionEmbeddings] {
      for sample in 0..<batch.count {
        var next = stem.firstPosition
        for row in batch.range(of: sample) {
          let position = stem.position(of: Int(batch.tokens[row]), next: &next)
          ids[row] = position < stem.firstPosition ? -1 : Int32(position)
        }
      }
      sink.addRows(slot, d, ids, spans)
    }
  }
}
