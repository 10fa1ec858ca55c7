/// Query, key and value maps of one layer side by side, so that one product makes all three.
struct JoinedProjections {
  /// [q + 2k, d], with q and k the widths of queries and of keys; no rows where the maps are packed.
  let weight: Matrix
  /// [q + 2k].
  let bias: UnsafeMutablePointer<Float>
  private let block: BlockShape

  /// Uninitialised maps of a block; without `weight` the bias alone.
  init(_ block: BlockShape, hasWeight: Bool = true) {
    let rows = hasWeight ? block.projectedWidth : 0
    let values = UnsafeMutablePointer<Float>.allocate(
      capacity: rows * block.width + block.projectedWidth)
    weight = Matrix(values, rows: rows, columns: block.width)
    bias = values + rows * block.width
    self.block = block
  }

  func deallocate() { weight.pointer.deallocate() }

  /// Copies the maps of `layer`.
  func fill(layer: Int, from table: TensorTable<UnsafePointer<Float>?>) {
    if weight.rows > 0, let values = table[layer, .projectionsWeight] {
      weight.pointer.update(from: values, count: weight.rows * weight.columns)
    }
    if let values = table[layer, .projectionsBias] {
      bias.update(from: values, count: block.projectedWidth)
    }
    let weights: [3 of LayerTensor] = [.queryWeight, .keyWeight, .valueWeight]
    let biases: [3 of LayerTensor] = [.queryBias, .keyBias, .valueBias]
    let sizes: [3 of Int] = [block.queryWidth, block.keyWidth, block.keyWidth]
    var first = 0
    for part in 0..<3 {
      if weight.rows > 0, let values = table[layer, weights[part]] {
        weight.row(first).update(from: values, count: sizes[part] * weight.columns)
      }
      if let values = table[layer, biases[part]] {
        (bias + first).update(from: values, count: sizes[part])
      }
      first += sizes[part]
    }
  }
}
