import CKernels

/// Low-rank adaptation in the form of a singular value decomposition: y = W·x + s·P·Λ·Q·x with s = α/(r + 1e-5) (AdaLoRA:
/// Zhang and others 2023, arXiv 2303.10512).
///
/// Q [r, in] and P [out, r] start normal with deviation 0.02, the diagonal Λ at zero. A triplet (a column of P, a value of
/// Λ, a row of Q) whose Λ is zero is off, and keeps its directions. Segments bear PEFT's names, A for Q and B for P.
public struct AdaptiveLoRA: EncoderModule {
  /// Number of triplets r of each map.
  public let rank: Int
  /// Numerator of the scale.
  public let alpha: Float
  /// Linear maps that get triplets.
  public let sites: [LinearSite]

  /// `rank` triplets at `sites` of all layers.
  public init(rank: Int, alpha: Float, sites: [LinearSite] = [.query, .value]) {
    precondition(rank > 0, "there is at least one triplet")
    self.rank = rank
    self.alpha = alpha
    self.sites = LinearSite.allCases.filter(sites.contains)
  }

  private var scale: Float { alpha / (Float(rank) + 1e-5) }

  /// Puts triplets on every chosen map of the layer.
  public func install(in installer: inout ModuleInstaller) {
    for site in installer.configuration.sites(sites) {
      let (input, output) = installer.widths(of: site)
      let q = installer.add(
        "lora_A", to: site, .loraA, rows: rank, columns: input, start: .normal(0.02))
      let values = installer.add(
        "lora_E", to: site, .added, rows: rank, columns: 1, start: .zeros)
      let p = installer.add(
        "lora_B", to: site, .loraB, rows: output, columns: rank, start: .normal(0.02))
      installer.attach(Triplets(q: q, values: values, p: p, scale: scale), to: site)
    }
  }
}

extension AdaptiveLoRA: FoldableModule {
  /// Whether the map has triplets.
  public func changes(_ site: LinearSite, of layer: Int) -> Bool {
    site.isMeant(by: sites)
  }

  /// W + s·P·Λ·Q.
  public func fold(
    _ segments: [ParameterSegment], of parameters: UnsafePointer<Float>, into weight: Matrix
  ) {
    guard let q = segments.first(where: { $0.role == .loraA }),
      let values = segments.first(where: { $0.role == .added }),
      let p = segments.first(where: { $0.role == .loraB })
    else { return }
    var scaled = Array(UnsafeBufferPointer(start: parameters + q.offset, count: q.count))
    for unit in 0..<rank {
      for column in 0..<q.columns {
        scaled[unit * q.columns + column] *= parameters[values.offset + unit]
      }
    }
    scaled.withUnsafeBufferPointer { scaled in
      guard let start = scaled.baseAddress else { return }
      multiply(
        p.matrix(in: parameters), Matrix(start, rows: q.rows, columns: q.columns), into: weight,
        scale: scale, adding: true)
    }
  }
}

/// y += s·P·Λ·Q·x; keeps u = Q·x and Λ·u.
private struct Triplets: LinearHook {
  let q: ParameterSlot
  let values: ParameterSlot
  let p: ParameterSlot
  let scale: Float

  func forward(_ x: Matrix, addingTo y: Matrix, _ pass: ModulePass) -> Memo {
    let both = pass.workspace.matrix(2 * x.rows, q.rows)
    let (u, scaled) = (both.rows(0..<x.rows), both.rows(x.rows..<2 * x.rows))
    multiply(x, q.matrix(in: pass.parameters).transposed, into: u)
    scaled.copy(from: u)
    multiplyRows(of: scaled, pass)
    multiply(
      scaled, p.matrix(in: pass.parameters).transposed, into: y, scale: scale, adding: true)
    return both.pointer
  }

  func backward(
    _ dy: Matrix, x: Matrix, addingTo dx: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo else { return }
    let both = Matrix(memo, rows: 2 * x.rows, columns: q.rows)
    sink.addProduct(p, dy, both.rows(x.rows..<2 * x.rows), pass.spans, scale: scale)
    guard dx != nil || sink.wants(q) || sink.wants(values) else { return }
    let mark = pass.workspace.mark
    let d = pass.workspace.matrix(x.rows, q.rows)
    multiply(dy, p.matrix(in: pass.parameters), into: d, scale: scale)
    sink.addColumnProduct(values, d, both.rows(0..<x.rows), pass.spans)
    multiplyRows(of: d, pass)
    sink.addProduct(q, d, x, pass.spans)
    if let dx { multiply(d, q.matrix(in: pass.parameters), into: dx, adding: true) }
    pass.workspace.release(to: mark)
  }

  /// Λ times each row.
  private func multiplyRows(of matrix: Matrix, _ pass: ModulePass) {
    for row in 0..<matrix.rows {
      ck_multiply(matrix.columns, pass.parameters + values.offset, matrix.row(row))
    }
  }
}
