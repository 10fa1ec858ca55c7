import Foundation

/// Draws whose algorithms are fixed here, so that a seed means the same with every compiler: the
/// standard library may change how it draws from a range.
extension RandomNumberGenerator {
  /// A number in 0 ..< 1 with 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number in 0 ..< `bound`, by multiplication; a bound below 1 counts as 1.
  public mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
  }

  /// A standard normal number.
  public mutating func normal() -> Double { NormalPair(uniform(), uniform()).first }

  /// Exchanges the elements into a uniformly random order (Fisher and Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, below(last + 1))
    }
  }

  /// `count` of the numbers 0 ..< `total`, drawn without replacement; ascending.
  ///
  /// Fisher and Yates, where only the places that were exchanged are written down: O(count), whatever the total.
  public mutating func sample(_ count: Int, of total: Int) -> [Int] {
    var moved: [Int: Int] = [:]
    var drawn: [Int] = []
    for place in 0..<min(count, total) {
      let other = place + below(total - place)
      let own = moved.removeValue(forKey: place) ?? place
      drawn.append(other == place ? own : moved[other] ?? other)
      if other != place { moved[other] = own }
    }
    return drawn.sorted()
  }
}

/// Two independent standard normal numbers made from two uniform ones (Box and Muller 1958).
public struct NormalPair: Sendable {
  private let radius: Double
  private let angle: Double

  /// Takes two independent numbers in 0 ..< 1.
  public init(_ first: Double, _ second: Double) {
    radius = (-2 * log(1 - first)).squareRoot()
    angle = 2 * .pi * second
  }

  /// One of them.
  public var first: Double { radius * cos(angle) }

  /// The other.
  public var second: Double { radius * sin(angle) }
}
