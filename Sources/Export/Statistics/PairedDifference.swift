import Plain
import Sim

/// How much more one method reaches than another on the same seeds.
struct PairedDifference: Equatable, Encodable {
  /// Mean and spread of the differences, one a seed.
  let spread: Spread
  /// Ends of the 95 % percentile bootstrap interval of the mean (Efron 1979); nil for less than three pairs.
  let lower, upper: Double?

  /// Fewest pairs that have an interval: of two, the bootstrap knows three means.
  static let fewestForInterval = 3
  /// Resamples of an interval.
  static let resamples = 10_000

  enum CodingKeys: String, CodingKey {
    case lower, upper
    case spread = "difference"
  }

  /// Of one difference a pair.
  ///
  /// The resamples depend on nothing but the number of pairs, so that the same runs have the same interval each time.
  init(_ differences: [Double]) {
    spread = Spread(differences)
    guard differences.count >= Self.fewestForInterval else {
      (lower, upper) = (nil, nil)
      return
    }
    let means = (0..<Self.resamples).map { round in
      var random = CounterRandom(seed: 0, purpose: .bootstrap, round: round)
      let sum = differences.indices.reduce(0.0) { sum, _ in
        sum + differences[random.below(differences.count)]
      }
      return sum / Double(differences.count)
    }
    lower = quantile(means, 0.025)
    upper = quantile(means, 0.975)
  }
}
