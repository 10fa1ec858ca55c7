import CKernels

/// Bottleneck adapters after both sublayers: a(h) = h + U·gelu(D·h + b₁) + b₂ (Houlsby and others 2019, arXiv 1902.00751).
///
/// D is [size, d], U is [d, size]; both start normal with deviation 1e-3 and zero biases, so training starts near the
/// model itself. The method also trains the LayerNorms: see `TrainingPlan.layerNorms(of:)`.
public struct BottleneckAdapter: EncoderModule {
  /// Width m of the bottleneck.
  public let size: Int

  /// Adapters with a bottleneck of `size`, at least 1.
  public init(size: Int) {
    precondition(size > 0, "a bottleneck has at least width 1")
    self.size = size
  }

  /// Puts an adapter after both sublayers.
  public func install(in installer: inout ModuleInstaller) {
    let width = installer.configuration.hiddenSize
    for sublayer in Sublayer.allCases {
      let site: LinearSite = sublayer == .attention ? .attentionOut : .down
      let name = "\(installer.key(site)).adapter"
      let module = "\(sublayer.rawValue)Adapter"
      func segment(_ part: String, _ rows: Int, _ columns: Int, _ start: ParameterSegment.Start)
        -> ParameterSegment
      {
        ParameterSegment(
          name: "\(name)_\(part)", layer: installer.layer, module: module, role: .added,
          rows: rows, columns: columns, start: start)
      }
      let hook = Bottleneck(
        down: installer.add(segment("down.weight", size, width, .normal(1e-3))),
        downBias: installer.add(segment("down.bias", size, 1, .zeros)),
        up: installer.add(segment("up.weight", width, size, .normal(1e-3))),
        upBias: installer.add(segment("up.bias", width, 1, .zeros)))
      installer.attach(hook, after: sublayer)
    }
  }
}

/// Keeps its input h, gelu′ and gelu of the bottleneck.
private struct Bottleneck: SublayerHook {
  let down: ParameterSlot
  let downBias: ParameterSlot
  let up: ParameterSlot
  let upBias: ParameterSlot

  func forward(_ h: Matrix, _ pass: ModulePass) -> Memo {
    let memo = pass.workspace.take(h.rows * (h.columns + 2 * down.rows))
    let parts = Parts(memo, rows: h.rows, width: h.columns, size: down.rows)
    parts.input.copy(from: h)
    multiply(h, down.matrix(in: pass.parameters).transposed, into: parts.derivative)
    ck_gelu(
      h.rows, down.rows, parts.derivative.pointer, pass.parameters + downBias.offset,
      parts.derivative.pointer, parts.activated.pointer)
    multiply(parts.activated, up.matrix(in: pass.parameters).transposed, into: h, adding: true)
    ck_add_bias(h.rows, h.columns, h.pointer, pass.parameters + upBias.offset, h.pointer)
    return memo
  }

  func backward(
    _ dh: Matrix, needsInput: Bool, memo: Memo, _ pass: ModulePass, _ sink: GradientSink
  ) {
    guard let memo else { return }
    let parts = Parts(memo, rows: dh.rows, width: dh.columns, size: down.rows)
    sink.addColumnSum(upBias, dh, pass.spans)
    sink.addProduct(up, dh, parts.activated, pass.spans)
    let mark = pass.workspace.mark
    let inner = pass.workspace.matrix(dh.rows, down.rows)
    multiply(dh, up.matrix(in: pass.parameters), into: inner)
    ck_multiply(dh.rows * down.rows, parts.derivative.pointer, inner.pointer)
    sink.addColumnSum(downBias, inner, pass.spans)
    sink.addProduct(down, inner, parts.input, pass.spans)
    if needsInput { multiply(inner, down.matrix(in: pass.parameters), into: dh, adding: true) }
    pass.workspace.release(to: mark)
  }

  /// What lies in the memo.
  private struct Parts {
    let input: Matrix
    let derivative: Matrix
    let activated: Matrix

    init(_ memo: UnsafeMutablePointer<Float>, rows: Int, width: Int, size: Int) {
      input = Matrix(memo, rows: rows, columns: width)
      derivative = Matrix(memo + rows * width, rows: rows, columns: size)
      activated = Matrix(memo + rows * (width + size), rows: rows, columns: size)
    }
  }
}
