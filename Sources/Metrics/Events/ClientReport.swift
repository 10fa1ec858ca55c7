/// A client began its part of a round.
public struct ClientStart: Sendable, Equatable, Codable {
  /// Round, from 1.
  public var round: Int
  /// Client index.
  public var client: Int

  /// Makes the event.
  public init(round: Int, client: Int) {
    self.round = round
    self.client = client
  }
}

/// What one client of the cohort did in one round.
public struct ClientReport: Sendable, Equatable, Codable {
  /// Round, from 1.
  public var round: Int
  /// Client index.
  public var client: Int
  /// Sorted batches its curriculum let it use.
  public var batchesUsed: Int
  /// All its batches.
  public var batchesTotal: Int
  /// Tokens it trained on, all local epochs together.
  public var tokens: Int
  /// Optimiser steps it took.
  public var steps: Int
  /// Mean training loss over its steps; nil when it failed.
  public var trainLoss: Double?
  /// Mean difficulty (per-sample Fisher trace) of its data; nil when not scored.
  public var difficulty: Double?
  /// Mean diagonal Fisher of each layer, from this participation's measurement or its first step; empty when not finite.
  public var fisher: [Double]
  /// Fraction of the maskable neurons that were live.
  public var liveNeurons: Double
  /// Bytes it sent.
  public var bytesUp: Int
  /// Bytes it received.
  public var bytesDown: Int
  /// Time on the virtual clock, seconds.
  public var simSeconds: Double
  /// Why its update was not used, in one sentence, if so.
  public var failure: String?
  /// What kind of failure that was; nil without one, and in records of older versions.
  public var failureKind: FailureKind?

  /// Floating-point operations of its passes; nil in records of older versions.
  public var flops: Double?
  /// Rounds that were merged between its beginning and its update's being used; nil: it is of the round it began in.
  public var staleness: Int?
  /// How hard its samples are; nil when nothing was scored, when it is as told before, and in records of older versions.
  public var difficulties: DifficultyHistogram?
  /// Least and greatest difficulty of the samples in use that have one; nil without any, and in records of older versions.
  public var difficultyUsed: [Double]?

  /// What can keep a client's update from being used.
  public enum FailureKind: String, Sendable, Codable {
    /// Its loss, gradient or parameters are not finite.
    case notFinite = "not_finite"
    /// It dropped out of the round.
    case droppedOut = "dropped_out"
    /// It was not done when the server stopped waiting.
    case missedDeadline = "missed_deadline"
    /// As many as the server waits for were done before it.
    case late = "late"
  }

  /// Makes the event; see the properties.
  public init(
    round: Int, client: Int, batchesUsed: Int, batchesTotal: Int, tokens: Int, steps: Int,
    trainLoss: Double?, difficulty: Double?, fisher: [Double], liveNeurons: Double, bytesUp: Int,
    bytesDown: Int, simSeconds: Double, failure: String? = nil, failureKind: FailureKind? = nil,
    flops: Double? = nil, staleness: Int? = nil,
    difficulties: DifficultyHistogram? = nil, difficultyUsed: [Double]? = nil
  ) {
    self.round = round
    self.client = client
    self.batchesUsed = batchesUsed
    self.batchesTotal = batchesTotal
    self.tokens = tokens
    self.steps = steps
    self.trainLoss = trainLoss
    self.difficulty = difficulty
    self.fisher = fisher
    self.liveNeurons = liveNeurons
    self.bytesUp = bytesUp
    self.bytesDown = bytesDown
    self.simSeconds = simSeconds
    self.failure = failure
    self.failureKind = failureKind
    self.flops = flops
    self.staleness = staleness
    self.difficulties = difficulties
    self.difficultyUsed = difficultyUsed
  }

  enum CodingKeys: String, CodingKey {
    case round, client, tokens, steps, difficulty, fisher, failure, flops, staleness, difficulties
    case batchesUsed = "batches_used"
    case batchesTotal = "batches_total"
    case trainLoss = "train_loss"
    case liveNeurons = "live_neurons"
    case bytesUp = "bytes_up"
    case bytesDown = "bytes_down"
    case simSeconds = "sim_seconds"
    case failureKind = "failure_kind"
    case difficultyUsed = "difficulty_used"
  }
}
