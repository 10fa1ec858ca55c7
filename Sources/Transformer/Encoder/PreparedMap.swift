import Plain

/// A frozen linear map W [out, in] in a form of its own, made once for all products with it.
protocol PreparedMap: Sendable {
  /// y = x·Wᵀ; in all matrices the rows lie close.
  func apply(to x: Matrix, into y: Matrix, _ workspace: Workspace)

  /// dx = dy·W, or with `adding` that much more.
  func applyBack(to dy: Matrix, into dx: Matrix, adding: Bool, _ workspace: Workspace)
}

extension Encoder {
  /// A map that is to have a form of its own.
  private struct PlainMap: @unchecked Sendable {
    // Sendable: its weight is only read.
    let layer: Int
    let map: LayerMap
    let weight: Matrix
  }

  /// The maps of every layer that have a form of their own; the others are read as they lie in `weights`.
  ///
  /// What is trained changes, and is left as it is.
  /// - Throws: `unsupported` for a map that oneDNN refuses.
  static func prepare(
    _ weights: EncoderWeights, _ plan: TrainingPlan, _ slots: TensorTable<ParameterSlot?>,
    _ projections: [JoinedProjections], _ frozen: TensorTable<UnsafePointer<Float>?>,
    _ products: Products
  ) throws(ModelError) -> [[LayerMap: any PreparedMap]] {
    let configuration = weights.configuration
    let shape = PassShape(configuration)
    var maps = (0..<configuration.layers).map { pack(weights, layer: $0) }
    var plain: [PlainMap] = []
    for layer in maps.indices {
      // The last layer is split where the head reads its first rows alone.
      let isSplit =
        layer == maps.count - 1 && plan.pooling == .first && !shape.hasJoinedProjections
      let whole: [LayerMap] = isSplit ? [.query, .keyValue] : [.projections]
      let gate: [LayerMap] = configuration.has(.gate) ? [.gate] : []
      for map in whole + gate + [.attentionOut, .up, .down]
      where maps[layer][map] == nil && map.tensors.allSatisfy({ slots[layer, $0] == nil }) {
        guard
          let weight = map.weight(of: layer, shape, projections: projections[layer], frozen)
        else { continue }
        plain.append(PlainMap(layer: layer, map: map, weight: weight))
      }
    }
    // Copies of all of them, for both directions: what takes longest of making an encoder.
    let made = plain.mapConcurrently { plain in
      Result { () throws(ModelError) in try prepare(plain.weight, of: weights, products) }
    }
    for (plain, prepared) in zip(plain, made) { maps[plain.layer][plain.map] = try prepared.get() }
    return maps
  }

  private static func prepare(
    _ weight: Matrix, of weights: EncoderWeights, _ products: Products
  ) throws(ModelError) -> (any PreparedMap)? {
    guard products.library == .onednn else {
      return weights.configuration.hiddenSize < Products.leastWidth ? PanelledMap(weight) : nil
    }
    if let reordered = ReorderedMap(weight, precision: products.precision) { return reordered }
    throw .unsupported(
      file: weights.name, feature: "a map of \(weight.rows) by \(weight.columns) in oneDNN",
      remedy: "use blas openblas")
  }

  /// The maps of a layer that stay packed.
  private static func pack(
    _ weights: EncoderWeights, layer: Int
  ) -> [LayerMap: any PreparedMap] {
    func map(_ tensors: LayerTensor...) -> PackedMap? {
      let parts = tensors.compactMap { weights.packed(.layer(layer, $0)) }
      return parts.count == tensors.count ? PackedMap(parts) : nil
    }
    var maps: [LayerMap: any PreparedMap] = [:]
    maps[.projections] = map(.queryWeight, .keyWeight, .valueWeight)
    maps[.query] = map(.queryWeight)
    maps[.keyValue] = map(.keyWeight, .valueWeight)
    maps[.attentionOut] = map(.attentionOutWeight)
    maps[.up] = map(.upWeight)
    maps[.gate] = map(.gateWeight)
    maps[.down] = map(.downWeight)
    return maps
  }
}
