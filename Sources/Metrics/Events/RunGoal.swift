/// What a run is to reach before it holds: `until accuracy 0.7`.
public struct RunGoal: Sendable, Equatable {
  /// What is looked at when a round is over.
  public enum Measure: String, Sendable, CaseIterable {
    /// Finished rounds.
    case round
    /// Personalised accuracy, at least; of rounds that were evaluated.
    case accuracy
    /// Accuracy of the global parameters alone, at least.
    case global
    /// Mean training loss, at most.
    case loss
    /// Bytes in both directions since the start, at least.
    case bytes
  }

  /// What is looked at.
  public var measure: Measure
  /// What it is to reach.
  public var value: Double

  /// Makes a goal; nil for a value that is no number or that nothing can reach.
  public init?(_ measure: Measure, _ value: Double) {
    guard value.isFinite, value >= 0 else { return nil }
    if measure == .accuracy || measure == .global, value > 1 { return nil }
    self.measure = measure
    self.value = value
  }

  /// Whether a run has reached it with its last round.
  public func isReached(by snapshot: RunSnapshot) -> Bool {
    switch measure {
    case .round: Double(snapshot.round) >= value
    case .accuracy: snapshot.rounds.last?.accuracy.map { $0 >= value } ?? false
    case .global: snapshot.rounds.last?.accuracyGlobal.map { $0 >= value } ?? false
    case .loss: snapshot.rounds.last?.trainLoss.map { $0 <= value } ?? false
    case .bytes: Double(snapshot.ledger.total) >= value
    }
  }

  /// The goal as people read it, such as `accuracy 70.0 %`.
  public var text: String {
    switch measure {
    case .round: "round \(Units.fixed(value, 0))"
    case .accuracy: "accuracy \(Units.percent(value))"
    case .global: "global accuracy \(Units.percent(value))"
    case .loss: "loss \(Units.significant(value))"
    case .bytes: Units.bytes(Int(min(value, 9e18)))
    }
  }
}

/// How far a run goes on by itself.
public enum RunAim: Sendable, Equatable {
  /// Through the last of some counted rounds.
  case rounds(from: Int, through: Int)
  /// Until it has reached something.
  case goal(RunGoal)
}
