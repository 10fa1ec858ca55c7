import Metrics

/// What the ranks of a job have done so far.
public struct FarmTally: Sendable {
  /// By rank.
  public private(set) var shares: [RankShare]
  /// Ranks that had jobs in hand and were not heard of any more.
  public internal(set) var lost: [Int] = []

  /// What a rank sent that makes no sense, in one sentence; nil: nothing.
  public internal(set) var problem: String?

  init(_ team: FarmTeam) {
    shares = zip(team.hosts, team.workers).map { RankShare(host: $0, workers: $1) }
  }

  mutating func did(_ outcome: FarmOutcome, _ rank: Int) {
    shares[rank].jobs += 1
    if case .trained? = outcome.result { shares[rank].clients += 1 }
    shares[rank].busySeconds += outcome.seconds
  }

  mutating func sent(_ bytes: Int, to rank: Int) { shares[rank].bytesDown += bytes }

  mutating func received(_ bytes: Int, from rank: Int) { shares[rank].bytesUp += bytes }

  /// What each has done since `earlier`.
  func shares(since earlier: FarmTally) -> [RankShare] {
    zip(shares, earlier.shares).map { $0 - $1 }
  }
}
