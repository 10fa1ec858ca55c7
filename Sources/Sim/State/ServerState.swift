/// All that the server keeps between rounds: the global vector, the global layers, and what a method adds.
public struct ServerState: Sendable, Equatable {
  /// The trained parameters, the whole layout; personal ranges hold their first values.
  public var parameters: [Float]
  /// Global aggregation layers, ascending.
  public var globalLayers: [Int] = []
  /// The method's own: control variates, momenta, importance scores.
  public var values = NamedValues()

  /// The state before round 1.
  public init(parameters: [Float]) { self.parameters = parameters }
}
