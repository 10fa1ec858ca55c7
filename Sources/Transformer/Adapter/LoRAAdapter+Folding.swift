extension LoRAAdapter {
  /// The weights with the factors outside of the layers folded in, such as those on BERT's pooler, and the adapter
  /// without them.
  ///
  /// A map that the adapter brings whole is folded there: it takes the place of the weights' own.
  ///
  /// - Throws: `missingTensor` when neither has the map, `wrongShape`.
  public func folded(
    into weights: EncoderWeights
  ) throws(ModelError) -> (weights: EncoderWeights, adapter: LoRAAdapter) {
    var folded: [BaseTensor: [Float]] = [:]
    var rest = tensors
    for pair in pairs where pair.layer == nil {
      let key = pair.path + ".weight"
      let lengths = rest.removeValue(forKey: PairPart.magnitude.key(pair.path))
      guard let a = rest.removeValue(forKey: PairPart.a.key(pair.path)),
        let b = rest.removeValue(forKey: PairPart.b.key(pair.path)),
        let tensor = weights.configuration.tensors.map(\.role).first(where: {
          weights.key($0) == key
        }), var map = rest[key] ?? weights.stored(tensor)
      else { throw .missingTensor(file: weights.name, name: key) }
      guard map.shape == [b.shape[0], a.shape[1]] else {
        throw .wrongShape(
          file: weights.name, name: key, expected: [b.shape[0], a.shape[1]], found: map.shape)
      }
      pair.scale.add(a.values, b.values, lengths?.values, to: &map.values)
      if rest[key] == nil { folded[tensor] = map.values } else { rest[key] = map }
    }
    guard rest.count < tensors.count else { return (weights, self) }
    let scales = Dictionary(uniqueKeysWithValues: pairs.map { ($0.path, $0.scale) })
    var adapter = try LoRAAdapter(
      usual: usual, hasMagnitudes: hasMagnitudes, tensors: rest, name: weights.name
    ) { path, _, _ in scales[path] ?? usual }
    adapter.savedModules = savedModules
    adapter.notes = notes
    return (folded.isEmpty ? weights : weights.replacing(folded), adapter)
  }
}

extension EncoderWeights {
  /// Shape and values of a tensor; nil if the checkpoint lacks it.
  fileprivate func stored(_ tensor: BaseTensor) -> (shape: [Int], values: [Float])? {
    guard let source = pointer(tensor) else { return nil }
    let shape = shape(tensor)
    return (shape, Array(UnsafeBufferPointer(start: source, count: shape.reduce(1, *))))
  }
}

extension LoRAScale {
  /// W + s·B·A, with its rows at their lengths where these are given.
  fileprivate func add(
    _ a: [Float], _ b: [Float], _ lengths: [Float]?, to w: inout [Float]
  ) {
    let (rows, columns) = (b.count / rank, a.count / rank)
    for row in 0..<rows {
      for place in 0..<rank {
        let factor = factor * b[row * rank + place]
        for column in 0..<columns {
          w[row * columns + column] += factor * a[place * columns + column]
        }
      }
    }
    w.withUnsafeMutableBufferPointer { w in
      guard let lengths, let start = w.baseAddress else { return }
      Matrix(start, rows: rows, columns: columns).setRowLengths(lengths)
    }
  }
}
