import CKernels

extension EncoderSession {
  /// Runs all layers backwards from the gradient of the pooled vectors, down to `lowest`.
  func backward(
    _ batch: PackedBatch, _ result: ForwardResult, _ dPooled: Matrix, _ pass: ModulePass,
    _ sink: GradientSink, until lowest: BackwardStage
  ) {
    let d = result.selection == nil ? spread(dPooled, result) : dPooled
    if let dEmbedded = backwardLayers(d, result.selection, pass, sink, until: lowest) {
      backwardStem(dEmbedded, batch, result.stem, pass.spans, sink)
    }
  }

  // The gradient of a mean over tokens.
  private func spread(_ dPooled: Matrix, _ result: ForwardResult) -> Matrix {
    let d = zeros(like: result.hidden)
    for sample in 0..<result.spans.count {
      let tokens = result.spans.tokens(of: sample)
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
    defer {
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
      let below = backward(
        layer, tapes[layer], current, other, layer == tapes.count - 1 ? selection : nil, pass,
        sink, until: lowest)
      workspace.release(to: mark)
      guard let below else { return nil }
      if below.pointer == other { other = current.pointer }
      current = below
    }
    return current
  }

  // `d` holds the gradient of the layer's output and is overwritten; the result lies there or in `other`.
  private func backward(
    _ layer: Int, _ tape: LayerTape, _ d: Matrix, _ other: UnsafeMutablePointer<Float>,
    _ selection: RowSelection?, _ pass: ModulePass, _ sink: GradientSink,
    until lowest: BackwardStage
  ) -> Matrix? {
    let hooks = hooks[layer]
    let width = d.columns
    let selected = pass.over(tape.querySpans)
    func isNeeded(below part: BackwardStage.Part) -> Bool { lowest < BackwardStage(layer, part) }

    // Feed-forward block. From here on `d` is also the gradient that passes by the block.
    backwardNorm(layer, .outputNormWeight, .outputNormBias, d, tape.outputNorm, selected, sink)
    guard isNeeded(below: .outputNorm) else { return nil }
    let dFeedForward = backwardHooks(
      hooks.feedForward, d, selected, sink, needsInput: isNeeded(below: .feedForwardHooks))
    guard isNeeded(below: .feedForwardHooks) else { return nil }
    addLinear(layer, .downWeight, .downBias, dFeedForward, tape.activated, selected, sink)
    let inner = workspace.matrix(d.rows, tape.activated.columns)
    if isNeeded(below: .down) {
      applyBack(.down, of: layer, to: dFeedForward, into: inner)
    }
    backwardLinear(
      hooks.at(.down), dFeedForward, tape.activated, isNeeded(below: .down) ? inner : nil,
      selected, sink)
    guard isNeeded(below: .down) else { return nil }
    ck_multiply(inner.rows * inner.columns, tape.derivative.pointer, inner.pointer)
    addLinear(layer, .upWeight, .upBias, inner, tape.middle, selected, sink)
    if isNeeded(below: .up) {
      applyBack(.up, of: layer, to: inner, into: d, adding: true)
    }
    backwardLinear(
      hooks.at(.up), inner, tape.middle, isNeeded(below: .up) ? d : nil, selected, sink)
    guard isNeeded(below: .up) else { return nil }

    // Attention. `d` becomes the gradient that passes by it.
    backwardNorm(
      layer, .attentionNormWeight, .attentionNormBias, d, tape.attentionNorm, selected, sink)
    guard isNeeded(below: .attentionNorm) else { return nil }
    let dAttention = backwardHooks(
      hooks.attention, d, selected, sink, needsInput: isNeeded(below: .attentionHooks))
    guard isNeeded(below: .attentionHooks) else { return nil }
    addLinear(
      layer, .attentionOutWeight, .attentionOutBias, dAttention, tape.context, selected, sink)
    let dContext = workspace.matrix(d.rows, width)
    if isNeeded(below: .attentionOut) {
      applyBack(.attentionOut, of: layer, to: dAttention, into: dContext)
    }
    backwardLinear(
      hooks.at(.attentionOut), dAttention, tape.context,
      isNeeded(below: .attentionOut) ? dContext : nil, selected, sink)
    guard isNeeded(below: .attentionOut) else { return nil }
    guard
      let dInput = backwardProjections(
        layer, tape, d, other, dContext, selection, pass, sink,
        needsInput: isNeeded(below: .projections))
    else { return nil }
    if hooks.prompts.isEmpty { return dInput }
    let free = dInput.pointer == other ? d.pointer : other
    return backwardPrompts(
      hooks, dInput, tape, pass, sink, into: free, needsInput: isNeeded(below: .prompt))
  }

  // From the gradient of the context to that of the layer's input, with `d` that passes by.
  private func backwardProjections(
    _ layer: Int, _ tape: LayerTape, _ d: Matrix, _ other: UnsafeMutablePointer<Float>,
    _ dContext: Matrix, _ selection: RowSelection?, _ pass: ModulePass, _ sink: GradientSink,
    needsInput: Bool
  ) -> Matrix? {
    let hooks = hooks[layer]
    let width = d.columns
    let all = pass.over(tape.spans)
    let selected = pass.over(tape.querySpans)
    func isTrained(_ site: LinearSite, _ weight: LayerTensor, _ bias: LayerTensor) -> Bool {
      !hooks.at(site).isEmpty || encoder.slots[layer, weight] != nil
        || encoder.slots[layer, bias] != nil
    }
    let needs = (
      query: needsInput || isTrained(.query, .queryWeight, .queryBias),
      key: needsInput || isTrained(.key, .keyWeight, .keyBias),
      value: needsInput || isTrained(.value, .valueWeight, .valueBias)
    )
    let dQuery: Matrix
    let dPair: Matrix
    let dAll: Matrix
    if selection == nil {
      dAll = workspace.matrix(tape.input.rows, 3 * width)
      dQuery = dAll.columns(from: 0, count: width)
      dPair = dAll.columns(from: width, count: 2 * width)
    } else {
      dQuery = workspace.matrix(d.rows, width)
      dPair = workspace.matrix(tape.input.rows, 2 * width)
      dAll = dPair
      // Keys of a sample without selected rows get no gradient.
      dPair.clear()
    }
    let dKey = dPair.columns(from: 0, count: width)
    let dValue = dPair.columns(from: width, count: width)
    backwardAttention(
      dContext, tape, dQuery: dQuery, dKey: dKey, dValue: dValue, needs: needs, hooks: hooks, all,
      sink)
    addLinear(layer, .queryWeight, .queryBias, dQuery, tape.queryInput, selected, sink)
    addLinear(layer, .keyWeight, .keyBias, dKey, tape.input, all, sink)
    addLinear(layer, .valueWeight, .valueBias, dValue, tape.input, all, sink)

    var dInput: Matrix?
    var dQueryInput: Matrix?
    if needsInput, selection == nil {
      applyBack(.projections, of: layer, to: dAll, into: d, adding: true)
      dInput = d
      dQueryInput = d
    } else if needsInput {
      let input = Matrix(other, rows: tape.input.rows, columns: width)
      applyBack(.keyValue, of: layer, to: dPair, into: input)
      applyBack(.query, of: layer, to: dQuery, into: d, adding: true)
      dInput = input
      dQueryInput = d
    }
    backwardLinear(hooks.at(.query), dQuery, tape.queryInput, dQueryInput, selected, sink)
    backwardLinear(hooks.at(.key), dKey, tape.input, dInput, all, sink)
    backwardLinear(hooks.at(.value), dValue, tape.input, dInput, all, sink)
    if let selection, let dInput {
      for index in 0..<selection.count {
        ck_axpy(width, 1, d.row(index), dInput.row(selection.rows[index]))
      }
    }
    return dInput
  }

  // MARK: Parts

  private func backwardNorm(
    _ layer: Int, _ weight: LayerTensor, _ bias: LayerTensor, _ d: Matrix, _ tape: NormTape,
    _ pass: ModulePass, _ sink: GradientSink
  ) {
    if let slot = encoder.slots[layer, weight] {
      sink.addColumnProduct(slot, d, tape.normalised, pass.spans)
    }
    if let slot = encoder.slots[layer, bias] { sink.addColumnSum(slot, d, pass.spans) }
    ck_norm_backward(
      d.rows, d.columns, d.pointer, values(.layer(layer, weight)), tape.normalised.pointer,
      tape.inverseDeviation)
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

  private func addLinear(
    _ layer: Int, _ weight: LayerTensor, _ bias: LayerTensor, _ dy: Matrix, _ x: Matrix,
    _ pass: ModulePass, _ sink: GradientSink
  ) {
    if let slot = encoder.slots[layer, weight] { sink.addProduct(slot, dy, x, pass.spans) }
    if let slot = encoder.slots[layer, bias] { sink.addColumnSum(slot, dy, pass.spans) }
  }

  private func backwardLinear(
    _ hooks: [Placed<any LinearHook>], _ dy: Matrix, _ x: Matrix, _ dx: Matrix?,
    _ pass: ModulePass, _ sink: GradientSink
  ) {
    for placed in hooks {
      placed.hook.backward(
        dy, x: x, addingTo: dx, memo: memos[placed.memo], pass, sink)
    }
  }
}
