/// Everything a round is decided by, fixed before its first client trains.
public struct RoundPlan: Sendable, Equatable, Codable {
  /// Round, from 1.
  public var round: Int
  /// Sampled clients, ascending.
  public var cohort: [Int]
  /// Settings in force, knobs as they stand among them.
  public var settings: Settings
  /// Global aggregation layers, ascending.
  public var globalLayers: [Int]
  /// Learning rate of the round, after its schedule.
  public var learningRate: Double
  /// Share of its sorted batches each client uses.
  public var share: Double
  /// Longest sample, tokens; nil: whole samples.
  public var longest: Int?
  /// Ranges that the server sends.
  public var travelling: [Range<Int>]
  /// Ranges that come back.
  public var returning: [Range<Int>]
  /// Ranges that belong to a client.
  public var personal: [Range<Int>]
  /// Ranges that a client could work out itself.
  public var derived: [Range<Int>] = []
  /// Ranges that no step touches.
  public var held: [Range<Int>] = []
  /// Virtual time at which it begins, seconds.
  public var begins = 0.0
  /// Seconds of virtual time that passed before because nobody was there.
  public var waited = 0.0
  /// Answers that are merged, the first by the virtual clock; nil: all that come.
  public var quorum: Int?
}
