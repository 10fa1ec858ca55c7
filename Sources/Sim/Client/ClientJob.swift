import Metrics

/// All that one client needs for its part of one round: a value that another thread, process or machine can do with the
/// same result, since data and encoder are the same everywhere.
public struct ClientJob: Sendable, Equatable, Codable {
  /// Client index.
  public var client: Int
  /// What the round is decided by.
  public var plan: RoundPlan
  /// What the server sends it.
  public var message: Message
  /// What it kept from earlier rounds.
  public var state: ClientState
  /// The server's values in the plan's derived ranges, end to end; the client could work them out itself.
  public var derived: [Float] = []
}

/// All that comes of a client's part of a round.
public struct ClientResult: Sendable, Equatable, Codable {
  /// What is told of it.
  public var report: ClientReport
  /// What it sends; nil when it failed, and then the server takes nothing of it.
  public var message: Message?
  /// What it keeps; of a client that failed no more than the order of its data.
  public var state: ClientState
  /// Sum of the training loss over its steps, for the round's mean.
  public var lossSum = 0.0
  /// What it says of the method itself; empty when it failed.
  var signs: [Sign: Double] = [:]
  /// Heat of its last measurement, for the picture; empty when it failed.
  var heat = FisherHeat()
}
