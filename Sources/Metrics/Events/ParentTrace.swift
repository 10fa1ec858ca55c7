/// The curves of the run that this one was branched from: what its ghost is drawn from.
///
/// Told by whoever can read the parent's file, again whenever the parent got on; never stored in the branch itself.
public struct ParentTrace: Sendable, Equatable, Codable {
  /// Name of the parent run.
  public var run: String
  /// Last round that both share.
  public var round: Int
  /// Finished rounds of the parent, oldest first.
  public var points: [Point]
  /// Why there are no curves, in one sentence; nil when there are.
  public var problem: String?

  /// What one round of the parent gave.
  public struct Point: Sendable, Equatable, Codable {
    /// Round, from 1.
    public var round: Int
    /// Mean training loss over the cohort's steps.
    public var trainLoss: Double?
    /// Personalised accuracy; nil on rounds that were not evaluated.
    public var accuracy: Double?

    /// Makes a point; see the properties.
    public init(round: Int, trainLoss: Double?, accuracy: Double?) {
      self.round = round
      self.trainLoss = trainLoss
      self.accuracy = accuracy
    }

    /// The point of a finished round.
    public init(_ report: RoundReport) {
      self.init(round: report.round, trainLoss: report.trainLoss, accuracy: report.accuracy)
    }

    enum CodingKeys: String, CodingKey {
      case round, accuracy
      case trainLoss = "train_loss"
    }
  }

  /// Makes a trace; see the properties.
  public init(run: String, round: Int, points: [Point], problem: String? = nil) {
    self.run = run
    self.round = round
    self.points = points
    self.problem = problem
  }
}
