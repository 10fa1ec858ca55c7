extension Encoder {
  /// The values of a tensor for `parameters`: trained ones from there, frozen ones as they are.
  ///
  /// - Parameter parameters: `layout.count` values.
  /// - Returns: row-major values; nil for a tensor that the encoder lacks.
  public func values(of tensor: BaseTensor, in parameters: [Float]) -> [Float]? {
    if let slot = slots[tensor] {
      return Array(parameters[slot.offset..<slot.offset + slot.count])
    }
    guard configuration.has(tensor) else { return nil }
    guard let pointer = frozen[tensor] else {
      return weights.packed(tensor) == nil ? nil : weights.values(of: tensor)
    }
    return Array(UnsafeBufferPointer(start: pointer, count: shape(of: tensor).reduce(1, *)))
  }

  /// The shape of a tensor with this encoder's labels.
  func shape(of tensor: BaseTensor) -> [Int] {
    switch tensor {
    case .headOutWeight: [labels, configuration.hiddenSize]
    case .headOutBias: [labels]
    default: weights.shape(tensor)
    }
  }

  /// The head as an adapter holds it: every tensor of the modules that PEFT saves whole, and every one that was made
  /// anew, which no checkpoint has.
  ///
  /// - Parameter parameters: `layout.count` values.
  public func savedHead(_ parameters: [Float]) -> LoRAAdapter.Tensors {
    var saved: LoRAAdapter.Tensors = [:]
    for tensor in configuration.classifier
    where configuration.family.isOfHead(tensor) || fresh.contains(tensor) {
      saved[weights.key(tensor)] = values(of: tensor, in: parameters)
        .map { (shape: shape(of: tensor), values: $0) }
    }
    return saved
  }

  /// Every tensor in which this encoder differs from its checkpoint.
  ///
  /// Modules that are a change of weights are folded in, such as low-rank pairs: W + (α/r)·B·A. Written over the checkpoint's tensors they make a
  /// plain model with the same logits.
  ///
  /// - Parameter parameters: `layout.count` values.
  /// - Throws: `unsupported` when a module is no change of a weight: adapters, prefixes.
  public func merged(_ parameters: [Float]) throws(ModelError) -> [BaseTensor: [Float]] {
    var merged: [BaseTensor: [Float]] = [:]
    for tensor in trained.map(\.tensor) + configuration.classifier {
      merged[tensor] = values(of: tensor, in: parameters)
    }
    for module in plan.modules {
      guard let module = module as? any FoldableModule else {
        throw .unsupported(
          file: weights.name, feature: "merging \(type(of: module)) into plain weights",
          remedy: "use a run whose method trains LoRA")
      }
      for layer in 0..<configuration.layers {
        for site in LinearSite.allCases where module.changes(site, of: layer) {
          let tensor = BaseTensor.layer(layer, site.weight)
          guard var weight = merged[tensor] ?? values(of: tensor, in: parameters) else { continue }
          fold(module, site, layer, parameters, into: &weight)
          merged[tensor] = weight
        }
      }
    }
    return merged
  }

  private func fold(
    _ module: any FoldableModule, _ site: LinearSite, _ layer: Int, _ parameters: [Float],
    into weight: inout [Float]
  ) {
    let shape = shape(of: .layer(layer, site.weight))
    let own = layout.segments.filter { $0.layer == layer && $0.module == site.rawValue }
    weight.withUnsafeMutableBufferPointer { target in
      parameters.withUnsafeBufferPointer { source in
        guard let w = target.baseAddress, let start = source.baseAddress else { return }
        module.fold(own, of: start, into: Matrix(w, rows: shape[0], columns: shape[1]))
      }
    }
  }
}
