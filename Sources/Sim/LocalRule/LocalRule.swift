/// What changes a client's local training: masks, extra loss terms, corrections of the gradient.
///
/// A rule without state of its own: what it must remember between rounds lies in the client's memory.
public protocol LocalRule: Sendable {
  /// Whether the rule reads `Knobs.sparsity`.
  var masksNeurons: Bool { get }

  /// Prepares a participation: may measure, narrow `training.live`, or add terms.
  func begin(_ training: LocalTraining)

  /// Ends a participation: may keep what the next one needs in `training.memory`.
  func end(_ training: LocalTraining)
}

extension LocalRule {
  /// No.
  public var masksNeurons: Bool { false }
  /// Changes nothing.
  public func begin(_ training: LocalTraining) {}
  /// Keeps nothing.
  public func end(_ training: LocalTraining) {}
}
