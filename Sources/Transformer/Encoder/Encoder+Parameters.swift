extension Encoder {
  /// The vector that training starts from: modules as they say, head and tensors from the checkpoint.
  public func initialParameters(using generator: inout some RandomNumberGenerator) -> [Float] {
    var parameters = [Float](repeating: 0, count: layout.count)
    parameters.withUnsafeMutableBufferPointer { all in
      for segment in layout.segments {
        let values = UnsafeMutableBufferPointer(rebasing: all[segment.range])
        if case .checkpoint(let tensor) = segment.start, let source = frozen[tensor] {
          _ = values.update(from: UnsafeBufferPointer(start: source, count: segment.count))
        } else if case .rowLengths(let tensor) = segment.start {
          FrozenMap(tensor, of: weights).rowLengths(into: values)
        } else if segment.start == .words {
          _ = values.update(
            fromContentsOf: weights.rowsOfWords(segment.rows, using: &generator))
        } else {
          segment.start.fill(values, using: &generator)
        }
      }
    }
    return parameters
  }

  /// The starting vector with a head, as far as the checkpoint lacks one, as training by another plan starts with it.
  ///
  /// - Parameter generator: what that training draws its starting vector with.
  public func initialParameters(
    headOf plan: TrainingPlan, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    var unused = generator
    var parameters = initialParameters(using: &unused)
    var builder = LayoutBuilder(weights: weights, plan: plan, labels: labels)
    builder.run()
    for drawn in builder.installer.layout.segments {
      var values = [Float](repeating: 0, count: drawn.count)
      values.withUnsafeMutableBufferPointer { drawn.start.fill($0, using: &generator) }
      if case .checkpoint = drawn.start { continue }
      guard drawn.role == .head, let own = layout.segments.first(where: { $0.name == drawn.name })
      else { continue }
      parameters.replaceSubrange(own.range, with: values)
    }
    return parameters
  }

  /// Starting parameters with the values of a stored adapter.
  ///
  /// - Throws: `unsupported` when the adapter has a tensor that is not trained here, `wrongShape`.
  public func parameters(
    adapter: LoRAAdapter, over start: [Float]
  ) throws(ModelError) -> [Float] {
    var parameters = start
    for name in adapter.tensors.keys.sorted() {
      guard let tensor = adapter.tensors[name] else { continue }
      guard let segment = layout.segments.first(where: { $0.name == name }) else {
        throw .unsupported(
          file: "adapter", feature: "tensor \(name)",
          remedy: "train the same linear maps and head as the adapter")
      }
      guard tensor.values.count == segment.count,
        tensor.shape.first == segment.rows || segment.rows == 1
      else {
        throw .wrongShape(
          file: "adapter", name: name, expected: [segment.rows, segment.columns],
          found: tensor.shape)
      }
      parameters.replaceSubrange(segment.range, with: tensor.values)
    }
    return parameters
  }
}
