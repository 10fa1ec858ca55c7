import CKernels

/// y = m·v/n with v = (W + s·B·A)·x and n the length of each row of W + s·B·A (DoRA: Liu and others 2024, arXiv 2402.09353,
/// equation 5).
///
/// On the way back n counts as a constant, as section 4.3 of the paper proposes and PEFT does: ∂m = Σ ∂y·v/n, and what the
/// map and its pair get is ∂y·m/n.
struct NormedPair: LinearHook {
  let pair: LowRankPair
  let magnitudes: ParameterSlot
  /// W.
  let weight: BaseTensor

  var scalesOutput: Bool { true }

  func forward(_ x: Matrix, addingTo y: Matrix, _ pass: ModulePass) -> Memo {
    let memo = pass.workspace.take(x.rows * (pair.a.rows + magnitudes.rows) + magnitudes.rows)
    let parts = Parts(memo, rows: x.rows, self)
    pair.forward(x, through: parts.u, addingTo: y, pass)
    let m = pass.parameters + magnitudes.offset
    let mark = pass.workspace.mark
    let lengths = pass.workspace.take(magnitudes.rows)
    FrozenMap(weight, of: pass.weights).rowLengths(
      adding: pair.scale, pair.b.matrix(in: pass.parameters), pair.a.matrix(in: pass.parameters),
      into: lengths, pass.workspace)
    for row in 0..<magnitudes.rows {
      // A row of zeros makes zeros, whatever it is divided by.
      lengths[row] = lengths[row] > 0 ? 1 / lengths[row] : 1
      parts.scale[row] = m[row] * lengths[row]
    }
    for row in 0..<y.rows {
      let unit = parts.unit.row(row)
      unit.update(from: y.row(row), count: y.columns)
      ck_multiply(y.columns, lengths, unit)
      ck_multiply(y.columns, parts.scale, y.row(row))
    }
    pass.workspace.release(to: mark)
    return memo
  }

  func backwardScale(_ dy: Matrix, memo: Memo, _ pass: ModulePass, _ sink: GradientSink) {
    guard let memo else { return }
    let parts = Parts(memo, rows: dy.rows, self)
    if sink.wants(magnitudes) {
      let mark = pass.workspace.mark
      let close = pass.workspace.matrix(dy.rows, dy.columns)
      for row in 0..<dy.rows { close.row(row).update(from: dy.row(row), count: dy.columns) }
      sink.addColumnProduct(magnitudes, close, parts.unit, pass.spans)
      pass.workspace.release(to: mark)
    }
    for row in 0..<dy.rows { ck_multiply(dy.columns, parts.scale, dy.row(row)) }
  }

  func backward(
    _ dy: Matrix, x: Matrix, addingTo dx: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) { pair.backward(dy, x: x, addingTo: dx, memo: memo, pass, sink) }

  /// What lies in the memo: u = A·x, which the pair looks for first, v/n, and m/n.
  private struct Parts {
    let u: Matrix
    let unit: Matrix
    let scale: UnsafeMutablePointer<Float>

    init(_ memo: UnsafeMutablePointer<Float>, rows: Int, _ hook: NormedPair) {
      u = Matrix(memo, rows: rows, columns: hook.pair.a.rows)
      unit = Matrix(memo + rows * u.columns, rows: rows, columns: hook.magnitudes.rows)
      scale = memo + rows * (u.columns + unit.columns)
    }
  }
}

extension Matrix {
  /// Brings each row to a length; rows of zeros stay.
  func setRowLengths(_ lengths: UnsafePointer<Float>) {
    for row in 0..<rows {
      let length = ck_dot(columns, self.row(row), self.row(row)).squareRoot()
      guard length > 0 else { continue }
      let scale = lengths[row] / length
      for column in 0..<columns { self.row(row)[column] *= scale }
    }
  }
}
