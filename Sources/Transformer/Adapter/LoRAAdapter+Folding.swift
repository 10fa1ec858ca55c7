extension LoRAAdapter {
  /// The weights with the factors outside of the layers folded in, such as those on BERT's pooler, and the adapter
  /// without them.
  ///
  /// - Throws: `missingTensor` when the weights lack the map, `wrongShape`.
  public func folded(
    into weights: EncoderWeights
  ) throws(ModelError) -> (weights: EncoderWeights, adapter: LoRAAdapter) {
    var folded: [BaseTensor: [Float]] = [:]
    var rest = tensors
    for pair in pairs where pair.layer == nil {
      let (keyA, keyB) = (pair.path + ".lora_A.weight", pair.path + ".lora_B.weight")
      let key = pair.path + ".weight"
      guard let a = rest.removeValue(forKey: keyA), let b = rest.removeValue(forKey: keyB),
        let tensor = weights.tensors.first(where: { weights.key($0) == key }),
        let source = weights.pointer(tensor)
      else { throw .missingTensor(file: weights.name, name: key) }
      let shape = weights.shape(tensor)
      guard shape == [b.shape[0], a.shape[1]] else {
        throw .wrongShape(
          file: weights.name, name: key, expected: [b.shape[0], a.shape[1]], found: shape)
      }
      var values = Array(UnsafeBufferPointer(start: source, count: shape.reduce(1, *)))
      let scale = pair.scale.alpha / Float(pair.scale.rank)
      for row in 0..<shape[0] {
        for rank in 0..<pair.scale.rank {
          let factor = scale * b.values[row * pair.scale.rank + rank]
          for column in 0..<shape[1] {
            values[row * shape[1] + column] += factor * a.values[rank * shape[1] + column]
          }
        }
      }
      folded[tensor] = values
    }
    guard !folded.isEmpty else { return (weights, self) }
    let scales = Dictionary(uniqueKeysWithValues: pairs.map { ($0.path, $0.scale) })
    let usual = AdapterConfiguration.Scale(rank: rank, alpha: alpha)
    let adapter = try LoRAAdapter(usual: usual, tensors: rest, name: weights.name) { path in
      scales[path] ?? usual
    }
    return (weights.replacing(folded), adapter)
  }
}
