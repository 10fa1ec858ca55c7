import CKernels

extension EncoderSession {
  /// Computes the losses of a language model, and the gradient of their mean.
  ///
  /// A sample's loss is the mean cross entropy over its counted tokens, each given those before it; its label is the length
  /// of its prompt. A sample without counted tokens has loss 0 and no gradient. `losses`, `targetCounts` and the traces are
  /// of the samples, and so is `areExact` where no gradient is asked for.
  ///
  /// The product with the map to words is made for a few rows at a time; no matrix [tokens, vocabulary] is ever whole.
  ///
  /// - Parameters:
  ///   - gradient: `layout.count` values, overwritten; nil: the losses alone.
  ///   - fisher: Asks for traces, from the same backward pass.
  func nextToken(
    _ batch: PackedBatch, parameters: UnsafePointer<Float>,
    into gradient: UnsafeMutablePointer<Float>?, fisher: FisherRequest? = nil
  ) {
    gradient?.update(repeating: 0, count: encoder.layout.count)
    beginWords(batch, fisher)
    eachPart(of: batch, keep: gradient != nil) { part in
      let batch = part.batch
      let pass = begin(batch, parameters)
      let sink = gradient.map { makeSink($0, part, fisher) }
      let (selection, targets) = nextTokens(batch, pass.spans)
      guard selection.count > 0 else { return }
      let (embedded, stem) = embed(batch)
      let (hidden, _) = runLayers(
        embedded, pass, selection, keep: gradient != nil, from: encoder.lowest.layer
      ) { _, _ in }
      let (output, norm) = finish(hidden)
      let d = gradient == nil ? nil : workspace.matrix(output.rows, output.columns)
      measureWords(part, output, targets, selection.spans, into: d)
      guard let d, let sink else { return }
      if let norm {
        backwardNorm((.finalNormWeight, .finalNormBias), d, norm, selection.spans, sink)
      }
      if let below = backwardLayers(d, selection, pass, sink, until: segments(fisher).lowest) {
        backwardStem(below, batch, stem, pass.spans, sink)
      }
    }
    if fisher != nil { scaleTraces(of: batch.count) }
  }

  /// Losses of a language model's last rows, and the gradient of their mean by those; nil when none is counted.
  ///
  /// - Parameter hidden: rows of all tokens behind the last layer.
  func nextTokenGradient(
    _ batch: PackedBatch, _ hidden: Matrix, _ spans: SequenceSpans
  ) -> Matrix? {
    beginWords(batch, nil)
    let (selection, targets) = nextTokens(batch, spans)
    guard selection.count > 0 else { return nil }
    let (output, norm) = finish(hidden)
    let dRows = workspace.matrix(selection.count, output.columns)
    measureWords(BatchPart(batch), select(selection, output), targets, selection.spans, into: dRows)
    let d = zeros(like: hidden)
    selection.scatter(dRows, addingTo: d)
    if let norm { passNorm(.finalNormWeight, d, norm) }
    return d
  }

  /// Writes logits of the word after the last token of each sample, [count, vocabulary].
  public func nextTokenLogits(
    _ batch: PackedBatch, parameters: UnsafePointer<Float>,
    into logits: UnsafeMutablePointer<Float>
  ) {
    let pass = begin(batch, parameters)
    let last = pass.spans.adding(lead: promptRows)
    let rows = workspace.integers(batch.count)
    for sample in 0..<batch.count { rows[sample] = last[sample].upperBound - 1 }
    let selection = RowSelection(rows: rows, spans: SequenceSpans(oneRowEach: batch.count))
    let (hidden, _) = runLayers(embed(batch).output, pass, selection, keep: false) { _, _ in }
    let output = finish(hidden).output
    wordLogits(
      output,
      into: Matrix(logits, rows: batch.count, columns: encoder.configuration.vocabularySize))
  }

  /// logits = rows · map to wordsᵀ.
  func wordLogits(_ rows: Matrix, into logits: Matrix) {
    switch encoder.words(weights) {
    case .floats(let map): multiply(rows, map.transposed, into: logits)
    case .packed(let map): map.apply(to: rows, into: logits, workspace)
    }
  }

