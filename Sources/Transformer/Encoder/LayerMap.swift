/// The large linear maps of a layer, as products are made with them.
enum LayerMap: CaseIterable {
  /// Query, key and value side by side, [3d, d].
  case projections
  /// The two parts of it that a layer needs of which only some rows are read, [d, d] and [2d, d].
  case query, keyValue
  /// [d, d], [intermediate, d] or twice that, [intermediate, d], and [d, intermediate].
  case attentionOut, up, gate, down
}

extension LayerMap {
  /// The tensors of the checkpoint that it consists of.
  var tensors: [LayerTensor] {
    switch self {
    case .projections: [.queryWeight, .keyWeight, .valueWeight, .projectionsWeight]
    case .query: [.queryWeight]
    case .keyValue: [.keyWeight, .valueWeight]
    case .attentionOut: [.attentionOutWeight]
    case .up: [.upWeight]
    case .gate: [.gateWeight]
    case .down: [.downWeight]
    }
  }

  /// W [out, in] of `layer`: query, key and value from `projections`, the others from `tensors`.
  func weight(
    of layer: Int, _ shape: PassShape, projections: JoinedProjections,
    _ tensors: TensorTable<UnsafePointer<Float>?>
  ) -> Matrix? {
    let block = shape.block
    let (width, inner) = (block.width, block.inner)
    func tensor(_ name: LayerTensor, _ rows: Int, _ columns: Int) -> Matrix? {
      tensors[layer, name].map { Matrix($0, rows: rows, columns: columns) }
    }
    return switch self {
    case .projections: projections.weight
    case .query: projections.weight.rows(0..<block.queryWidth)
    case .keyValue: projections.weight.rows(block.queryWidth..<block.projectedWidth)
    case .attentionOut: tensor(.attentionOutWeight, width, block.queryWidth)
    case .up: tensor(.upWeight, shape.hasGateInUp ? 2 * inner : inner, width)
    case .gate: tensor(.gateWeight, inner, width)
    case .down: tensor(.downWeight, width, inner)
    }
  }
}

extension EncoderSession {
  /// y = x·Wᵀ, without the bias.
  func apply(_ map: LayerMap, of layer: Int, to x: Matrix, into y: Matrix) {
    if let prepared = encoder.prepared[layer][map] {
      prepared.apply(to: x, into: y, workspace)
    } else {
      multiply(x, weight(map, of: layer).transposed, into: y)
    }
  }

  /// dx = dy·W, or with `adding` that much more.
  func applyBack(
    _ map: LayerMap, of layer: Int, to dy: Matrix, into dx: Matrix, adding: Bool = false
  ) {
    if let prepared = encoder.prepared[layer][map] {
      prepared.applyBack(to: dy, into: dx, adding: adding, workspace)
    } else {
      multiply(dy, weight(map, of: layer), into: dx, adding: adding)
    }
  }

  private func weight(_ map: LayerMap, of layer: Int) -> Matrix {
    guard
      let weight = map.weight(
        of: layer, encoder.shape, projections: projections(of: layer), weights)
    else { preconditionFailure("layer \(layer) lacks a weight") }
    return weight
  }
}
