import Transformer

/// What changes a client's work: masks, extra loss terms, corrections of the gradient.
///
/// A rule is without state of its own: what it must remember between rounds lies in the client's state, what the server
/// must know in the message.
public protocol LocalRule: Sendable {
  /// Vectors that the rule keeps in the client's state.
  func fields(_ layout: ParameterLayout, globalLayers: [Int]) -> [StateField]

  /// Names of what it adds to `training.sent` that is as long as the parameters that come back: of these, as of the
  /// parameters, a client may be asked to send the largest entries alone (`wire.top_k`).
  var longParts: [String] { get }

  /// Prepares a participation: may measure, narrow `training.live`, or add a loss term.
  func begin(_ training: LocalTraining)

  /// Corrects `training.gradient` before a step.
  func correct(_ training: LocalTraining)

  /// Follows a step.
  func stepped(_ training: LocalTraining)

  /// Forgets what it keeps that belongs to layers which became global, or ceased to be.
  func layersChanged(_ state: inout ClientState)

  /// Numbers that the rule adds to what a client sends.
  func sentCount(_ plan: RoundPlan, _ layout: ParameterLayout) -> Int

  /// Ends a participation: may keep what the next one needs in `training.state`, and add to `training.sent`.
  func end(_ training: LocalTraining)
}

extension LocalRule {
  /// None.
  public func fields(_ layout: ParameterLayout, globalLayers: [Int]) -> [StateField] { [] }
  /// None.
  public var longParts: [String] { [] }
  /// Changes nothing.
  public func begin(_ training: LocalTraining) {}
  /// Changes nothing.
  public func correct(_ training: LocalTraining) {}
  /// Changes nothing.
  public func stepped(_ training: LocalTraining) {}
  /// None.
  public func sentCount(_ plan: RoundPlan, _ layout: ParameterLayout) -> Int { 0 }
  /// Forgets nothing.
  public func layersChanged(_ state: inout ClientState) {}
  /// Keeps nothing.
  public func end(_ training: LocalTraining) {}
}
