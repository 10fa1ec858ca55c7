/// How a run ended, with totals.
public struct RunSummary: Sendable, Equatable, Codable {
  /// Name of the run.
  public var run: String
  /// Rounds that are complete.
  public var rounds: Int
  /// Last personalised accuracy; nil when never evaluated.
  public var accuracy: Double?
  /// Last accuracy of the global parameters alone.
  public var accuracyGlobal: Double?
  /// Best personalised accuracy of any round.
  public var bestAccuracy: Double?
  /// Bytes sent by clients, initialisation included.
  public var bytesUp: Int
  /// Bytes sent by the server, initialisation included.
  public var bytesDown: Int
  /// Virtual time, seconds.
  public var simSeconds: Double
  /// Wall time, seconds, without pauses.
  public var wallSeconds: Double
  /// SHA-256 of the server's parameters and every touched client's local factors, in client order.
  public var parametersSHA256: String
  /// Whether the run ended before its last round.
  public var interrupted: Bool
  /// Why the run ended early, if a guard or an error ended it.
  public var reason: String?
  /// True of a run that ended because its numbers broke; nil of others.
  public var fault: Bool?
  /// What else the last evaluation said; see `RoundReport.metrics`.
  public var metrics: [String: Double]?

  /// Floating-point operations of the clients' passes, initialisation included; nil where a part of the run did not count them.
  public var flops: Double?

  /// Makes the event; see the properties.
  public init(
    run: String, rounds: Int, accuracy: Double?, accuracyGlobal: Double?, bestAccuracy: Double?,
    bytesUp: Int, bytesDown: Int, simSeconds: Double, wallSeconds: Double,
    parametersSHA256: String, interrupted: Bool = false, reason: String? = nil,
    fault: Bool? = nil, metrics: [String: Double]? = nil, flops: Double? = nil
  ) {
    self.run = run
    self.rounds = rounds
    self.accuracy = accuracy
    self.accuracyGlobal = accuracyGlobal
    self.bestAccuracy = bestAccuracy
    self.bytesUp = bytesUp
    self.bytesDown = bytesDown
    self.simSeconds = simSeconds
    self.wallSeconds = wallSeconds
    self.parametersSHA256 = parametersSHA256
    self.interrupted = interrupted
    self.reason = reason
    self.fault = fault
    self.metrics = metrics
    self.flops = flops
  }

  enum CodingKeys: String, CodingKey {
    case run, rounds, accuracy, interrupted, reason, fault, metrics, flops
    case accuracyGlobal = "accuracy_global"
    case bestAccuracy = "best_accuracy"
    case bytesUp = "bytes_up"
    case bytesDown = "bytes_down"
    case simSeconds = "sim_seconds"
    case wallSeconds = "wall_seconds"
    case parametersSHA256 = "parameters_sha256"
  }
}
