import Foundation

/// How hard the samples of a client are, in few bytes: counts between the easiest and the hardest, and which these are.
///
/// A record has one wherever a client's difficulties were learned anew.
public struct DifficultyHistogram: Sendable, Equatable, Codable {
  /// Least difficulty above 0; 0 without any.
  public var low: Double
  /// Greatest difficulty.
  public var high: Double
  /// Samples by difficulty: steps of equal ratio from `low` to `high`, of which the first has also what is below.
  public var counts: [Int]
  /// Positions in the training data of some of the easiest, the easiest in front.
  public var easiest: [Int]
  /// Positions of some of the hardest, the hardest in front.
  public var hardest: [Int]

  /// Steps between the easiest and the hardest.
  public static let bins = 16
  /// How many of the easiest and of the hardest are named.
  static let named = 3

  /// Counts the samples of one client; nil when none has a difficulty.
  ///
  /// - Parameter difficulties: by position in the training data.
  public init?(_ difficulties: [Int: Double]) {
    let known = difficulties.filter { $0.value.isFinite }
    guard let high = known.values.max() else { return nil }
    let order = known.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    self.init(
      low: Self.cut(known.values.filter { $0 > 0 }.min() ?? 0), high: Self.cut(max(0, high)),
      counts: [Int](repeating: 0, count: Self.bins), easiest: Array(order.prefix(Self.named)),
      hardest: order.suffix(Self.named).reversed())
    for value in known.values { counts[bin(value)] += 1 }
  }

  /// Makes a histogram; see the properties.
  public init(low: Double, high: Double, counts: [Int], easiest: [Int] = [], hardest: [Int] = []) {
    self.low = low
    self.high = high
    self.counts = counts
    self.easiest = easiest
    self.hardest = hardest
  }

  /// The place in `counts` of a difficulty.
  public func bin(_ value: Double) -> Int {
    guard low > 0, value > low, high > low, !counts.isEmpty else { return 0 }
    let share = log(value / low) / log(high / low)
    return min(counts.count - 1, Int(min(1, share) * Double(counts.count)))
  }

  /// A difficulty to four digits, which is what a picture shows and a fourth of the bytes.
  public static func cut(_ value: Double) -> Double {
    guard value.isNormal else { return 0 }
    let digits = 3 - Int(floor(log10(abs(value))))
    let scale = pow(10, Double(abs(digits)))
    return digits < 0 ? (value / scale).rounded() * scale : (value * scale).rounded() / scale
  }
}
