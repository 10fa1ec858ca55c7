import CKernels

extension EncoderSession {
  /// The inner rows of a layer's feed-forward part: activation(up(x)), or with a gate activation(gate(x)) · up(x).
  func feedForward(
    _ layer: Int, _ tape: LayerTape, _ pass: ModulePass, _ scratch: LayerScratch
  ) {
    let shape = encoder.shape
    let (x, rows, inner) = (tape.middle, tape.middle.rows, shape.block.inner)
    let hooks = hooks[layer]
    let activation = shape.block.activation
    let isJoined = shape.hasGateInUp
    let wide = Matrix(scratch.wide, rows: rows, columns: isJoined ? 2 * inner : inner)
    apply(.up, of: layer, to: x, into: wide)
    applyLinear(hooks.at(.up), x, wide, pass)
    let bias = values(.layer(layer, .upBias))
    guard shape.block.form.isGated else {
      activate(wide, bias, activation, derivative: tape.derivative, into: tape.activated)
      return
    }
    let gate = Matrix(scratch.halves, rows: rows, columns: inner)
    let passing = Matrix(scratch.halves + rows * inner, rows: rows, columns: inner)
    if isJoined {
      for row in 0..<rows {
        gate.row(row).update(from: wide.row(row), count: inner)
        passing.row(row).update(from: wide.row(row) + inner, count: inner)
      }
      ck_add_bias(rows, inner, passing.pointer, bias + inner, passing.pointer)
      activate(gate, bias, activation, derivative: tape.derivative, into: tape.gate)
    } else {
      apply(.gate, of: layer, to: x, into: gate)
      applyLinear(hooks.at(.gate), x, gate, pass)
      ck_add_bias(rows, inner, wide.pointer, bias, passing.pointer)
      activate(
        gate, values(.layer(layer, .gateBias)), activation, derivative: tape.derivative,
        into: tape.gate)
    }
    tape.activated.copy(from: tape.gate)
    ck_multiply(rows * inner, passing.pointer, tape.activated.pointer)
    ck_multiply(rows * inner, passing.pointer, tape.derivative.pointer)
  }

  /// From `inner`, the gradient of the inner rows, which is overwritten, to that of what the part reads.
  ///
  /// - Parameters:
  ///   - dx: Gets it; nil when nothing below needs it.
  ///   - adding: Whether it is added to what is there.
  func backwardFeedForward(
    _ layer: Int, _ tape: LayerTape, _ inner: Matrix, into dx: Matrix?, adding: Bool,
    _ pass: ModulePass, _ sink: GradientSink
  ) {
    let hooks = hooks[layer]
    let (rows, width) = (inner.rows, inner.columns)
    guard encoder.shape.block.form.isGated else {
      ck_multiply(rows * width, tape.derivative.pointer, inner.pointer)
      backwardMap(.up, layer, inner, tape, into: dx, adding: adding, hooks, pass, sink)
      return
    }
    let gate = workspace.matrix(rows, width)
    gate.copy(from: inner)
    ck_multiply(rows * width, tape.derivative.pointer, gate.pointer)
    ck_multiply(rows * width, tape.gate.pointer, inner.pointer)
    guard encoder.shape.hasGateInUp else {
      backwardMap(.up, layer, inner, tape, into: dx, adding: adding, hooks, pass, sink)
      backwardMap(.gate, layer, gate, tape, into: dx, adding: true, hooks, pass, sink)
      return
    }
    let both = workspace.matrix(rows, 2 * width)
    for row in 0..<rows {
      both.row(row).update(from: gate.row(row), count: width)
      (both.row(row) + width).update(from: inner.row(row), count: width)
    }
    backwardMap(.up, layer, both, tape, into: dx, adding: adding, hooks, pass, sink)
  }

  private func backwardMap(
    _ site: LinearSite, _ layer: Int, _ dy: Matrix, _ tape: LayerTape, into dx: Matrix?,
    adding: Bool, _ hooks: LayerHooks, _ pass: ModulePass, _ sink: GradientSink
  ) {
    let isGate = site == .gate
    addLinear(
      layer, site.weight, isGate ? .gateBias : .upBias, dy, tape.middle, pass, sink)
    backwardScale(hooks.at(site), dy, pass, sink)
    if let dx { applyBack(isGate ? .gate : .up, of: layer, to: dy, into: dx, adding: adding) }
    backwardLinear(hooks.at(site), dy, tape.middle, dx, pass, sink)
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
      case .silu: ck_silu
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
