/// Low-rank adaptation: y = W·x + (α/r)·B·A·x with W frozen (Hu and others 2021, arXiv 2106.09685).
///
/// A [r, in] starts Kaiming-uniform with a = √5, B [out, r] at zero, so training starts from the model itself. Segments
/// bear PEFT's names.
public struct LoRA: EncoderModule {
  /// Rank r of every pair.
  public let rank: Int
  /// Numerator of the scale α/r.
  public let alpha: Float
  /// Linear maps that get a pair.
  public let sites: [LinearSite]
  /// Layers that get pairs; nil: all.
  public let layers: [Int]?

  /// Pairs of rank `rank` at `sites` of `layers`, or of all layers when nil.
  public init(
    rank: Int, alpha: Float, sites: [LinearSite] = [.query, .value], layers: [Int]? = nil
  ) {
    precondition(rank > 0, "a low-rank pair has at least rank 1")
    self.rank = rank
    self.alpha = alpha
    self.sites = LinearSite.allCases.filter(sites.contains)
    self.layers = layers
  }

  /// Puts a pair of factors on every chosen map of the layer.
  public func install(in installer: inout ModuleInstaller) {
    let layer = installer.layer
    guard layers?.contains(layer) ?? true else { return }
    for site in sites {
      let widths = installer.widths(of: site)
      let name = installer.key(site)
      let bound = 1 / Float(widths.input).squareRoot()
      let a = installer.add(
        ParameterSegment(
          name: "\(name).lora_A.weight", layer: layer, module: site.rawValue, role: .loraA,
          rows: rank, columns: widths.input, start: .uniform(bound)))
      let b = installer.add(
        ParameterSegment(
          name: "\(name).lora_B.weight", layer: layer, module: site.rawValue, role: .loraB,
          rows: widths.output, columns: rank, start: .zeros))
      installer.attach(LowRankPair(a: a, b: b, scale: alpha / Float(rank)), to: site)
    }
  }
}

extension LoRA: FoldableModule {
  /// Whether the map has a pair.
  public func changes(_ site: LinearSite, of layer: Int) -> Bool {
    sites.contains(site) && layers?.contains(layer) ?? true
  }

  /// W + (α/r)·B·A.
  public func fold(
    _ segments: [ParameterSegment], of parameters: UnsafePointer<Float>, into weight: Matrix
  ) {
    guard let a = segments.first(where: { $0.role == .loraA && !$0.isHeld }),
      let b = segments.first(where: { $0.role == .loraB && !$0.isHeld })
    else { return }
    multiply(
      b.matrix(in: parameters), a.matrix(in: parameters), into: weight,
      scale: alpha / Float(rank), adding: true)
  }
}

/// y += s·B·A·x; keeps u = A·x.
private struct LowRankPair: LinearHook {
  let a: ParameterSlot
  let b: ParameterSlot
  let scale: Float

  func forward(_ x: Matrix, addingTo y: Matrix, _ pass: ModulePass) -> Memo {
    let u = pass.workspace.matrix(x.rows, a.rows)
    multiply(x, a.matrix(in: pass.parameters).transposed, into: u)
    multiply(u, b.matrix(in: pass.parameters).transposed, into: y, scale: scale, adding: true)
    return u.pointer
  }

  func backward(
    _ dy: Matrix, x: Matrix, addingTo dx: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo else { return }
    let u = Matrix(memo, rows: x.rows, columns: a.rows)
    sink.addProduct(b, dy, u, pass.spans, scale: scale)
    guard dx != nil || sink.wants(a) else { return }
    let mark = pass.workspace.mark
    let du = pass.workspace.matrix(x.rows, a.rows)
    multiply(dy, b.matrix(in: pass.parameters), into: du, scale: scale)
    sink.addProduct(a, du, x, pass.spans)
    if let dx { multiply(du, a.matrix(in: pass.parameters), into: dx, adding: true) }
    pass.workspace.release(to: mark)
  }
}
