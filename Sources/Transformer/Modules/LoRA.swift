/// Low-rank adaptation: y = W·x + s·B·A·x with W frozen and s = α/r (Hu and others 2021, arXiv 2106.09685) or α/√r.
///
/// A [r, in] starts Kaiming-uniform with a = √5, B [out, r] at zero, so training starts from the model itself. With
/// magnitudes it is DoRA (Liu and others 2024, arXiv 2402.09353): each row of W + s·B·A is brought to a trained length m,
/// which starts as the length of W's row. Segments bear PEFT's names.
public struct LoRA: EncoderModule {
  /// Rank and factor of a pair for which nothing else is said.
  public let scale: LoRAScale
  /// Those of single maps.
  public let exceptions: [LinearPlace: LoRAScale]
  /// Linear maps that get a pair.
  public let sites: [LinearSite]
  /// Layers that get pairs; nil: all.
  public let layers: [Int]?
  /// Whether each map has a length for every row (DoRA).
  public let hasMagnitudes: Bool

  /// Pairs at `sites` of `layers`, or of all layers when nil.
  public init(
    _ scale: LoRAScale, exceptions: [LinearPlace: LoRAScale] = [:],
    sites: [LinearSite] = [.query, .value], layers: [Int]? = nil, hasMagnitudes: Bool = false
  ) {
    precondition(
      scale.rank > 0 && exceptions.values.allSatisfy { $0.rank > 0 },
      "a low-rank pair has at least rank 1")
    self.scale = scale
    self.exceptions = exceptions
    self.sites = LinearSite.allCases.filter(sites.contains)
    self.layers = layers
    self.hasMagnitudes = hasMagnitudes
  }

  /// Pairs of rank `rank` with the factor α/r.
  public init(
    rank: Int, alpha: Float, sites: [LinearSite] = [.query, .value], layers: [Int]? = nil
  ) {
    self.init(LoRAScale(rank: rank, alpha: alpha), sites: sites, layers: layers)
  }

  /// Rank and factor of the pair on a map.
  public func scale(at place: LinearPlace) -> LoRAScale { exceptions[place] ?? scale }

  /// Puts a pair of factors on every chosen map of the layer.
  public func install(in installer: inout ModuleInstaller) {
    guard layers?.contains(installer.layer) ?? true else { return }
    for site in installer.configuration.sites(sites) {
      let scale = scale(at: LinearPlace(layer: installer.layer, site: site))
      let slots = installer.addPair(to: site, rank: scale.rank)
      let pair = LowRankPair(a: slots.a, b: slots.b, scale: scale.factor)
      guard hasMagnitudes else {
        installer.attach(pair, to: site)
        continue
      }
      let weight = BaseTensor.layer(installer.layer, site.weight)
      let magnitudes = installer.add(
        "lora_magnitude_vector", to: site, .loraMagnitude, rows: slots.b.rows, columns: 1,
        start: .rowLengths(weight))
      installer.attach(NormedPair(pair: pair, magnitudes: magnitudes, weight: weight), to: site)
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

  /// W + s·B·A, with its rows at their lengths where these are trained.
  public func fold(
    _ segments: [ParameterSegment], of parameters: UnsafePointer<Float>, into weight: Matrix
  ) {
    guard let a = segments.first(where: { $0.role == .loraA && !$0.isHeld }),
      let b = segments.first(where: { $0.role == .loraB && !$0.isHeld }),
      let layer = a.layer, let site = LinearSite(rawValue: a.module)
    else { return }
    multiply(
      b.matrix(in: parameters), a.matrix(in: parameters), into: weight,
      scale: scale(at: LinearPlace(layer: layer, site: site)).factor, adding: true)
    guard let lengths = segments.first(where: { $0.role == .loraMagnitude }) else { return }
    weight.setRowLengths(parameters + lengths.offset)
  }
}

/// y += s·B·A·x; keeps u = A·x.
struct LowRankPair: LinearHook {
  let a: ParameterSlot
  let b: ParameterSlot
  let scale: Float

  func forward(_ x: Matrix, addingTo y: Matrix, _ pass: ModulePass) -> Memo {
    let u = pass.workspace.matrix(x.rows, a.rows)
    forward(x, through: u, addingTo: y, pass)
    return u.pointer
  }

  /// The same with u [rows, r] in memory that is there.
  func forward(_ x: Matrix, through u: Matrix, addingTo y: Matrix, _ pass: ModulePass) {
    multiply(x, a.matrix(in: pass.parameters).transposed, into: u)
    multiply(u, b.matrix(in: pass.parameters).transposed, into: y, scale: scale, adding: true)
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
