/// Low-rank adaptation that moves the weight too: y = (W + λ·s·(B·A − B_K·A_K))·x + s·B·A·x with s = α/r (Delta-LoRA: Zi and
/// others 2023, arXiv 2309.02411).
///
/// The paper adds λ·s·(B_{t+1}·A_{t+1} − B_t·A_t) to W after each step from step K on. These sums telescope, so that the
/// weight is a function of the factors and of those of step K, the anchors, and is never made. It gets no gradient: A
/// and B are trained as in LoRA, and what passes on below goes through the weight as it is.
public struct DeltaLoRA: EncoderModule {
  /// Rank r of every pair.
  public let rank: Int
  /// Numerator of the scale α/r.
  public let alpha: Float
  /// How much of a change of the product the weight takes, λ.
  public let lambda: Float
  /// Linear maps that get a pair.
  public let sites: [LinearSite]
  /// Whether the weight moves from the start, with anchors of zero.
  public let movesAtStart: Bool

  /// Pairs of rank `rank` at `sites` of all layers.
  public init(
    rank: Int, alpha: Float, lambda: Float, sites: [LinearSite] = [.query, .value],
    movesAtStart: Bool = false
  ) {
    precondition(rank > 0, "a low-rank pair has at least rank 1")
    self.rank = rank
    self.alpha = alpha
    self.lambda = lambda
    self.sites = LinearSite.allCases.filter(sites.contains)
    self.movesAtStart = movesAtStart
  }

  /// Name of the held value that is 1 once the weight moves, and 0 before.
  static let moves = "moves"

  /// Puts a pair on every chosen map of the layer, with held anchors as large.
  public func install(in installer: inout ModuleInstaller) {
    for site in installer.configuration.sites(sites) {
      let pair = installer.addPair(to: site, rank: rank)
      let anchor = installer.addHeldPair("anchor", to: site, rank: rank)
      let moves = installer.add(
        Self.moves, to: site, .added, rows: 1, columns: 1, start: movesAtStart ? .ones : .zeros,
        isHeld: true)
      installer.attach(
        MovingPair(
          a: pair.a, b: pair.b, anchorA: anchor.a, anchorB: anchor.b, moves: moves,
          scale: alpha / Float(rank), lambda: lambda), to: site)
    }
  }
}

extension DeltaLoRA: FoldableModule {
  /// Whether the map has a pair.
  public func changes(_ site: LinearSite, of layer: Int) -> Bool {
    site.isMeant(by: sites)
  }

  /// W + (1 + λ)·s·B·A − λ·s·B_K·A_K.
  public func fold(
    _ segments: [ParameterSegment], of parameters: UnsafePointer<Float>, into weight: Matrix
  ) {
    func add(isHeld: Bool, scale: Float) {
      guard let a = segments.first(where: { $0.role == .loraA && $0.isHeld == isHeld }),
        let b = segments.first(where: { $0.role == .loraB && $0.isHeld == isHeld })
      else { return }
      multiply(
        b.matrix(in: parameters), a.matrix(in: parameters), into: weight,
        scale: scale * alpha / Float(rank), adding: true)
    }
    let moves = segments.first { $0.role == .added }.map { parameters[$0.offset] != 0 } ?? false
    add(isHeld: false, scale: moves ? 1 + lambda : 1)
    if moves { add(isHeld: true, scale: -lambda) }
  }
}

/// y += (1 + λ)·s·B·A·x − λ·s·B_K·A_K·x; keeps u = A·x.
private struct MovingPair: LinearHook {
  let a: ParameterSlot
  let b: ParameterSlot
  let anchorA: ParameterSlot
  let anchorB: ParameterSlot
  let moves: ParameterSlot
  let scale: Float
  let lambda: Float

  // λ, once the weight moves.
  private func lambda(_ pass: ModulePass) -> Float {
    pass.parameters[moves.offset] == 0 ? 0 : lambda
  }

  func forward(_ x: Matrix, addingTo y: Matrix, _ pass: ModulePass) -> Memo {
    let lambda = lambda(pass)
    let u = pass.workspace.matrix(x.rows, a.rows)
    multiply(x, a.matrix(in: pass.parameters).transposed, into: u)
    multiply(
      u, b.matrix(in: pass.parameters).transposed, into: y, scale: (1 + lambda) * scale,
      adding: true)
    if lambda != 0 {
      let mark = pass.workspace.mark
      let anchored = pass.workspace.matrix(x.rows, a.rows)
      multiply(x, anchorA.matrix(in: pass.parameters).transposed, into: anchored)
      multiply(
        anchored, anchorB.matrix(in: pass.parameters).transposed, into: y,
        scale: -lambda * scale, adding: true)
      pass.workspace.release(to: mark)
    }
    return u.pointer
  }

  func backward(
    _ dy: Matrix, x: Matrix, addingTo dx: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo else { return }
    sink.addProduct(
      b, dy, Matrix(memo, rows: x.rows, columns: a.rows), pass.spans, scale: scale)
    guard dx != nil || sink.wants(a) else { return }
    let mark = pass.workspace.mark
    defer { pass.workspace.release(to: mark) }
    let d = pass.workspace.matrix(x.rows, a.rows)
    multiply(dy, b.matrix(in: pass.parameters), into: d, scale: scale)
    sink.addProduct(a, d, x, pass.spans)
    guard let dx else { return }
    let lambda = lambda(pass)
    multiply(d, a.matrix(in: pass.parameters), into: dx, scale: 1 + lambda, adding: true)
    guard lambda != 0 else { return }
    multiply(dy, anchorB.matrix(in: pass.parameters), into: d, scale: -lambda * scale)
    multiply(d, anchorA.matrix(in: pass.parameters), into: dx, adding: true)
  }
}
