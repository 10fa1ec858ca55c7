import CKernels

/// Two low-rank pairs that a gate mixes token by token: y = W·x + s·(w₁·B·A·x + w₂·B′·A′·x) with w = softmax(G·x) and s = α/r
/// (FedALT: Bian and others, arXiv 2503.11880).
///
/// A, B and the gate G [2, in] are trained; A′ and B′ are held, and stand for the rest of the world. A starts as in LoRA,
/// all else at zero: both pairs count half.
public struct MixedLoRA: EncoderModule {
  /// Rank r of both pairs.
  public let rank: Int
  /// Numerator of the scale α/r.
  public let alpha: Float
  /// Linear maps that get pairs.
  public let sites: [LinearSite]

  /// Pairs of rank `rank` at `sites` of all layers.
  public init(rank: Int, alpha: Float, sites: [LinearSite] = [.query, .value]) {
    precondition(rank > 0, "a low-rank pair has at least rank 1")
    self.rank = rank
    self.alpha = alpha
    self.sites = LinearSite.allCases.filter(sites.contains)
  }

  /// Puts both pairs and a gate on every chosen map of the layer.
  public func install(in installer: inout ModuleInstaller) {
    for site in installer.configuration.sites(sites) {
      let own = installer.addPair(to: site, rank: rank)
      let other = installer.addHeldPair("world", to: site, rank: rank)
      let gate = installer.add(
        "gate.weight", to: site, .added, rows: 2, columns: installer.widths(of: site).input,
        start: .zeros)
      installer.attach(
        MixedPairs(
          a: own.a, b: own.b, otherA: other.a, otherB: other.b, gate: gate,
          scale: alpha / Float(rank)), to: site)
    }
  }
}

/// Keeps u = A·x and u′ = A′·x, the same times their weights, and the weights.
private struct MixedPairs: LinearHook {
  let a: ParameterSlot
  let b: ParameterSlot
  let otherA: ParameterSlot
  let otherB: ParameterSlot
  let gate: ParameterSlot
  let scale: Float

  func forward(_ x: Matrix, addingTo y: Matrix, _ pass: ModulePass) -> Memo {
    let memo = pass.workspace.take(x.rows * (4 * a.rows + 2))
    let parts = Parts(memo, rows: x.rows, rank: a.rows)
    multiply(x, gate.matrix(in: pass.parameters).transposed, into: parts.weights)
    softmax(parts.weights, pass.workspace)
    multiply(x, a.matrix(in: pass.parameters).transposed, into: parts.own)
    multiply(x, otherA.matrix(in: pass.parameters).transposed, into: parts.other)
    weigh(parts.own, parts.weights, 0, into: parts.weighedOwn)
    weigh(parts.other, parts.weights, 1, into: parts.weighedOther)
    multiply(
      parts.weighedOwn, b.matrix(in: pass.parameters).transposed, into: y, scale: scale,
      adding: true)
    multiply(
      parts.weighedOther, otherB.matrix(in: pass.parameters).transposed, into: y, scale: scale,
      adding: true)
    return memo
  }

  func backward(
    _ dy: Matrix, x: Matrix, addingTo dx: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo else { return }
    let parts = Parts(memo, rows: x.rows, rank: a.rows)
    sink.addProduct(b, dy, parts.weighedOwn, pass.spans, scale: scale)
    guard dx != nil || sink.wants(a) || sink.wants(gate) else { return }
    let mark = pass.workspace.mark
    defer { pass.workspace.release(to: mark) }
    let own = pass.workspace.matrix(x.rows, a.rows)
    let other = pass.workspace.matrix(x.rows, a.rows)
    let dGate = pass.workspace.matrix(x.rows, 2)
    multiply(dy, b.matrix(in: pass.parameters), into: own, scale: scale)
    multiply(dy, otherB.matrix(in: pass.parameters), into: other, scale: scale)
    for row in 0..<x.rows {
      // Of a softmax of two: ∂z₁ = w₁·w₂·(∂w₁ − ∂w₂) = −∂z₂.
      let weights = parts.weights.row(row)
      let change =
        weights[0] * weights[1]
        * (ck_dot(a.rows, own.row(row), parts.own.row(row))
          - ck_dot(a.rows, other.row(row), parts.other.row(row)))
      dGate.row(row)[0] = change
      dGate.row(row)[1] = -change
    }
    sink.addProduct(gate, dGate, x, pass.spans)
    weigh(own, parts.weights, 0, into: own)
    sink.addProduct(a, own, x, pass.spans)
    guard let dx else { return }
    weigh(other, parts.weights, 1, into: other)
    multiply(own, a.matrix(in: pass.parameters), into: dx, adding: true)
    multiply(other, otherA.matrix(in: pass.parameters), into: dx, adding: true)
    multiply(dGate, gate.matrix(in: pass.parameters), into: dx, adding: true)
  }

  /// Of two values: w₁ = ½(1 + tanh ½(z₁ − z₂)) = 1 − w₂.
  private func softmax(_ weights: Matrix, _ workspace: Workspace) {
    let mark = workspace.mark
    let halves = workspace.take(weights.rows)
    for row in 0..<weights.rows { halves[row] = (weights.row(row)[0] - weights.row(row)[1]) / 2 }
    ck_tanh(weights.rows, halves)
    for row in 0..<weights.rows {
      weights.row(row)[0] = (1 + halves[row]) / 2
      weights.row(row)[1] = (1 - halves[row]) / 2
    }
    workspace.release(to: mark)
  }

  /// Each row times its weight for branch `branch`.
  private func weigh(_ u: Matrix, _ weights: Matrix, _ branch: Int, into target: Matrix) {
    for row in 0..<u.rows {
      let weight = weights.row(row)[branch]
      for unit in 0..<u.columns { target.row(row)[unit] = weight * u.row(row)[unit] }
    }
  }

  /// What lies in the memo.
  private struct Parts {
    let own: Matrix
    let other: Matrix
    let weighedOwn: Matrix
    let weighedOther: Matrix
    let weights: Matrix

    init(_ memo: UnsafeMutablePointer<Float>, rows: Int, rank: Int) {
      let all = Matrix(memo, rows: 4 * rows, columns: rank)
      own = all.rows(0..<rows)
      other = all.rows(rows..<2 * rows)
      weighedOwn = all.rows(2 * rows..<3 * rows)
      weighedOther = all.rows(3 * rows..<4 * rows)
      weights = Matrix(memo + 4 * rows * rank, rows: rows, columns: 2)
    }
  }
}
