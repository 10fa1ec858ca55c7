import CKernels

extension EncoderSession {
  /// Runs all layers backwards from the gradient of the pooled vectors, down to `lowest`.
  func backward(
    _ batch: PackedBatch, _ result: ForwardResult, _ dPooled: Matrix, _ pass: ModulePass,
    _ sink: GradientSink, until lowest: BackwardStage
  ) {
    let d =
      result.selection == nil ? spread(dPooled, over: result.spans, like: result.hidden) : dPooled
    if let norm = result.norm {
      let spans = result.selection?.spans ?? result.spans
      backwardNorm((.finalNormWeight, .finalNormBias), d, norm, spans, sink)
    }
    if let dEmbedded = backwardLayers(d, result.selection, pass, sink, until: lowest) {
      backwardStem(dEmbedded, batch, result.stem, pass.spans, sink)
    }
  }

  // The gradient of a mean over tokens.
  func spread(_ dPooled: Matrix, over spans: SequenceSpans, like hidden: Matrix) -> Matrix {
    let d = zeros(like: hidden)
    for sample in 0..<spans.count {
      let tokens = spans.tokens(of: sample)
      for row in tokens {
        ck_axpy(d.columns, 1 / Float(tokens.count), dPooled.row(sample), d.row(row))
      }
    }
    return d
  }

  /// Runs all layers backwards from `d`, the gradient of the last layer's rows that were computed.
  ///
  /// - Returns: The gradient of the embeddings' output; nil when the way ends before.
  func backwardLayers(
    _ d: Matrix, _ selection: RowSelection?, _ pass: ModulePass, _ sink: GradientSink,
    until lowest: BackwardStage
  ) -> Matrix? {
    beginRelativeGradient(samples: pass.spans.count, sink)
    defer {
      endRelativeGradient(samples: pass.spans.count, sink)
      for placed in encoder.shared {
        placed.hook.backward(memo: memos[placed.memo], pass, sink)
      }
    }
    // Two buffers take turns: a layer's gradient in, its input's gradient out.
    let rows = tapes.reduce(0) { max($0, $1.input.rows) }
    var current = Matrix(workspace.take(rows * d.columns), rows: d.rows, columns: d.columns)
    var other = workspace.take(rows * d.columns)
    current.copy(from: d)
    for layer in (0..<tapes.count).reversed() {
      let mark = workspace.mark
      let selection = layer == tapes.count - 1 ? selection : nil
      if let again { run(layer, selection, pass, with: again) }
      let below = backward(
        layer, tapes[layer], current, other, selection, pass, sink, until: lowest)
      workspace.release(to: mark)
      guard let below else { return nil }
      if below.pointer == other { other = current.pointer }
      current = below
    }
    return current
  }

  // Makes the tape of a layer of which only its input is left, to the same bits.
  private func run(
    _ layer: Int, _ selection: RowSelection?, _ pass: ModulePass, with scratch: LayerScratch
  ) {
    let left = tapes[layer]
    tapes[layer] = forward(
      layer, left.source, pass.over(left.sourceSpans), selection: selection, scratch,
      output: left.output.pointer)
  }

