/// What a random draw is for; part of the key of its generator, so that no two uses share a stream.
public enum RandomPurpose: UInt32, Sendable {
  /// First values of the trained parameters.
  case parameters = 1
  /// Division of the samples over clients.
  case partition
  /// Division of the test samples over clients.
  case testPartition
  /// Which clients take part in a round.
  case cohort
  /// Order of a client's batches in an epoch.
  case shuffle
  /// Whether a client drops out of a round.
  case dropout
  /// Speed of a client on the virtual clock.
  case speed
  /// Random pairs for the estimate of a Lipschitz constant.
  case lipschitz
  /// Probe vector of a Lanczos run.
  case lanczos
  /// Random order of layers, an ablation.
  case layers
  /// Random order of samples, an ablation.
  case samples
  /// Which tokens a masked-language model must guess.
  case masking
  /// Sentences to pre-train on.
  case sentences
  /// Which clients score layers.
  case scorers
}

/// A counter-based generator: Philox 4x32-10 (Salmon et al., SC 2011), keyed by (seed, purpose, round, client, batch).
///
/// Each key has a stream of its own that does not depend on what was drawn elsewhere, in which order or on which worker,
/// so the same seed gives the same run with any number of workers and after a resume.
public struct CounterRandom: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var used = 4

  /// Makes the stream of one use.
  public init(
    seed: UInt64, purpose: RandomPurpose, round: Int = 0, client: Int = 0, batch: Int = 0
  ) {
    let mixed = Self.mixed(seed &+ UInt64(purpose.rawValue) &* 0x9E37_79B9_7F4A_7C15)
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

  /// A number in 0 ..< 1 with 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number in 0 ..< `bound`, by multiplication; `bound` is positive.
  public mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A standard normal number (Box and Muller).
  public mutating func normal() -> Double {
    let radius = (-2 * logarithm(1 - uniform())).squareRoot()
    return radius * cosine(2 * .pi * uniform())
  }

  /// Exchanges the elements into a uniformly random order (Fisher and Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, below(last + 1))
    }
  }

  /// `count` of the numbers 0 ..< `total`, drawn without replacement; ascending.
  public mutating func sample(_ count: Int, of total: Int) -> [Int] {
    var order = Array(0..<total)
    for place in 0..<count { order.swapAt(place, place + below(total - place)) }
    return order.prefix(count).sorted()
  }

  /// The finaliser of SplitMix64: spreads a seed's bits over the key.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
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
