import Plain

/// A small repeatable generator, so that a failing case can be run again.
struct FuzzGenerator: RandomNumberGenerator {
  private var stream: SplitMix64

  init(seed: UInt64) { stream = SplitMix64(seed: seed) }

  mutating func next() -> UInt64 { stream.next() }

  /// A damaged copy: flipped, replaced, removed and repeated bytes, or a wild header length.
  mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) where !result.isEmpty {
      let place = Int.random(in: 0..<result.count, using: &self)
      switch Int.random(in: 0..<7, using: &self) {
      case 0: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 1: result[place] = UInt8.random(in: 0...255, using: &self)
      case 2: result[place] = Array("0123456789-{}[]\",:".utf8).randomElement(using: &self) ?? 0
      case 3: result.removeSubrange(place...)
      case 4: result.remove(at: place)
      case 5: result.insert(contentsOf: result[place...].prefix(9), at: place)
      default:
        for index in 0..<min(8, result.count) { result[index] = UInt8(truncatingIfNeeded: next()) }
      }
    }
    return result
  }
}
