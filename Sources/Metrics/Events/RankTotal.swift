/// What all ranks of a job did together.
public struct RankTotal: Sendable, Equatable, Codable {
  /// Number of ranks.
  public var ranks: Int
  /// Number of their machines.
  public var hosts: Int
  /// Workers of all.
  public var workers: Int
  /// Clients that were trained.
  public var clients: Int
  /// All jobs that were done.
  public var jobs: Int
  /// Seconds in which workers were at work, added up over all.
  public var busySeconds: Double
  /// Bytes that were sent with jobs.
  public var bytesDown: Int
  /// Bytes that were sent back.
  public var bytesUp: Int
  /// How much longer the busiest rank worked than the mean; see `imbalance` of shares.
  public var imbalance: Double?

  /// Of what each did.
  public init(_ shares: [RankShare]) {
    ranks = shares.count
    hosts = Set(shares.map(\.host)).count
    workers = shares.reduce(0) { $0 &+ $1.workers }
    clients = shares.reduce(0) { $0 &+ $1.clients }
    jobs = shares.reduce(0) { $0 &+ $1.jobs }
    busySeconds = shares.reduce(0) { $0 + $1.busySeconds }
    bytesDown = shares.reduce(0) { $0 &+ $1.bytesDown }
    bytesUp = shares.reduce(0) { $0 &+ $1.bytesUp }
    imbalance = shares.imbalance
  }

  enum CodingKeys: String, CodingKey {
    case ranks, hosts, workers, clients, jobs, imbalance
    case busySeconds = "busy_seconds"
    case bytesDown = "bytes_down"
    case bytesUp = "bytes_up"
  }

  /// The share of `seconds` in which workers were at work, from 0 to 1.
  public func busy(in seconds: Double) -> Double {
    RankShare(host: "", workers: workers, busySeconds: busySeconds).busy(in: seconds)
  }
}

extension [RankShare] {
  /// How many ranks are told of one by one: the record of a thousand would be little else.
  public static var mostTold: Int { 64 }

  /// Those that are told one by one: all, in their order; or, of too many, rank 0 and those that worked the longest and the
  /// shortest, the busiest first, with their numbers.
  public var told: [RankShare] {
    guard count > Self.mostTold else { return self }
    let order = indices.sorted {
      (self[$0].secondsAWorker, $1) > (self[$1].secondsAWorker, $0)
    }
    var kept = Set([0]).union(order.prefix(Self.mostTold / 2))
    for rank in order.reversed() where kept.count < Self.mostTold { kept.insert(rank) }
    return order.filter(kept.contains).map { rank in
      var share = self[rank]
      share.rank = rank
      return share
    }
  }
}

extension RoundReport {
  /// Notes what each rank did in it.
  public mutating func note(_ shares: [RankShare]) {
    let told = shares.told
    ranks = told
    rankTotal = told.count < shares.count ? RankTotal(shares) : nil
  }

  /// What all ranks did together, whether each is told of or not; nil: one process did all.
  public var allRanks: RankTotal? { rankTotal ?? ranks.map(RankTotal.init) }
}
