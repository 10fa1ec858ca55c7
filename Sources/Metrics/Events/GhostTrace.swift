/// The curves of another run, which is drawn behind this one as its ghost: the run that it was branched from, or a stored
/// run of another method under the same conditions.
///
/// Told by whoever can read them, again whenever the other run got on; never stored in the run itself.
public struct GhostTrace: Sendable, Equatable, Codable {
  /// What the other run is to this one.
  public enum Relation: String, Sendable, Codable {
    /// The run that this one left, after some rounds that both share.
    case parent
    /// A run of another method from the same start; its `run` is the method's name.
    case method
    /// A stored run that a person asked for.
    case overlay
  }

  /// What the other run is to this one.
  public var relation: Relation
  /// Name of the other run, or of its method.
  public var run: String
  /// Last round that both share; 0 when they share none.
  public var round: Int
  /// Finished rounds of the other run, oldest first, without a gap.
  public var points: [Point]
  /// Why there are no curves, in one sentence; nil when there are.
  public var problem: String?
  /// Why its values do not compare with those of the run that it is drawn behind; nil: they do, as far as is known.
  public var contrast: String?

  /// What one round of the other run gave.
  public struct Point: Sendable, Equatable, Codable {
    /// Round, from 1.
    public var round: Int
    /// Mean training loss over the cohort's steps.
    public var trainLoss: Double?
    /// Personalised accuracy; nil on rounds that were not evaluated.
    public var accuracy: Double?
    /// Bytes in both directions until then, initialisation included.
    public var bytes: Int
    /// Virtual seconds until then, initialisation included.
    public var simSeconds: Double

    /// Makes a point; see the properties.
    public init(
      round: Int, trainLoss: Double?, accuracy: Double?, bytes: Int = 0, simSeconds: Double = 0
    ) {
      self.round = round
      self.trainLoss = trainLoss
      self.accuracy = accuracy
      self.bytes = bytes
      self.simSeconds = simSeconds
    }

    enum CodingKeys: String, CodingKey {
      case round, accuracy, bytes
      case trainLoss = "train_loss"
      case simSeconds = "sim_seconds"
    }
  }

  /// Makes a trace; see the properties.
  public init(
    _ relation: Relation, run: String, round: Int, points: [Point], problem: String? = nil
  ) {
    self.relation = relation
    self.run = run
    self.round = round
    self.points = points
    self.problem = problem
  }
}

extension GhostTrace {
  /// Whether both tell of one run: a run has one parent, one stored run of another method, and any number of overlays.
  public func isSameRun(as other: GhostTrace) -> Bool {
    relation == other.relation && (relation != .overlay || run == other.run)
  }
}

extension RunSnapshot {
  /// The finished rounds, as the points of a ghost behind another run.
  public var ghostPoints: [GhostTrace.Point] {
    zip(rounds, spent).map { report, spent in
      GhostTrace.Point(
        round: report.round, trainLoss: report.trainLoss, accuracy: report.accuracy,
        bytes: spent.bytesUp &+ spent.bytesDown, simSeconds: spent.simSeconds)
    }
  }
}
