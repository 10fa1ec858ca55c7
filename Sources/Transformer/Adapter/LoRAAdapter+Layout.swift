extension LoRAAdapter {
  /// The low-rank pairs of a module and the head tensors among trained parameters.
  ///
  /// - Parameters:
  ///   - layout: Where the parameters lie; segments of other roles are left out.
  ///   - parameters: `layout.count` values.
  ///   - head: Tensors of the head to be saved whole, with the values of those that are trained.
  public init(
    _ module: LoRA, layout: ParameterLayout, parameters: UnsafePointer<Float>,
    head: Tensors = [:], name: String
  ) throws(ModelError) {
    var tensors = head
    for segment in layout.segments where segment.role.isLowRank || segment.role == .head {
      // What `head` has comes in the checkpoint's own shape, norms as vectors.
      if head[segment.name] != nil { continue }
      let values = UnsafeBufferPointer(start: parameters + segment.offset, count: segment.count)
      let isVector = segment.role == .loraMagnitude || segment.name.hasSuffix(".bias")
      tensors[segment.name] = (
        shape: isVector ? [segment.count] : [segment.rows, segment.columns], values: Array(values)
      )
    }
    try self.init(
      usual: module.scale, hasMagnitudes: module.hasMagnitudes, tensors: tensors, name: name
    ) { path, part, layer in
      guard let layer, let site = LinearSite(rawValue: part.rawValue) else { return module.scale }
      return module.scale(at: LinearPlace(layer: layer, site: site))
    }
  }
}
