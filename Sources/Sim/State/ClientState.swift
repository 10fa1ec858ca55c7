/// What one client keeps between rounds; empty until it is first sampled, so that untouched clients cost almost nothing.
public struct ClientState: Sendable, Equatable, Codable {
  /// Rounds it took part in.
  public var participations = 0
  /// Its batches in the order of the curriculum; nil until it is first sampled.
  public var order: DataOrder?
  /// Named vectors: its own parameters, averages, moments, a previous model.
  public var vectors: [String: [Float]] = [:]
  /// Named numbers.
  public var numbers: [String: Double] = [:]
  /// What it has done and the server does not have yet; nil: nothing.
  var flight: Flight?

  /// The state of a client that was never sampled.
  public init() {}

  /// Name of the number of the round that it took part in last.
  static let lastRound = "last round"

  /// Name of the vector of its own values in the personal ranges, end to end.
  static let own = "own"

  /// Its own values in the personal ranges, end to end; nil: the initial ones.
  public var own: [Float]? {
    get { vectors[Self.own] }
    set { vectors[Self.own] = newValue }
  }
}

/// A client's training batches in the order of the curriculum, as positions in the training split.
public struct DataOrder: Sendable, Equatable, Codable {
  /// The batches, those to use first in front.
  var batches: SampleLists
  /// Mean difficulty of its samples; nil when the method does not score them.
  public var difficulty: Double?
  /// Difficulties of its samples; nil when they are not scored, and in checkpoints of older versions when participations
  /// do not give them.
  var scores: SampleScores?
}
