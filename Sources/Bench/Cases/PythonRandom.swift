import Foundation

/// Python's `random.Random`: the peers draw their workload with it, and both sides need the same.
///
/// MT19937 (Matsumoto and Nishimura 1998), seeded as CPython does it with a small integer.
struct PythonRandom {
  private var state = [UInt32](repeating: 0, count: 624)
  private var next = 624

  /// `random.Random(seed)`.
  init(seed: UInt32) {
    state[0] = 19_650_218
    for index in 1..<624 {
      state[index] = 1_812_433_253 &* mixed(index - 1) &+ UInt32(index)
    }
    var place = 1
    for _ in 0..<624 {
      state[place] = (state[place] ^ (mixed(place - 1) &* 1_664_525)) &+ seed
      advance(&place)
    }
    for _ in 0..<623 {
      state[place] = (state[place] ^ (mixed(place - 1) &* 1_566_083_941)) &- UInt32(place)
      advance(&place)
    }
    state[0] = 0x8000_0000
  }

  private func mixed(_ index: Int) -> UInt32 { state[index] ^ (state[index] >> 30) }

  private mutating func advance(_ place: inout Int) {
    place += 1
    guard place == 624 else { return }
    state[0] = state[623]
    place = 1
  }

  private mutating func word() -> UInt32 {
    if next == 624 { twist() }
    var word = state[next]
    next += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C_5680
    word ^= word << 15 & 0xEFC6_0000
    return word ^ word >> 18
  }

  private mutating func twist() {
    for index in 0..<624 {
      let bits = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7FFF_FFFF
      state[index] =
        state[(index + 397) % 624] ^ bits >> 1 ^ (bits & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    next = 0
  }

  /// `random()`: a number in 0 ..< 1 with 53 random bits.
  mutating func uniform() -> Double {
    let high = Double(word() >> 5)
    return (high * 0x1p26 + Double(word() >> 6)) * 0x1p-53
  }

  /// `randint(range.lowerBound, range.upperBound)`.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    let bits = Int.bitWidth - range.count.leadingZeroBitCount
    while true {
      let drawn = Int(word() >> (32 - bits))
      if drawn < range.count { return range.lowerBound + drawn }
    }
  }

  /// `lognormvariate(mean, deviation)`, by the method of Kinderman and Monahan (1977).
  mutating func logNormal(mean: Double, deviation: Double) -> Double {
    let magic = 4 * exp(-0.5) / 2.0.squareRoot()
    while true {
      let first = uniform()
      let second = 1 - uniform()
      let z = magic * (first - 0.5) / second
      if z * z / 4 <= -log(second) { return exp(mean + z * deviation) }
    }
  }
}