  // `d` holds the gradient of the layer's output and is overwritten; the result lies there or in `other`.
  private func backward(
    _ layer: Int, _ tape: LayerTape, _ d: Matrix, _ other: UnsafeMutablePointer<Float>,
    _ selection: RowSelection?, _ pass: ModulePass, _ sink: GradientSink,
    until lowest: BackwardStage
  ) -> Matrix? {
    let hooks = hooks[layer]
    let isBehind = encoder.shape.block.form.order == .after
    let selected = pass.over(tape.querySpans)
    func isNeeded(below part: BackwardStage.Part) -> Bool { lowest < BackwardStage(layer, part) }

    // Feed-forward part. From here on `d` is also the gradient that passes by it.
    if isBehind {
      backwardNorm(Self.outputNorm(layer), d, tape.outputNorm, selected.spans, sink)
    }
    guard isNeeded(below: .outputNorm) else { return nil }
    var dFeedForward = backwardHooks(
      hooks.feedForward, d, selected, sink, needsInput: isNeeded(below: .feedForwardHooks))
    guard isNeeded(below: .feedForwardHooks) else { return nil }
    addLinear(layer, .downWeight, .downBias, dFeedForward, tape.activated, selected, sink)
    dFeedForward = backwardScale(hooks.at(.down), copying: dFeedForward, selected, sink)
    let inner = workspace.matrix(d.rows, tape.activated.columns)
    if isNeeded(below: .down) {
      applyBack(.down, of: layer, to: dFeedForward, into: inner)
    }
    backwardLinear(
      hooks.at(.down), dFeedForward, tape.activated, isNeeded(below: .down) ? inner : nil,
      selected, sink)
    guard isNeeded(below: .down) else { return nil }
    let dMiddle = isBehind ? d : workspace.matrix(d.rows, d.columns)
    backwardFeedForward(
      layer, tape, inner, into: isNeeded(below: .up) ? dMiddle : nil, adding: isBehind, selected,
      sink)
    guard isNeeded(below: .up) else { return nil }

    // Attention. `d` becomes the gradient that passes by it.
    if isBehind {
      backwardNorm(Self.attentionNorm(layer), d, tape.attentionNorm, selected.spans, sink)
    } else {
      backwardNorm(Self.outputNorm(layer), dMiddle, tape.outputNorm, selected.spans, sink)
      ck_axpy(d.rows * d.columns, 1, dMiddle.pointer, d.pointer)
    }
    guard isNeeded(below: .attentionNorm) else { return nil }
    var dAttention = backwardHooks(
      hooks.attention, d, selected, sink, needsInput: isNeeded(below: .attentionHooks))
    guard isNeeded(below: .attentionHooks) else { return nil }
    addLinear(
      layer, .attentionOutWeight, .attentionOutBias, dAttention, tape.context, selected, sink)
    dAttention = backwardScale(hooks.at(.attentionOut), copying: dAttention, selected, sink)
    let dContext = workspace.matrix(d.rows, tape.context.columns)
    if isNeeded(below: .attentionOut) {
      applyBack(.attentionOut, of: layer, to: dAttention, into: dContext)
    }
    backwardLinear(
      hooks.at(.attentionOut), dAttention, tape.context,
      isNeeded(below: .attentionOut) ? dContext : nil, selected, sink)
    guard isNeeded(below: .attentionOut) else { return nil }
    guard
      let dInput = backwardProjections(
        layer, tape, isBehind ? d : nil, other, dContext, selection, pass, sink,
        needsInput: isNeeded(below: .projections))
    else { return nil }
    if !isBehind {
      if encoder.normsAttention[layer] {
        backwardNorm(Self.attentionNorm(layer), dInput, tape.attentionNorm, tape.spans, sink)
      }
      if let selection {
        selection.scatter(d, addingTo: dInput)
      } else {
        ck_axpy(d.rows * d.columns, 1, d.pointer, dInput.pointer)
      }
    }
    if hooks.prompts.isEmpty { return isNeeded(below: .prompt) ? dInput : nil }
    let free = dInput.pointer == other ? d.pointer : other
    return backwardPrompts(
      hooks, dInput, tape, pass, sink, into: free, needsInput: isNeeded(below: .prompt))
  }

  // Hooks after a sublayer change the gradient, but not the part that passes by: they get a copy.
  private func backwardHooks(
    _ hooks: [Placed<any SublayerHook>], _ d: Matrix, _ pass: ModulePass, _ sink: GradientSink,
    needsInput: Bool
  ) -> Matrix {
    guard !hooks.isEmpty else { return d }
    let copy = workspace.matrix(d.rows, d.columns)
    copy.copy(from: d)
    for index in hooks.indices.reversed() {
      hooks[index].hook.backward(
        copy, needsInput: needsInput || index > 0, memo: memos[hooks[index].memo], pass, sink)
    }
    return copy
  }
}
