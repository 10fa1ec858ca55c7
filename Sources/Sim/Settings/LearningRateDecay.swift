/// How the learning rate falls over the rounds.
public enum LearningRateDecay: String, Sendable, CaseIterable {
  /// Constant while the curriculum's share grows, then to zero in a line; without a curriculum, as `linear`.
  ///
  /// A rate that falls while the share still grows meets the hard samples with no step left.
  case paced
  /// To zero in a line from round 1.
  case linear
  /// Not at all.
  case constant

  /// What the learning rate is multiplied with in round `round` (from 0) of `rounds`, above 0 and at most 1.
  ///
  /// - Parameter growth: part of the rounds during which the share grows.
  func factor(round: Int, of rounds: Int, growth: Double) -> Double {
    switch self {
    case .constant: return 1
    case .linear: return 1 - Double(round) / Double(rounds)
    case .paced:
      let start = min(growth * Double(rounds), Double(rounds - 1))
      return min(1, 1 - (Double(round) - start) / (Double(rounds) - start))
    }
  }
}
