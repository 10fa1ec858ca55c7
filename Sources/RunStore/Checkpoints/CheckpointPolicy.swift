/// Which checkpoints a run file keeps: the last few, to resume, and every so many, to fork from the
/// past.
public struct CheckpointPolicy: Sendable, Equatable {
  /// The most recent checkpoints kept.
  public var last: Int
  /// Rounds that are multiples of this are kept for good, round 0 (the initialisation) included.
  public var every: Int

  /// The last three and every tenth round.
  public static let standard = CheckpointPolicy(last: 3, every: 10)

  /// Makes a policy; at least the last checkpoint is always kept.
  public init(last: Int, every: Int) {
    self.last = max(1, last)
    self.every = max(1, every)
  }
}
