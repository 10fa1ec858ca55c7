/// Which checkpoints a run file keeps: the last few, to resume; the recent ones, as far as they are small, and every so
/// many, to fork from the past.
public struct CheckpointPolicy: Sendable, Equatable {
  /// The most recent checkpoints kept, however large.
  public var last: Int
  /// Rounds that are multiples of this are kept for good, round 0 (the initialisation) included.
  public var every: Int
  /// Bytes of the server's state that the newest checkpoints may have together to be kept as well.
  public var recent: Int

  /// The last three, every tenth round, and the newest within 8 MiB.
  public static let standard = CheckpointPolicy(last: 3, every: 10, recent: 8 << 20)

  /// Makes a policy; at least the last checkpoint is always kept.
  public init(last: Int, every: Int, recent: Int = 0) {
    self.last = max(1, last)
    self.every = max(1, every)
    self.recent = max(0, recent)
  }
}
