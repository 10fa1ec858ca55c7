/// What the ranks of a job have done so far.
public struct FarmTally: Sendable {
  /// Of one rank.
  public struct Share: Sendable, Equatable {
    /// Jobs that it has done.
    public var jobs = 0
    /// Seconds in which it had a job in hand.
    public var busySeconds = 0.0
    /// Bytes that it was sent with jobs.
    public var bytesDown = 0
    /// Bytes that it sent.
    public var bytesUp = 0
    /// Jobs in its hands.
    var inHand = 0
    /// Since when it has had one.
    var since: ContinuousClock.Instant?
  }

  /// By rank.
  public private(set) var shares: [Share]
  /// Ranks that had jobs in hand and were not heard of any more.
  public internal(set) var lost: [Int] = []

  /// What a rank sent that makes no sense, in one sentence; nil: nothing.
  public internal(set) var problem: String?

  init(ranks: Int) { shares = Array(repeating: Share(), count: ranks) }

  mutating func begin(_ rank: Int) {
    if shares[rank].inHand == 0 { shares[rank].since = .now }
    shares[rank].inHand += 1
  }

  mutating func end(_ rank: Int) {
    shares[rank].inHand -= 1
    shares[rank].jobs += 1
    guard shares[rank].inHand == 0, let since = shares[rank].since else { return }
    shares[rank].busySeconds += since.duration(to: .now).inSeconds
    shares[rank].since = nil
  }

  mutating func sent(_ bytes: Int, to rank: Int) { shares[rank].bytesDown += bytes }

  mutating func received(_ bytes: Int, from rank: Int) { shares[rank].bytesUp += bytes }
}
