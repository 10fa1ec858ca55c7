import CKernels

extension EncoderSession {
  /// Runs one layer and leaves its tape; the caller decides how long the tape lives.
  ///
  /// - Parameters:
  ///   - selection: The rows that go on past attention; nil: all.
  ///   - output: Where the result goes, if not to memory of its own.
  func forward(
    _ layer: Int, _ source: Matrix, _ pass: ModulePass, selection: RowSelection?,
    output: UnsafeMutablePointer<Float>? = nil
  ) -> LayerTape {
    let width = source.columns
    let hooks = encoder.hooks[layer]
    let (input, spans) = insertPrompts(hooks, source, pass)
    let all = ModulePass(parameters: pass.parameters, spans: spans, workspace: workspace)
    let rows = selection?.count ?? input.rows
    let selected = ModulePass(
      parameters: pass.parameters, spans: selection?.spans ?? spans, workspace: workspace)
    var queryInput = input
    if let selection {
      queryInput = workspace.matrix(rows, width)
      selection.gather(input, into: queryInput)
    }
    let (query, key, value) = project(layer, input, queryInput, isSelected: selection != nil)
    applyLinear(hooks.at(.query), queryInput, query, selected)
    applyLinear(hooks.at(.key), input, key, all)
    applyLinear(hooks.at(.value), input, value, all)
    let prefixKeys = workspace.matrix(hooks.prefixLength, width)
    let prefixValues = workspace.matrix(hooks.prefixLength, width)
    var first = 0
    for hook in hooks.prefixes {
      let own = first..<first + hook.length
      hook.write(keys: prefixKeys.rows(own), values: prefixValues.rows(own), all)
      first = own.upperBound
    }

    var tape = LayerTape(
      source: source, sourceSpans: pass.spans, input: input, spans: spans, queryInput: queryInput,
      querySpans: selected.spans, query: query, key: key, value: value, prefixKeys: prefixKeys,
      prefixValues: prefixValues, probabilities: workspace.take(0),
      context: workspace.matrix(rows, width),
      attentionNorm: NormTape(rows: rows, columns: width, in: workspace),
      middle: workspace.matrix(rows, width),
      derivative: workspace.matrix(rows, encoder.configuration.intermediateSize),
      activated: workspace.matrix(rows, encoder.configuration.intermediateSize),
      outputNorm: NormTape(rows: rows, columns: width, in: workspace),
      output: Matrix(output ?? workspace.take(rows * width), rows: rows, columns: width))
    attend(&tape)

    let sum = workspace.matrix(rows, width)
    multiply(tape.context, weight(layer, .attentionOutWeight, width, width).transposed, into: sum)
    applyLinear(hooks.at(.attentionOut), tape.context, sum, selected)
    finishSublayer(
      sum, hooks.attention, selected, residual: queryInput,
      bias: values(.layer(layer, .attentionOutBias)),
      weight: values(.layer(layer, .attentionNormWeight)),
      shift: values(.layer(layer, .attentionNormBias)), tape.attentionNorm, into: tape.middle)

    let inner = tape.activated.columns
    multiply(
      tape.middle, weight(layer, .upWeight, inner, width).transposed, into: tape.derivative)
    applyLinear(hooks.at(.up), tape.middle, tape.derivative, selected)
    activate(tape.derivative, values(.layer(layer, .upBias)), into: tape.activated)
    multiply(tape.activated, weight(layer, .downWeight, width, inner).transposed, into: sum)
    applyLinear(hooks.at(.down), tape.activated, sum, selected)
    finishSublayer(
      sum, hooks.feedForward, selected, residual: tape.middle,
      bias: values(.layer(layer, .downBias)),
      weight: values(.layer(layer, .outputNormWeight)),
      shift: values(.layer(layer, .outputNormBias)), tape.outputNorm, into: tape.output)
    return tape
  }

  func weight(_ layer: Int, _ tensor: LayerTensor, _ rows: Int, _ columns: Int) -> Matrix {
    matrix(.layer(layer, tensor), rows: rows, columns: columns)
  }

  // Query, key and value: side by side in one product, or queries of the selected rows alone.
  private func project(_ layer: Int, _ input: Matrix, _ queryInput: Matrix, isSelected: Bool)
    -> (query: Matrix, key: Matrix, value: Matrix)
  {
    let width = input.columns
    let packed = projections(of: layer)
    if !isSelected {
      let all = workspace.matrix(input.rows, 3 * width)
      multiply(input, packed.weight.transposed, into: all)
      ck_add_bias(all.rows, all.columns, all.pointer, all.stride, packed.bias)
      return (
        all.columns(from: 0, count: width), all.columns(from: width, count: width),
        all.columns(from: 2 * width, count: width)
      )
    }
    let query = workspace.matrix(queryInput.rows, width)
    let pair = workspace.matrix(input.rows, 2 * width)
    multiply(queryInput, packed.weight.rows(0..<width).transposed, into: query)
    multiply(input, packed.weight.rows(width..<3 * width).transposed, into: pair)
    ck_add_bias(query.rows, width, query.pointer, width, packed.bias)
    ck_add_bias(pair.rows, 2 * width, pair.pointer, 2 * width, packed.bias + width)
    return (
      query, pair.columns(from: 0, count: width), pair.columns(from: width, count: width)
    )
  }

  private func applyLinear(
    _ hooks: [Placed<any LinearHook>], _ x: Matrix, _ y: Matrix, _ pass: ModulePass
  ) {
    for placed in hooks { memos[placed.memo] = placed.hook.forward(x, addingTo: y, pass) }
  }

  // Bias, hooks, residual and LayerNorm; without hooks in one go.
  private func finishSublayer(
    _ sum: Matrix, _ hooks: [Placed<any SublayerHook>], _ pass: ModulePass, residual: Matrix,
    bias: UnsafePointer<Float>, weight: UnsafePointer<Float>, shift: UnsafePointer<Float>,
    _ tape: NormTape, into output: Matrix
  ) {
    if !hooks.isEmpty {
      ck_add_bias(sum.rows, sum.columns, sum.pointer, sum.stride, bias)
      for placed in hooks { memos[placed.memo] = placed.hook.forward(sum, pass) }
    }
    ck_norm_forward(
      sum.rows, sum.columns, sum.pointer, residual.pointer, hooks.isEmpty ? bias : nil, weight,
      shift, encoder.configuration.layerNormEpsilon, tape.normalised.pointer,
      tape.inverseDeviation, output.pointer)
  }

  func activate(_ h: Matrix, _ bias: UnsafePointer<Float>, into activated: Matrix) {
    switch encoder.configuration.activation {
    case .gelu: ck_gelu(h.rows, h.columns, h.pointer, bias, activated.pointer)
    case .geluTanh: ck_gelu_tanh(h.rows, h.columns, h.pointer, bias, activated.pointer)
    case .relu: ck_relu(h.rows, h.columns, h.pointer, bias, activated.pointer)
    }
  }
}
