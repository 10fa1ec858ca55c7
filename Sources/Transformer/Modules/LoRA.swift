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
    guard layers?.contains(installer.layer) ?? true else { return }
    for site in installer.configuration.sites(sites) {
      let pair = installer.addPair(to: site, rank: rank)
      installer.attach(LowRankPair(a: pair.a, b: pair.b, scale: alpha / Float(rank)), to: site)
    }
  }
}

extension ModuleInstaller {
  /// Declares A [rank, in], Kaiming-uniform, and B [out, rank], zero, of a linear map, by PEFT's names.
  mutating func addPair(to site: LinearSite, rank: Int) -> (a: ParameterSlot, b: ParameterSlot) {
    let (input, output) = widths(of: site)
    let bound = 1 / Float(input).squareRoot()
    let a = add(
      "lora_A.weight", to: site, .loraA, rows: rank, columns: input, start: .uniform(bound))
    let b = add("lora_B.weight", to: site, .loraB, rows: output, columns: rank, start: .zeros)
    return (a, b)
  }

  /// Declares a second pair of the same shape that is held, zero, under a name of its own.
  mutating func addHeldPair(
    _ name: String, to site: LinearSite, rank: Int
  ) -> (a: ParameterSlot, b: ParameterSlot) {
    let (input, output) = widths(of: site)
    let a = add(
      "\(name)_A.weight", to: site, .loraA, rows: rank, columns: input, start: .zeros,
      isHeld: true)
    let b = add(
      "\(name)_B.weight", to: site, .loraB, rows: output, columns: rank, start: .zeros,
      isHeld: true)
    return (a, b)
  }
}

extension LoRA: FoldableModule {
  /// Whether the map has a pair.
  public func changes(_ site: LinearSite, of layer: Int) -> Bool {
    site.isMeant(by: sites) && layers?.contains(layer) ?? true
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
