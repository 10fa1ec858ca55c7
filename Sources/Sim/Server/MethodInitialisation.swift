import Metrics

/// What a method does before round 1, as jobs of its clients.
public protocol MethodInitialisation: Sendable {
  /// Fails when the settings do not fit an encoder of so many layers.
  func check(layers: Int) throws(SettingsError)

  /// Layers that may become global, as many as will if that is known.
  func likelyLayers(of layers: Int) -> [Int]

  /// Whether it is done anew before round `round` (from 1), with the parameters as they are then.
  func isDue(before round: Int) -> Bool

  /// Clients that are asked, ascending.
  func members(_ federation: Federation) -> [Int]

  /// What a client finds out, and sends.
  func answer(_ data: ClientData) -> InitialisationAnswer

  /// What the server makes of the answers, which come in client order.
  func conclude(
    _ answers: [InitialisationAnswer], _ federation: Federation, _ server: inout ServerState
  ) -> InitialisationOutcome
}

extension MethodInitialisation {
  /// Never: once is enough.
  public func isDue(before round: Int) -> Bool { false }
}

/// What one client gives to an initialisation.
public struct InitialisationAnswer: Sendable, Codable {
  /// Client index.
  public var client: Int
  /// What it sends.
  public var message = Message()
  /// What each layer itself amplifies, for the diagnosis; it is not sent.
  var ownScores: [Double] = []
  /// What it counted layers by, for those who look; it is not sent.
  var spectrum: LayerSpectrum?
  /// How it came about, in a few words, for the log.
  public var note = ""
  /// Sum of the squared per-sample gradients, where a pass gave them.
  var heat = FisherHeat()
  /// Samples that heat is of.
  var samples = 0
  /// Its passes.
  public var work = Work()

  /// An empty answer.
  public init(client: Int) { self.client = client }
}

/// What came of an initialisation.
public struct InitialisationOutcome: Sendable {
  /// What every client is told, asked or not.
  public var told = Message()
  /// By which rule, in words.
  public var rule = ""
  /// The spectrum that the rule counted layers by; nil where it looked at none.
  public var spectrum: LayerSpectrum?
  /// Score of each layer; empty when layers were not scored.
  public var layerScores: [Double] = []
  /// The same by what each layer itself amplifies, for the diagnosis.
  var ownScores: [Double] = []

  /// Nothing to tell.
  public init() {}
}
