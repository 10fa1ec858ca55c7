import Foundation

extension ParameterSegment.Start {
  /// Fills `values`; a checkpoint's values are the encoder's to copy, here they become zero.
  func fill(
    _ values: UnsafeMutableBufferPointer<Float>, using generator: inout some RandomNumberGenerator
  ) {
    switch self {
    case .zeros, .checkpoint: values.update(repeating: 0)
    case .ones: values.update(repeating: 1)
    case .uniform(let bound):
      for index in values.indices {
        values[index] = Float.random(in: -bound...bound, using: &generator)
      }
    case .normal(let deviation):
      // Box-Muller, one value a pair of draws.
      for index in values.indices {
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
        let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
        values[index] = deviation * Float(radius * cos(angle))
      }
    }
  }
}

/// A small generator for values that no run depends on being good: splitmix64 (Steele and others 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
