/// The outcome of the initialisation phase (docs/methods.md, "fibecfed").
public struct Initialisation: Sendable, Equatable, Codable {
  /// Global aggregation layers, ascending; those that travel for a method that chooses none.
  public var gal: [Int]
  /// Sensitivity score of each layer, weighted over clients; empty when the method does not score layers.
  public var layerScores: [Double]
  /// Which rule gave the number of layers, in words, such as `gap: λ5 − λ4 = 0.8 > 4ℒ = 0.3`.
  public var rule: String
  /// The spectrum that the rule counted by; nil for a rule that looks at none, and in records of older versions.
  public var spectrum: LayerSpectrum?
  /// Kept fraction of neurons in the layers that are not global; 1 when nothing is masked.
  public var sparsityRatio: Double
  /// Mean difficulty (per-sample Fisher trace) of each client, for a method that scores all of them before round 1; else
  /// empty, and `ClientReport.difficulty` says it of a client that took part.
  public var clientDifficulty: [Double]
  /// Mean diagonal Fisher of each layer (row) and module (column); empty when not measured.
  public var fisher: [[Double]]
  /// Accuracy before any training, as the method will be judged, or what `RunStarted.score` has in its place; nil when not
  /// evaluated, and where there is no such share.
  public var accuracy: Double?
  /// What else that evaluation says, by the names of `RoundReport.metrics`; nil where nothing is, and in older records.
  public var metrics: [String: Double]?
  /// Bytes all clients sent for the initialisation.
  public var bytesUp: Int
  /// Bytes the server sent for it.
  public var bytesDown: Int
  /// Time on the virtual clock, seconds: the slowest client.
  public var simSeconds: Double
  /// Wall time it took, seconds.
  public var wallSeconds: Double

  /// Floating-point operations of the passes that it took; nil in records of older versions.
  public var flops: Double?

  /// Makes the event; see the properties.
  public init(
    gal: [Int], layerScores: [Double], rule: String, sparsityRatio: Double,
    clientDifficulty: [Double], fisher: [[Double]], accuracy: Double?, bytesUp: Int,
    bytesDown: Int, simSeconds: Double = 0, wallSeconds: Double, flops: Double? = nil,
    spectrum: LayerSpectrum? = nil, metrics: [String: Double]? = nil
  ) {
    self.gal = gal
    self.layerScores = layerScores
    self.rule = rule
    self.sparsityRatio = sparsityRatio
    self.clientDifficulty = clientDifficulty
    self.fisher = fisher
    self.accuracy = accuracy
    self.bytesUp = bytesUp
    self.bytesDown = bytesDown
    self.simSeconds = simSeconds
    self.wallSeconds = wallSeconds
    self.flops = flops
    self.spectrum = spectrum
    self.metrics = metrics
  }

  enum CodingKeys: String, CodingKey {
    case gal, rule, spectrum, fisher, accuracy, flops, metrics
    case layerScores = "layer_scores"
    case sparsityRatio = "sparsity_ratio"
    case clientDifficulty = "client_difficulty"
    case bytesUp = "bytes_up"
    case bytesDown = "bytes_down"
    case simSeconds = "sim_seconds"
    case wallSeconds = "wall_seconds"
  }
}
