import Plain

/// A sparse change of the weights: y = (W + Δ)·x, where only a random share of Δ's entries is trained and the rest is zero
/// (stage 1 of SLoRA: Babakniya and others 2023, arXiv 2308.06522).
///
/// Which entries these are follows from the seed, the layer and the map: the same for everybody, and nothing to send. The
/// vector holds their values alone. A held value says whether Δ is in use: once it is 0, Δ is not even looked at.
public struct SparseDelta: EncoderModule {
  /// Share of the entries that is trained.
  public let density: Double
  /// What the entries are drawn with.
  public let seed: UInt64
  /// Linear maps whose weights are changed.
  public let sites: [LinearSite]

  /// A share `density` of the entries at `sites` of all layers.
  public init(density: Double, seed: UInt64, sites: [LinearSite] = [.query, .value]) {
    precondition(density > 0 && density <= 1, "a share of the entries is trained")
    self.density = density
    self.seed = seed
    self.sites = LinearSite.allCases.filter(sites.contains)
  }

  /// Declares the values of every chosen map of the layer.
  public func install(in installer: inout ModuleInstaller) {
    for site in installer.configuration.sites(sites) {
      let widths = installer.widths(of: site)
      let places = places(of: site, layer: installer.layer, count: widths.input * widths.output)
      let values = installer.add(
        "sparse_delta", to: site, .added, rows: places.count, columns: 1, start: .zeros)
      let isUsed = installer.add(
        "uses_delta", to: site, .added, rows: 1, columns: 1, start: .ones, isHeld: true)
      installer.attach(
        SparseChange(
          values: values, isUsed: isUsed, places: places, rows: widths.output,
          columns: widths.input), to: site)
    }
  }

  /// The trained entries of a map, as ascending indices into its weight of `count` values.
  public func places(of site: LinearSite, layer: Int, count: Int) -> [Int32] {
    var random = SplitMix64(keys: seed, UInt64(layer), UInt64(site.index))
    let wanted = max(1, Int((density * Double(count)).rounded()))
    var places: [Int32] = []
    places.reserveCapacity(wanted)
    // Each entry is taken with the chance that its turn has come: every choice of `wanted` is as likely as any other.
    for index in 0..<count
    where Int.random(in: 0..<count - index, using: &random) < wanted - places.count {
      places.append(Int32(index))
    }
    return places
  }
}

extension SparseDelta: FoldableModule {
  /// Whether some of the map's entries are trained.
  public func changes(_ site: LinearSite, of layer: Int) -> Bool {
    site.isMeant(by: sites)
  }

  /// W + Δ.
  public func fold(
    _ segments: [ParameterSegment], of parameters: UnsafePointer<Float>, into weight: Matrix
  ) {
    guard let values = segments.first(where: { $0.role == .added && !$0.isHeld }),
      let layer = values.layer, let site = LinearSite(rawValue: values.module)
    else { return }
    let places = places(of: site, layer: layer, count: weight.rows * weight.columns)
    for (index, place) in places.enumerated() {
      weight.pointer[Int(place)] += parameters[values.offset + index]
    }
  }
}

/// y += Δ·x; keeps Δ.
private struct SparseChange: LinearHook {
  let values: ParameterSlot
  let isUsed: ParameterSlot
  let places: [Int32]
  let rows: Int
  let columns: Int

  func forward(_ x: Matrix, addingTo y: Matrix, _ pass: ModulePass) -> Memo {
    guard pass.parameters[isUsed.offset] != 0 else { return nil }
    let delta = pass.workspace.matrix(rows, columns)
    delta.clear()
    for index in places.indices {
      delta.pointer[Int(places[index])] = pass.parameters[values.offset + index]
    }
    multiply(x, delta.transposed, into: y, adding: true)
    return delta.pointer
  }

  func backward(
    _ dy: Matrix, x: Matrix, addingTo dx: Matrix?, memo: Memo, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    guard let memo else { return }
    places.withUnsafeBufferPointer { sink.addEntries(values, $0, dy, x, pass.spans) }
    if let dx { multiply(dy, Matrix(memo, rows: rows, columns: columns), into: dx, adding: true) }
  }
}
