import Plain

/// Which of its batches a client trains on in a round, and in which order.
///
/// A value without state: what a client learned about its data (difficulties) is kept by the client.
public protocol Curriculum: Sendable {
  /// Scores a client's samples when it is first sampled: small is easy, in any unit; nil when nothing is scored.
  func difficulty(_ data: ClientData) -> [Double]?

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

  /// Share of those batches in use in round `round` (from 0) of `rounds`, above 0 and at most 1.
  func share(round: Int, of rounds: Int) -> Double

  /// Part of the rounds during which that share grows, from 0 to 1.
  var growth: Double { get }

  /// Longest sample in round `round` (from 0) of `rounds`, tokens; nil: samples are not cut.
  func longest(round: Int, of rounds: Int) -> Int?

  /// Whether the samples in use are dealt into new random batches each epoch.
  var shuffles: Bool { get }
}

extension Curriculum {
  /// Nil: nothing is scored.
  public func difficulty(_ data: ClientData) -> [Double]? { nil }
  /// Nil: samples are not cut.
  public func longest(round: Int, of rounds: Int) -> Int? { nil }
}

/// Everything from the first round on, shuffled each epoch: no curriculum.
public struct Everything: Curriculum {
  /// Makes the curriculum.
  public init() {}

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

extension Array {
  /// Consecutive pieces of `size` elements; the last may be shorter.
  func cut(into size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
  }
}
