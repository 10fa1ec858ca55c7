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
    let width = source.columns
    let hooks = hooks[layer]
    let (input, spans) = insertPrompts(hooks, source, pass)
    let all = pass.over(spans)
    let rows = selection?.count ?? input.rows
    let selected = pass.over(selection?.spans ?? spans)
    var queryInput = input
    if let selection {
      queryInput = workspace.matrix(rows, width)
      selection.gather(input, into: queryInput)
    }
    let (query, key, value) = project(layer, input, queryInput, all, selected, scratch)
    let prefixKeys = workspace.matrix(hooks.prefixLength, width)
    let prefixValues = workspace.matrix(hooks.prefixLength, width)
    var first = 0
    for hook in hooks.prefixes {
      let own = first..<first + hook.length
      hook.write(keys: prefixKeys.rows(own), values: prefixValues.rows(own), all)
      first = own.upperBound
    }

    let inner = encoder.configuration.block.inner
    let needs = encoder.needs[layer]
    func part(_ isNeeded: Bool, _ columns: Int, _ spare: UnsafeMutablePointer<Float>) -> Matrix {
      Matrix(isNeeded ? workspace.take(rows * columns) : spare, rows: rows, columns: columns)
    }
    var tape = LayerTape(
      source: source, sourceSpans: pass.spans, input: input, spans: spans, queryInput: queryInput,
      querySpans: selected.spans, query: query, key: key, value: value, prefixKeys: prefixKeys,
      prefixValues: prefixValues, probabilities: workspace.take(0),
      context: part(needs.context, width, scratch.context),
      attentionNorm: NormTape(rows: rows, columns: width, in: workspace),
      middle: part(needs.middle, width, scratch.middle),
      derivative: workspace.matrix(rows, inner),
      activated: part(needs.activated, inner, scratch.activated),
      outputNorm: NormTape(rows: rows, columns: width, in: workspace),
      output: Matrix(output ?? workspace.take(rows * width), rows: rows, columns: width))
    attend(&tape)

    let sum = Matrix(scratch.sum, rows: rows, columns: width)
    apply(.attentionOut, of: layer, to: tape.context, into: sum)
    applyLinear(hooks.at(.attentionOut), tape.context, sum, selected)
    finishSublayer(
      sum, hooks.attention, selected, residual: queryInput,
      bias: values(.layer(layer, .attentionOutBias)),
      weight: values(.layer(layer, .attentionNormWeight)),
      shift: values(.layer(layer, .attentionNormBias)), tape.attentionNorm, into: tape.middle)

    let wide = Matrix(scratch.wide, rows: rows, columns: inner)
    apply(.up, of: layer, to: tape.middle, into: wide)
    applyLinear(hooks.at(.up), tape.middle, wide, selected)
    activate(
      wide, values(.layer(layer, .upBias)), encoder.configuration.block.activation,
      derivative: tape.derivative, into: tape.activated)
    apply(.down, of: layer, to: tape.activated, into: sum)
    applyLinear(hooks.at(.down), tape.activated, sum, selected)
    finishSublayer(
      sum, hooks.feedForward, selected, residual: tape.middle,
      bias: values(.layer(layer, .downBias)),
      weight: values(.layer(layer, .outputNormWeight)),
      shift: values(.layer(layer, .outputNormBias)), tape.outputNorm, into: tape.output)
    return tape
  }

  // Query, key and value: side by side in one product, or queries of the selected rows alone. The product is made in
  // memory that is in the cache; adding the bias moves it to the tape.
  private func project(
    _ layer: Int, _ input: Matrix, _ queryInput: Matrix, _ all: ModulePass,
    _ selected: ModulePass, _ scratch: LayerScratch
  ) -> (query: Matrix, key: Matrix, value: Matrix) {
    let width = input.columns
    let hooks = hooks[layer]
    let bias = projections(of: layer).bias
    let isSelected = queryInput.pointer != input.pointer
    let raw = Matrix(
      scratch.wide, rows: input.rows, columns: isSelected ? 2 * width : 3 * width)
    let rawQuery =
      isSelected
      ? Matrix(scratch.sum, rows: queryInput.rows, columns: width)
      : raw.columns(from: 0, count: width)
    let firstKey = isSelected ? 0 : width
    if isSelected {
      apply(.query, of: layer, to: queryInput, into: rawQuery)
      apply(.keyValue, of: layer, to: input, into: raw)
    } else {
      apply(.projections, of: layer, to: input, into: raw)
    }
    applyLinear(hooks.at(.query), queryInput, rawQuery, selected)
    applyLinear(hooks.at(.key), input, raw.columns(from: firstKey, count: width), all)
    applyLinear(hooks.at(.value), input, raw.columns(from: firstKey + width, count: width), all)

    let projected = workspace.matrix(raw.rows, raw.columns)
    ck_add_bias(
      raw.rows, raw.columns, raw.pointer, bias + (isSelected ? width : 0), projected.pointer)
    var query = projected.columns(from: 0, count: width)
    if isSelected {
      query = workspace.matrix(queryInput.rows, width)
      ck_add_bias(query.rows, width, rawQuery.pointer, bias, query.pointer)
    }
    return (
      query, projected.columns(from: firstKey, count: width),
      projected.columns(from: firstKey + width, count: width)
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
      ck_add_bias(sum.rows, sum.columns, sum.pointer, bias, sum.pointer)
      for placed in hooks { memos[placed.memo] = placed.hook.forward(sum, pass) }
    }
    ck_norm_forward(
      sum.rows, sum.columns, sum.pointer, residual.pointer, hooks.isEmpty ? bias : nil, weight,
      shift, encoder.configuration.layerNormEpsilon, tape.normalised.pointer,
      tape.inverseDeviation, output.pointer)
  }

  /// The nonlinearity of h + bias and its derivative; h may lie where the derivative goes.
  func activate(
    _ h: Matrix, _ bias: UnsafePointer<Float>, _ activation: Activation, derivative: Matrix,
    into activated: Matrix
  ) {
    let function =
      switch activation {
      case .gelu: ck_gelu
      case .geluTanh: ck_gelu_tanh
      case .relu: ck_relu
      case .tanh: hyperbolicTangent
      }
    function(h.rows, h.columns, h.pointer, bias, derivative.pointer, activated.pointer)
  }
}

// In the form of the kernels.
private func hyperbolicTangent(
  _ rows: Int, _ columns: Int, _ h: UnsafePointer<Float>?, _ bias: UnsafePointer<Float>?,
  _ derivative: UnsafeMutablePointer<Float>?, _ activated: UnsafeMutablePointer<Float>?
) {
  guard let derivative, let activated else { return }
  ck_add_bias(rows, columns, h, bias, activated)
  ck_tanh(rows * columns, activated)
  for index in 0..<rows * columns { derivative[index] = 1 - activated[index] * activated[index] }
}
