/// The generator of the embedded corpus (Steele, Lea and Flood 2014), with draws of its own.
///
/// The standard library may change how it draws from a range; the texts of a seed must not.
struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// A stream of its own for each list of keys.
  init(keys: UInt64...) {
    state = 0x1234_5678_9abc_def0
    for key in keys { state = Self.mix(state ^ Self.mix(key &+ 0x9e37_79b9_7f4a_7c15)) }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mix(state)
  }

  /// A whole number from 0 to below `count`, which is at least 1.
  mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, count))).high)
  }

  /// A number from 0 to below 1.
  mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
