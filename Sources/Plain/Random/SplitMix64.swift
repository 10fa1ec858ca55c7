/// SplitMix64 (Steele, Lea and Flood 2014): small and fast, for draws that no security rests on.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  private var state: UInt64

  /// The stream of a seed.
  public init(seed: UInt64) { state = seed }

  /// A stream of its own for each list of keys.
  public init(keys: UInt64...) {
    state = 0x1234_5678_9abc_def0
    for key in keys { state = Self.mixed(state ^ Self.mixed(key &+ Self.step)) }
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mixed(state)
  }

  /// Spreads the bits of a value over all bits; a bijection.
  static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
