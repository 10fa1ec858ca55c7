/// One finished round.
public struct RoundReport: Sendable, Equatable, Codable {
  /// Round, from 1.
  public var round: Int
  /// Clients sampled for it, ascending.
  public var cohort: [Int]
  /// Mean training loss over the cohort's steps; nil when every client failed.
  public var trainLoss: Double?
  /// Share of their sorted batches that the curriculum gave the cohort's clients, before rounding up.
  public var share: Double
  /// Global aggregation layers in force.
  public var gal: [Int]
  /// Kept fraction of neurons in the other layers, in force.
  public var sparsityRatio: Double
  /// Learning rate in force at the first step.
  public var learningRate: Double
  /// Bytes sent by clients in this round.
  public var bytesUp: Int
  /// Bytes sent by the server in this round.
  public var bytesDown: Int
  /// Time on the virtual clock, seconds: until the last client whose answer counts, or the deadline.
  public var simSeconds: Double
  /// Wall time, seconds, without waiting in a pause.
  public var wallSeconds: Double
  /// Tokens trained on.
  public var tokens: Int
  /// Personalised accuracy, pooled over all clients' test splits, or what `RunStarted.score` has in its place; nil on rounds
  /// that are not evaluated, and where there is no such share.
  public var accuracy: Double?
  /// The same of the global parameters alone.
  public var accuracyGlobal: Double?
  /// Personalised loss on the test splits; nil on rounds that are not evaluated.
  public var loss: Double?
  /// Mean diagonal Fisher over the cohort, layers (rows) by modules (columns); empty when not measured.
  public var fisher: [[Double]]
  /// Clients whose update was not used.
  public var failures: Int
  /// How the method itself is doing: values by the name of their `Sign`; nil in records of before there were any.
  public var signs: [String: Double]?
  /// Longest sample, tokens, where longer ones were cut; nil: none was.
  public var longest: Int?
  /// ε of differential privacy after this round, at the run's δ; nil when no noise is added.
  public var epsilon: Double?
  /// What the answers to test samples say beside accuracy and loss, by name; nil on rounds that are not evaluated, and in
  /// records of before there was any (docs/methods.md, "Evaluation").
  public var metrics: [String: Double]?
  /// Personalised accuracy of each client on its own test samples, nil without any; told once, of the last round.
  public var clientAccuracy: [Double?]?
  /// The same in thousandths, of every evaluation; nil without one, with more than `mostClients`, and in older records.
  public var clientPermille: [Int?]?
  /// How many clients a round tells the accuracies of: the record of ten thousand would be little else.
  public static let mostClients = 2000

  /// Floating-point operations of the cohort's passes; nil in records of older versions.
  public var flops: Double?
  /// Updates merged in it that began in an earlier round; nil: none.
  public var stale: Int?
  /// What each rank did in it, or of many the extreme ones, which differs from one computation to the next; nil: one process
  /// did all.
  public var ranks: [RankShare]?
  /// What all did together; nil: `ranks` has all.
  public var rankTotal: RankTotal?

  /// Makes the event; see the properties.
  public init(
    round: Int, cohort: [Int], trainLoss: Double?, share: Double, gal: [Int],
    sparsityRatio: Double, learningRate: Double, bytesUp: Int, bytesDown: Int, simSeconds: Double,
    wallSeconds: Double, tokens: Int, accuracy: Double? = nil, accuracyGlobal: Double? = nil,
    loss: Double? = nil, fisher: [[Double]], failures: Int = 0, signs: [String: Double]? = nil,
    longest: Int? = nil, epsilon: Double? = nil, metrics: [String: Double]? = nil,
    clientAccuracy: [Double?]? = nil, clientPermille: [Int?]? = nil, flops: Double? = nil,
    stale: Int? = nil, ranks: [RankShare]? = nil, rankTotal: RankTotal? = nil
  ) {
    self.round = round
    self.cohort = cohort
    self.trainLoss = trainLoss
    self.share = share
    self.gal = gal
    self.sparsityRatio = sparsityRatio
    self.learningRate = learningRate
    self.bytesUp = bytesUp
    self.bytesDown = bytesDown
    self.simSeconds = simSeconds
    self.wallSeconds = wallSeconds
    self.tokens = tokens
    self.accuracy = accuracy
    self.accuracyGlobal = accuracyGlobal
    self.loss = loss
    self.fisher = fisher
    self.failures = failures
    self.signs = signs
    self.longest = longest
    self.epsilon = epsilon
    self.metrics = metrics
    self.clientAccuracy = clientAccuracy
    self.clientPermille = clientPermille
    self.flops = flops
    self.stale = stale
    self.ranks = ranks
    self.rankTotal = rankTotal
  }

  enum CodingKeys: String, CodingKey {
    case round, cohort, share, gal, tokens, accuracy, loss, fisher, failures, longest
    case epsilon, signs, metrics, flops, stale, ranks
    case rankTotal = "rank_total"
    case clientAccuracy = "client_accuracy"
    case clientPermille = "client_permille"
    case trainLoss = "train_loss"
    case sparsityRatio = "sparsity_ratio"
    case learningRate = "learning_rate"
    case bytesUp = "bytes_up"
    case bytesDown = "bytes_down"
    case simSeconds = "sim_seconds"
    case wallSeconds = "wall_seconds"
    case accuracyGlobal = "accuracy_global"
  }
}
