/// Query, key and value maps of one layer side by side, so that one product makes all three.
struct JoinedProjections {
  /// [3d, d].
  let weight: Matrix
  /// [3d].
  let bias: UnsafeMutablePointer<Float>

  /// Uninitialised maps of width `width`.
  init(width: Int) {
    let values = UnsafeMutablePointer<Float>.allocate(capacity: 3 * width * (width + 1))
    weight = Matrix(values, rows: 3 * width, columns: width)
    bias = values + 3 * width * width
  }

  func deallocate() { weight.pointer.deallocate() }

  /// Copies the maps of `layer`.
  func fill(layer: Int, from table: TensorTable<UnsafePointer<Float>?>) {
    let width = weight.columns
    if let values = table[layer, .projectionsWeight] {
      weight.pointer.update(from: values, count: 3 * width * width)
    }
    if let values = table[layer, .projectionsBias] {
      bias.update(from: values, count: 3 * width)
    }
    let weights: [3 of LayerTensor] = [.queryWeight, .keyWeight, .valueWeight]
    let biases: [3 of LayerTensor] = [.queryBias, .keyBias, .valueBias]
    for part in 0..<3 {
      if let values = table[layer, weights[part]] {
        weight.row(part * width).update(from: values, count: width * width)
      }
      if let values = table[layer, biases[part]] {
        (bias + part * width).update(from: values, count: width)
      }
    }
  }
}
