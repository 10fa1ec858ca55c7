import Plain

/// Which of its batches a client trains on in a round, and in which order.
///
/// A value without state: what a client learned about its data (difficulties) is kept by the client.
public protocol Curriculum: Sendable {
  /// Scores a client's samples when it is first sampled: small is easy, in any unit; nil when nothing is scored.
  func difficulty(_ data: ClientData) -> [Double]?

  /// Rounds from the first in which clients use all of their data, dealt anew each epoch, before anything is scored.
  var warmup: Int { get }

  /// Whether difficulties are what the passes of a client's participations gave, and no pass is made for them.
  var learnsDifficulty: Bool { get }

  /// Whether difficulties are of the modules alone, without the task head.
  var scoresModulesAlone: Bool { get }

  /// Divides a client's samples into batches, those to use first in front.
  ///
  /// - Parameters:
  ///   - difficulty: the scores, or all zero when there are none.
  ///   - labels: label of each sample.
  ///   - batch: samples a batch.
  ///   - random: the client's own stream.
  /// - Returns: positions of samples, batch by batch; every sample exactly once.
  func batches(
    difficulty: [Double], labels: [Int], batch: Int, using random: inout CounterRandom
  ) -> [[Int]]

  /// Share of those batches in use in round `round` (from 0, behind the warm-up) of `rounds`, above 0 and at most 1.
  func share(round: Int, of rounds: Int) -> Double

  /// Part of the rounds behind the warm-up during which that share grows, from 0 to 1.
  var growth: Double { get }

  /// Longest sample in round `round` (from 0) of `rounds`, tokens; nil: samples are not cut.
  ///
  /// - Parameter whole: length of the longest training sample.
  func longest(round: Int, of rounds: Int, upTo whole: Int) -> Int?

  /// Whether the samples in use are dealt into new random batches each epoch.
  var shuffles: Bool { get }
}

/// What a curriculum leaves open is without a curriculum: everything from the first round on, shuffled each epoch.
extension Curriculum {
  /// Nil: nothing is scored.
  public func difficulty(_ data: ClientData) -> [Double]? { nil }

  /// 0: scored when a client is first sampled.
  public var warmup: Int { 0 }

  /// No.
  public var learnsDifficulty: Bool { false }

  /// No.
  public var scoresModulesAlone: Bool { false }

  /// Nil: samples are not cut.
  public func longest(round: Int, of rounds: Int, upTo whole: Int) -> Int? { nil }

  /// Yes, each epoch.
  public var shuffles: Bool { true }

  /// Consecutive batches, as the data comes.
  public func batches(
    difficulty: [Double], labels: [Int], batch: Int, using random: inout CounterRandom
  ) -> [[Int]] {
    Array(difficulty.indices).cut(into: batch)
  }

  /// 0.
  public var growth: Double { 0 }

  /// 1.
  public func share(round: Int, of rounds: Int) -> Double { 1 }
}

extension Curriculum {
  /// Whether round `round` (from 0) is one of the warm-up.
  func isWarmingUp(round: Int) -> Bool { round < warmup }

  /// The share in round `round` (from 0) of `rounds`: 1 in the warm-up, and growing from there.
  func shareInUse(round: Int, of rounds: Int) -> Double {
    if isWarmingUp(round: round) { return 1 }
    return share(round: round - warmup, of: max(1, rounds - warmup))
  }

  /// Part of all rounds until the share has stopped growing.
  func growthEnd(of rounds: Int) -> Double {
    let warm = Double(min(warmup, rounds))
    return (warm + growth * (Double(rounds) - warm)) / Double(rounds)
  }
}

/// No curriculum.
public struct Everything: Curriculum {
  /// Makes the curriculum.
  public init() {}
}
