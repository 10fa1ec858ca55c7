extension LoRAAdapter {
  /// The low-rank factors and head tensors among trained parameters.
  ///
  /// - Parameters:
  ///   - layout: Where the parameters lie; segments of other roles are left out.
  ///   - parameters: `layout.count` values.
  public init(
    rank: Int, alpha: Float, layout: ParameterLayout, parameters: UnsafePointer<Float>,
    name: String
  ) throws(ModelError) {
    var tensors: Tensors = [:]
    for segment in layout.segments where [.loraA, .loraB, .head].contains(segment.role) {
      let values = UnsafeBufferPointer(start: parameters + segment.offset, count: segment.count)
      let isVector = segment.name.hasSuffix(".bias")
      tensors[segment.name] = (
        shape: isVector ? [segment.count] : [segment.rows, segment.columns], values: Array(values)
      )
    }
    try self.init(rank: rank, alpha: alpha, tensors: tensors, name: name)
  }
}
