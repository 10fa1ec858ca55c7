/// One client as the monitor knows it.
public struct ClientState: Sendable, Equatable {
  /// Client index.
  public var id: Int
  /// Training samples; nil where the record does not tell.
  public var samples: Int?
  /// Training batches.
  public var batches: Int
  /// Share of its most frequent label.
  public var skew: Double
  /// What it is doing.
  public var activity: Activity = .idle
  /// Last round it took part in; nil before the first.
  public var lastRound: Int?
  /// Rounds it took part in.
  public var timesSampled = 0
  /// Sorted batches used when last sampled.
  public var batchesUsed = 0
  /// Mean training loss when last sampled.
  public var trainLoss: Double?
  /// Mean per-sample Fisher trace of its data.
  public var difficulty: Double?
  /// Mean diagonal Fisher of each layer when last sampled; empty when not measured.
  public var fisher: [Double] = []
  /// How hard its samples are, as last told; nil before it is.
  public var difficulties: DifficultyHistogram?
  /// Least and greatest difficulty of the samples it used last; nil when not told.
  public var difficultyUsed: [Double]?
  /// Bytes sent so far.
  public var bytesUp = 0
  /// Bytes received so far.
  public var bytesDown = 0
  /// Why its last update was not used, if so.
  public var failure: String?
  /// What it did whenever it took part, oldest first.
  public var history: [Participation] = []

  /// What a client is doing.
  public enum Activity: Sendable, Equatable, CaseIterable {
    /// Not in the round in flight.
    case idle
    /// Training.
    case training
    /// Finished its part of the round in flight.
    case done
    /// Its part of the round in flight failed.
    case failed
  }

  /// Makes a client that was never sampled.
  public init(id: Int, samples: Int?, batches: Int, skew: Double) {
    self.id = id
    self.samples = samples
    self.batches = batches
    self.skew = skew
  }

  /// Share of its sorted batches used when last sampled, from 0 to 1.
  public var share: Double { batches > 0 ? Double(batchesUsed) / Double(batches) : 0 }

  mutating func apply(_ report: ClientReport) {
    activity = report.failure != nil ? .failed : report.staleness == nil ? .done : .idle
    lastRound = report.round
    // What missed a deadline and comes late was counted when it missed it.
    let isCounted = report.staleness.map { staleness in
      history.contains { $0.round == report.round &- staleness && $0.failure != nil }
    }
    if isCounted != true { timesSampled += 1 }
    batchesUsed = report.batchesUsed
    batches = report.batchesTotal
    trainLoss = report.trainLoss
    difficulty = report.difficulty ?? difficulty
    if !report.fisher.isEmpty { fisher = report.fisher }
    difficulties = report.difficulties ?? difficulties
    difficultyUsed = report.difficultyUsed ?? difficultyUsed
    bytesUp = bytesUp.adding(clamping: report.bytesUp)
    bytesDown = bytesDown.adding(clamping: report.bytesDown)
    failure = report.failure
    history.append(Participation(report))
  }
}

/// A client's part of one round.
public struct Participation: Sendable, Equatable {
  /// Round, from 1.
  public var round: Int
  /// Sorted batches it used.
  public var batchesUsed: Int
  /// All its batches.
  public var batches: Int
  /// Mean training loss; nil when it failed.
  public var trainLoss: Double?
  /// Mean per-sample Fisher trace of its data; nil when not scored.
  public var difficulty: Double?
  /// Fraction of the maskable neurons that were live.
  public var liveNeurons: Double
  /// Time on the virtual clock, seconds.
  public var simSeconds: Double
  /// Why its update was not used, if so.
  public var failure: String?

  init(_ report: ClientReport) {
    round = report.round
    batchesUsed = report.batchesUsed
    batches = report.batchesTotal
    trainLoss = report.trainLoss
    difficulty = report.difficulty
    liveNeurons = report.liveNeurons
    simSeconds = report.simSeconds
    failure = report.failure
  }
}

/// An update of a client that was not used.
public struct ClientFailure: Sendable, Equatable {
  /// Round, from 1.
  public var round: Int
  /// Client index.
  public var client: Int
  /// Why, in one sentence.
  public var reason: String

  /// The failure that a report tells of; nil for an update that was used.
  init?(_ report: ClientReport) {
    guard let reason = report.failure else { return nil }
    self.init(round: report.round, client: report.client, reason: reason)
  }

  /// Makes a failure.
  public init(round: Int, client: Int, reason: String) {
    self.round = round
    self.client = client
    self.reason = reason
  }
}
