import CKernels

extension EncoderSession {
  /// Runs one layer and leaves its tape; the caller decides how long the tape lives.
  ///
  /// - Parameters:
  ///   - selection: The rows that go on past attention; nil: all.
  ///   - scratch: Memory whose values are lost with the next layer.
  ///   - output: Where the result goes, if not to memory of its own.
  func forward(
    _ layer: Int, _ source: Matrix, _ pass: ModulePass, selection: RowSelection?,
    _ scratch: LayerScratch, output: UnsafeMutablePointer<Float>? = nil
  ) -> LayerTape {
    let block = encoder.shape.block
    let (width, inner) = (source.columns, block.inner)
    let isBehind = block.form.order == .after
    let hooks = hooks[layer]
    let (input, spans) = insertPrompts(hooks, source, pass)
    let all = pass.over(spans)
    let rows = selection?.count ?? input.rows
    let selected = pass.over(selection?.spans ?? spans)
    func norm(_ rows: Int) -> NormTape { NormTape(rows: rows, columns: width, in: workspace) }

    var attentionInput = input
    var attentionNorm = norm(isBehind ? rows : 0)
    if !isBehind, encoder.normsAttention[layer] {
      attentionNorm = norm(input.rows)
      attentionInput = workspace.matrix(input.rows, width)
      normalise(input, by: Self.attentionNorm(layer), attentionNorm, into: attentionInput)
    }
    let queryInput = select(selection, attentionInput)
    let (query, key, value) = project(
      layer, attentionInput, queryInput, selection, all, selected, scratch)
    turn(layer, query, rows: selection?.rows, selected.spans, in: spans)
    turn(layer, key, spans, in: spans)
    let prefixKeys = workspace.matrix(hooks.prefixLength, key.columns)
    let prefixValues = workspace.matrix(hooks.prefixLength, key.columns)
    var first = 0
    for hook in hooks.prefixes {
      let own = first..<first + hook.length
      hook.write(keys: prefixKeys.rows(own), values: prefixValues.rows(own), all)
      first = own.upperBound
    }

    let needs = encoder.needs[layer]
    func part(_ isNeeded: Bool, _ columns: Int, _ spare: UnsafeMutablePointer<Float>) -> Matrix {
      Matrix(isNeeded ? workspace.take(rows * columns) : spare, rows: rows, columns: columns)
    }
    var tape = LayerTape(
      source: source, sourceSpans: pass.spans, input: input, spans: spans,
      attentionInput: attentionInput, queryInput: queryInput, querySpans: selected.spans,
      queryRows: selection?.rows, query: query, key: key, value: value, prefixKeys: prefixKeys,
      prefixValues: prefixValues, probabilities: workspace.take(0), logSums: workspace.take(0),
      context: part(
        needs.context || tiling.isUsed(spans, prefix: hooks.prefixLength), query.columns,
        scratch.context), attentionNorm: attentionNorm,
      middle: part(needs.middle, width, scratch.middle),
      derivative: workspace.matrix(rows, inner),
      gate: workspace.matrix(block.form.isGated ? rows : 0, inner),
      activated: part(needs.activated, inner, scratch.activated), outputNorm: norm(rows),
      output: Matrix(output ?? workspace.take(rows * width), rows: rows, columns: width))
    attend(layer, &tape)

    let sum = Matrix(scratch.sum, rows: rows, columns: width)
    apply(.attentionOut, of: layer, to: tape.context, into: sum)
    applyLinear(hooks.at(.attentionOut), tape.context, sum, selected)
    let residual: Matrix
    if isBehind {
      finishSublayer(
        sum, hooks.attention, selected, residual: queryInput,
        bias: .layer(layer, .attentionOutBias),
        Self.attentionNorm(layer), tape.attentionNorm, into: tape.middle)
      residual = tape.middle
    } else {
      residual = Matrix(scratch.residual, rows: rows, columns: width)
      residual.copy(from: select(selection, input))
      addSublayer(
        sum, hooks.attention, selected, bias: .layer(layer, .attentionOutBias), to: residual)
      normalise(residual, by: Self.outputNorm(layer), tape.outputNorm, into: tape.middle)
    }

    feedForward(layer, tape, selected, scratch)
    apply(.down, of: layer, to: tape.activated, into: sum)
    applyLinear(hooks.at(.down), tape.activated, sum, selected)
    if isBehind {
      finishSublayer(
        sum, hooks.feedForward, selected, residual: residual, bias: .layer(layer, .downBias),
        Self.outputNorm(layer), tape.outputNorm, into: tape.output)
    } else {
      tape.output.copy(from: residual)
      addSublayer(
        sum, hooks.feedForward, selected, bias: .layer(layer, .downBias), to: tape.output)
    }
    return tape
  }

  /// The tensors of a layer's norms.
  static func attentionNorm(_ layer: Int) -> (weight: BaseTensor, bias: BaseTensor) {
    (.layer(layer, .attentionNormWeight), .layer(layer, .attentionNormBias))
  }

  static func outputNorm(_ layer: Int) -> (weight: BaseTensor, bias: BaseTensor) {
    (.layer(layer, .outputNormWeight), .layer(layer, .outputNormBias))
  }

  func select(_ selection: RowSelection?, _ rows: Matrix) -> Matrix {
    guard let selection else { return rows }
    let selected = workspace.matrix(selection.count, rows.columns)
    selection.gather(rows, into: selected)
    return selected
  }

  func applyLinear(
    _ hooks: [Placed<any LinearHook>], _ x: Matrix, _ y: Matrix, _ pass: ModulePass
  ) {
    for placed in hooks { memos[placed.memo] = placed.hook.forward(x, addingTo: y, pass) }
  }

  // Bias, hooks, residual and norm; without hooks in one go.
  private func finishSublayer(
    _ sum: Matrix, _ hooks: [Placed<any SublayerHook>], _ pass: ModulePass, residual: Matrix,
    bias: BaseTensor, _ norm: (weight: BaseTensor, bias: BaseTensor), _ tape: NormTape,
    into output: Matrix
  ) {
    let bias = values(bias)
    if !hooks.isEmpty {
      ck_add_bias(sum.rows, sum.columns, sum.pointer, bias, sum.pointer)
      for placed in hooks { memos[placed.memo] = placed.hook.forward(sum, pass) }
    }
    normalise(
      sum, residual: residual, bias: hooks.isEmpty ? bias : nil, by: norm, tape, into: output)
  }

  // Bias and hooks; the result is added to the residual.
  func addSublayer(
    _ sum: Matrix, _ hooks: [Placed<any SublayerHook>], _ pass: ModulePass, bias: BaseTensor,
    to residual: Matrix
  ) {
    ck_add_bias(sum.rows, sum.columns, sum.pointer, values(bias), sum.pointer)
    for placed in hooks { memos[placed.memo] = placed.hook.forward(sum, pass) }
    ck_axpy(sum.rows * sum.columns, 1, sum.pointer, residual.pointer)
  }
}