  // Losses of rows, and the gradient of the mean of the samples' losses; without one, whether answers are exact.
  private func measureWords(
    _ part: BatchPart, _ rows: Matrix, _ targets: UnsafePointer<Int32>, _ spans: SequenceSpans,
    into d: Matrix?
  ) {
    let vocabulary = encoder.configuration.vocabularySize
    let tile = max(1, min(rows.rows, (4 << 20) / vocabulary))
    let losses = workspace.take(rows.rows)
    let isRight = workspace.integers(d == nil ? rows.rows : 0)
    let mark = workspace.mark
    let memory = workspace.take(tile * vocabulary)
    for start in stride(from: 0, to: rows.rows, by: tile) {
      let own = start..<min(start + tile, rows.rows)
      let logits = Matrix(memory, rows: own.count, columns: vocabulary)
      wordLogits(rows.rows(own), into: logits)
      if d == nil {
        for row in own { isRight[row] = logits.likeliest(row - start) == targets[row] ? 1 : 0 }
      }
      ck_cross_entropy(own.count, vocabulary, memory, targets + start, 1, losses + start)
      guard let d else { continue }
      switch encoder.words(weights) {
      case .floats(let map): multiply(logits, map, into: d.rows(own))
      case .packed(let map):
        map.applyBack(to: logits, into: d.rows(own), adding: false, workspace)
      }
    }
    workspace.release(to: mark)
    for sample in 0..<spans.count {
      let own = spans[sample]
      guard !own.isEmpty else { continue }
      if d == nil {
        let length = part.batch.range(of: sample).count
        let answer = own.suffix(length - max(1, min(length, Int(part.batch.labels[sample]))))
        areExact[part.first + sample] = !answer.isEmpty && answer.allSatisfy { isRight[$0] == 1 }
      }
      let share = 1 / Float(own.count)
      for row in own {
        lossBuffer.values[part.first + sample] += share * losses[row]
        guard let d else { continue }
        let values = d.row(row)
        for column in 0..<d.columns { values[column] *= share / Float(part.whole) }
      }
    }
  }

  // Makes room for the results of a language model.
  private func beginWords(_ batch: PackedBatch, _ fisher: FisherRequest?) {
    beginResults(batch, logits: 0, fisher)
    targetCounts.removeAll(keepingCapacity: true)
    areExact.removeAll(keepingCapacity: true)
  }

  // The rows whose next token is counted, and those tokens.
  private func nextTokens(
    _ batch: PackedBatch, _ spans: SequenceSpans
  ) -> (RowSelection, UnsafePointer<Int32>) {
    let rows = workspace.integers(batch.tokens.count)
    let offsets = workspace.integers(batch.count + 1)
    let targets = workspace.targets(batch.tokens.count)
    let last = spans.adding(lead: promptRows)
    guard let counted = encoder.countedTokens else {
      preconditionFailure("the encoder is that of a language model")
    }
    var count = 0
    for sample in 0..<batch.count {
      offsets[sample] = count
      let tokens = batch.range(of: sample)
      let start = last.tokens(of: sample).lowerBound
      let places = counted.places(length: tokens.count, prompt: Int(batch.labels[sample]))
      for index in places {
        targets[count] = batch.tokens[tokens.lowerBound + index]
        rows[count] = start + index - 1
        count += 1
      }
      targetCounts.append(count - offsets[sample])
      areExact.append(false)
    }
    offsets[batch.count] = count
    let selected = SequenceSpans(offsets: offsets, count: batch.count)
    return (RowSelection(rows: rows, spans: selected), UnsafePointer(targets))
  }
}

extension Matrix {
  /// The column of a row's largest value, of equal ones the first; as `WordChoice` takes it.
  fileprivate func likeliest(_ index: Int) -> Int32 {
    let values = row(index)
    var best = 0
    for column in 1..<columns where values[column] > values[best] { best = column }
    return Int32(best)
  }
}

/// A language model's map to words, [vocabulary, d].
enum WordMap {
  case floats(Matrix)
  case packed(PackedMap)
}

extension Encoder {
  /// The map to words: the checkpoint's own, or the word embedding where they are tied.
  func words(_ table: TensorTable<UnsafePointer<Float>?>) -> WordMap {
    for tensor in [BaseTensor.wordOutWeight, .wordEmbeddings] {
      if let values = table[tensor] {
        return .floats(
          Matrix(values, rows: configuration.vocabularySize, columns: configuration.hiddenSize))
      }
      if let packed = weights.packed(tensor) { return .packed(PackedMap([packed])) }
    }
    preconditionFailure("\(weights.name) has no words")
  }
}
