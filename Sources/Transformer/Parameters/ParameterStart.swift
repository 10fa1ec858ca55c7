import Plain

extension ParameterSegment.Start {
  /// Fills `values`; those of a checkpoint, of its rows or of words are the encoder's to copy, here they become zero.
  func fill(
    _ values: UnsafeMutableBufferPointer<Float>, using generator: inout some RandomNumberGenerator
  ) {
    switch self {
    case .zeros, .checkpoint, .rowLengths, .words: values.update(repeating: 0)
    case .ones: values.update(repeating: 1)
    case .uniform(let bound):
      for index in values.indices {
        values[index] = Float.random(in: -bound...bound, using: &generator)
      }
    case .normal(let deviation):
      // One value a pair of draws.
      for index in values.indices {
        let pair = NormalPair(
          Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
        values[index] = deviation * Float(pair.first)
      }
    }
  }
}
