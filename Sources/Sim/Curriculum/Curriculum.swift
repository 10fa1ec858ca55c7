import Plain

/// Which of its batches a client trains on in a round, and in which order.
///
/// A value without state: what a client learned about its data (difficulties) is kept by the client.
public protocol Curriculum: Sendable {
  /// Whether clients must score their samples by Fisher traces before round 1.
  var scoresSamples: Bool { get }

  /// Divides a client's samples into batches, those to use first in front.
  ///
  /// - Parameters:
  ///   - difficulty: per-sample Fisher traces, or all zero when the curriculum does not ask for them.
  ///   - batch: samples a batch.
  ///   - random: the client's own stream.
  /// - Returns: positions of samples, batch by batch; every sample exactly once.
  func batches(
    difficulty: [Double], batch: Int, using random: inout CounterRandom
  ) -> [[Int]]

  /// Share of those batches in use in round `round` (from 0) of `rounds`, above 0 and at most 1.
  func share(round: Int, of rounds: Int) -> Double

  /// Whether the batches in use are visited in a fresh random order each epoch.
  var shuffles: Bool { get }
}

/// Everything from the first round on, shuffled each epoch: no curriculum.
public struct Everything: Curriculum {
  /// Makes the curriculum.
  public init() {}

  /// No.
  public var scoresSamples: Bool { false }
  /// Yes, each epoch.
  public var shuffles: Bool { true }

  /// Consecutive batches, as the data comes.
  public func batches(
    difficulty: [Double], batch: Int, using random: inout CounterRandom
  ) -> [[Int]] {
    Array(difficulty.indices).cut(into: batch)
  }

  /// 1.
  public func share(round: Int, of rounds: Int) -> Double { 1 }
}

extension Array {
  /// Consecutive pieces of `size` elements; the last may be shorter.
  func cut(into size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
  }
}
