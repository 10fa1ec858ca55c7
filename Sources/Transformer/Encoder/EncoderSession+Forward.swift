import CKernels

/// Where a forward pass ended: what the head reads, and how to find the way back.
struct ForwardResult {
  let stem: StemTape
  /// The rows of the last layer that were computed; nil: all.
  let selection: RowSelection?
  /// Output of the last layer, all rows or the selected ones, and spans of the full sequences there.
  let hidden: Matrix
  let spans: SequenceSpans
  /// The norm behind the last layer; nil: there is none.
  let norm: NormTape?
  /// What the classification head reads, [samples, d].
  let pooled: Matrix
}

extension EncoderSession {
  /// Embeds a batch and runs all layers.
  ///
  /// - Parameter keep: Leaves a tape of every layer for a backward pass.
  func run(_ batch: PackedBatch, _ pass: ModulePass, keep: Bool) -> ForwardResult {
    let (embedded, stem) = embed(batch)
    let selection = encoder.plan.pooling == .first ? headRows(batch, pass.spans) : nil
    let (hidden, spans) = runLayers(
      embedded, pass, selection, keep: keep, from: encoder.lowest.layer
    ) { _, _ in }
    let (output, norm) = finish(hidden)
    return ForwardResult(
      stem: stem, selection: selection, hidden: output, spans: spans, norm: norm,
      pooled: selection == nil ? mean(output, spans) : output)
  }

  /// The norm behind the last layer, where the network has one.
  func finish(_ hidden: Matrix) -> (output: Matrix, norm: NormTape?) {
    guard encoder.configuration.has(.finalNorm) else { return (hidden, nil) }
    let output = workspace.matrix(hidden.rows, hidden.columns)
    let norm = NormTape(rows: hidden.rows, columns: hidden.columns, in: workspace)
    normalise(hidden, by: (.finalNormWeight, .finalNormBias), norm, into: output)
    return (output, norm)
  }

  /// Runs all layers on `hidden`; `each` sees every layer's output.
  ///
  /// Only the rows of the last layer that `selection` names are computed there: no other row of it is ever read, and
  /// past its keys and values no row depends on another.
  ///
  /// - Parameters:
  ///   - keep: Leaves a tape of every layer for a backward pass.
  ///   - first: The lowest layer that it reaches; of the tapes below no more than the sizes are valid.
  func runLayers(
    _ hidden: Matrix, _ pass: ModulePass, _ selection: RowSelection?, keep: Bool,
    from first: Int = 0, each: (Int, Matrix) -> Void
  ) -> (Matrix, SequenceSpans) {
    let layers = encoder.configuration.layers
    var hidden = hidden
    var pass = pass
    // Without tapes two buffers take turns, and all else is given back after each layer.
    let rows = pass.spans.adding(lead: promptRows).rows
    let scratch = LayerScratch(rows: rows, encoder.shape, in: workspace)
    let firstKept = keep ? first : layers
    again = keep && isRunAgain(rows: rows) ? scratch : nil
    var target = firstKept == 0 ? nil : workspace.take(rows * hidden.columns)
    var other = firstKept == 0 ? nil : workspace.take(rows * hidden.columns)
    for layer in 0..<layers {
      let isKept = layer >= firstKept
      let own = isKept && again != nil ? workspace.take(rows * hidden.columns) : nil
      let mark = workspace.mark
      let tape = forward(
        layer, hidden, pass, selection: layer == layers - 1 ? selection : nil, scratch,
        output: isKept ? own : target)
      if keep { tapes.append(tape) }
      if !isKept || again != nil { workspace.release(to: mark) }
      hidden = tape.output
      pass = pass.over(tape.spans)
      swap(&target, &other)
      each(layer, hidden)
    }
    return (hidden, pass.spans)
  }

  /// Rows that all modules together put in front of a sequence.
  var promptRows: Int { hooks.reduce(0) { $0 + $1.promptLength } }

  /// What the head would read of each sample if there were no modules, [samples, d].
  func sentences(_ batch: PackedBatch, _ pass: ModulePass) -> Matrix {
    let sentences = workspace.matrix(batch.count, encoder.configuration.hiddenSize)
    let mark = workspace.mark
    hooks = encoder.noHooks
    sentences.copy(from: run(batch, pass, keep: false).pooled)
    hooks = encoder.hooks
    workspace.release(to: mark)
    return sentences
  }

  /// The token of every sample that the head reads, as rows of the last layer: the first, or the last that is no padding.
  func headRows(_ batch: PackedBatch, _ spans: SequenceSpans) -> RowSelection {
    let last = spans.adding(lead: promptRows)
    let rows = workspace.integers(spans.count)
    let padding = Int32(encoder.configuration.tokens.padToken)
    for sample in 0..<spans.count {
      rows[sample] = last.tokens(of: sample).lowerBound
      guard encoder.configuration.readout.readsLast else { continue }
      let tokens = batch.tokens[batch.range(of: sample)]
      rows[sample] += (tokens.lastIndex { $0 != padding } ?? tokens.startIndex) - tokens.startIndex
    }
    return RowSelection(rows: rows, spans: SequenceSpans(oneRowEach: spans.count))
  }

  /// Mean over the tokens of every sample.
  func mean(_ hidden: Matrix, _ spans: SequenceSpans) -> Matrix {
    let pooled = workspace.matrix(spans.count, hidden.columns)
    pooled.clear()
    for sample in 0..<spans.count {
      let tokens = spans.tokens(of: sample)
      for row in tokens {
        ck_axpy(hidden.columns, 1 / Float(tokens.count), hidden.row(row), pooled.row(sample))
      }
    }
    return pooled
  }
}
