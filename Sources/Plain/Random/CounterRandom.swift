/// A counter-based generator: Philox 4x32-10 (Salmon et al., SC 2011), keyed by
/// (seed, purpose, round, client, batch).
///
/// Each key has a stream of its own that does not depend on what was drawn elsewhere, in which order
/// or on which worker, so the same seed gives the same run with any number of workers and after a
/// resume.
public struct CounterRandom: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var used = 4

  /// Makes the stream of one use; `purpose` is a number that no other use has.
  public init(seed: UInt64, purpose: UInt32, round: Int = 0, client: Int = 0, batch: Int = 0) {
    let mixed = SplitMix64.mixed(seed &+ UInt64(purpose) &* SplitMix64.step)
    key = SIMD2(UInt32(truncatingIfNeeded: mixed), UInt32(truncatingIfNeeded: mixed >> 32))
    counter = SIMD4(
      0, UInt32(truncatingIfNeeded: batch), UInt32(truncatingIfNeeded: client),
      UInt32(truncatingIfNeeded: round))
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    if used >= 4 {
      block = Self.philox(counter, key)
      counter.x &+= 1
      used = 0
    }
    defer { used += 2 }
    return UInt64(block[used]) | UInt64(block[used + 1]) << 32
  }

  static func philox(_ counter: SIMD4<UInt32>, _ key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (state, round) = (counter, key)
    for _ in 0..<10 {
      let first = state.x.multipliedFullWidth(by: 0xD251_1F53)
      let second = state.z.multipliedFullWidth(by: 0xCD9E_8D57)
      state = SIMD4(
        second.high ^ state.y ^ round.x, second.low, first.high ^ state.w ^ round.y, first.low)
      round &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return state
  }
}
