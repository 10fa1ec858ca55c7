/// What one rank of a job did, in a round or so far: a process of those that were started together.
public struct RankShare: Sendable, Equatable, Codable {
  /// Its number; nil: its place among all.
  public var rank: Int?
  /// Name of its machine.
  public var host: String
  /// Workers that it has.
  public var workers: Int
  /// Clients that it trained.
  public var clients: Int
  /// All jobs that it did: clients trained, questions of a test and of an initialisation answered.
  public var jobs: Int
  /// Seconds in which its workers were at work, added up over them.
  public var busySeconds: Double
  /// Bytes that it was sent by rank 0 with jobs.
  public var bytesDown: Int
  /// Bytes that it sent.
  public var bytesUp: Int

  /// Makes a share; see the properties.
  public init(
    rank: Int? = nil, host: String, workers: Int, clients: Int = 0, jobs: Int = 0,
    busySeconds: Double = 0, bytesDown: Int = 0, bytesUp: Int = 0
  ) {
    self.rank = rank
    self.host = host
    self.workers = workers
    self.clients = clients
    self.jobs = jobs
    self.busySeconds = busySeconds
    self.bytesDown = bytesDown
    self.bytesUp = bytesUp
  }

  enum CodingKeys: String, CodingKey {
    case rank, host, workers, clients, jobs
    case busySeconds = "busy_seconds"
    case bytesDown = "bytes_down"
    case bytesUp = "bytes_up"
  }

  /// The share of `seconds` in which its workers were at work, from 0 to 1.
  public func busy(in seconds: Double) -> Double {
    let whole = seconds * Double(max(1, workers))
    return whole > 0 ? min(1, max(0, busySeconds / whole)) : 0
  }

  /// Seconds in which each of its workers was at work, on average.
  public var secondsAWorker: Double { max(0, busySeconds) / Double(max(1, workers)) }

  /// Both together, of the same rank.
  public static func + (left: Self, right: Self) -> Self { left.combined(right, 1) }

  /// What was done since an earlier moment.
  public static func - (left: Self, right: Self) -> Self { left.combined(right, -1) }

  private func combined(_ other: Self, _ sign: Int) -> Self {
    var result = self
    result.clients = clients &+ sign &* other.clients
    result.jobs = jobs &+ sign &* other.jobs
    result.busySeconds += Double(sign) * other.busySeconds
    result.bytesDown = bytesDown &+ sign &* other.bytesDown
    result.bytesUp = bytesUp &+ sign &* other.bytesUp
    return result
  }
}

extension Collection<RankShare> {
  /// How much longer the busiest rank worked than the mean of all, a worker: 0 where all worked as long; nil where nobody did.
  public var imbalance: Double? {
    let times = map(\.secondsAWorker)
    let mean = times.reduce(0, +) / Double(Swift.max(1, count))
    guard mean > 0, let most = times.max() else { return nil }
    return most / mean - 1
  }
}
