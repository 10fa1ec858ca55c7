/// What a run is to reach before it holds: `until accuracy 0.7`.
public struct RunGoal: Sendable, Equatable {
  /// What is looked at when a round is over.
  public enum Measure: String, Sendable, CaseIterable {
    /// Finished rounds.
    case round
    /// Personalised accuracy, or share of exact answers, at least; of rounds that were evaluated.
    case accuracy
    /// The same of the global parameters alone.
    case global
    /// Personalised perplexity, at most; of rounds that were evaluated.
    case perplexity
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

  /// Why a run that is judged by `score` never tells what is looked at; nil when it does.
  public func refusal(_ score: Score) -> String? {
    let isTold =
      switch measure {
      case .accuracy, .global: score.isShare
      // Beside exact answers it is told too.
      case .perplexity: score != .accuracy
      case .round, .loss, .bytes: true
      }
    return isTold
      ? nil
      : "this run is judged by \(score.title): until \(score.isShare ? "accuracy" : score.rawValue) VALUE"
  }

  /// Whether a run has reached it with its last round.
  public func isReached(by snapshot: RunSnapshot) -> Bool {
    switch measure {
    case .round: Double(snapshot.round) >= value
    case .accuracy: snapshot.rounds.last?.accuracy.map { $0 >= value } ?? false
    case .global: snapshot.rounds.last?.accuracyGlobal.map { $0 >= value } ?? false
    case .perplexity:
      snapshot.rounds.last.flatMap(Score.perplexity.value).map { $0 <= value } ?? false
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
    case .perplexity: "perplexity \(Units.significant(value))"
    case .loss: "loss \(Units.significant(value))"
    case .bytes: Units.bytes(Int(min(value, 9e18)))
    }
  }
}

/// How far a run, or its playback, goes on by itself.
public enum RunAim: Sendable, Equatable {
  /// Through the last of some counted rounds.
  case rounds(from: Int, through: Int)
  /// Until it has reached something.
  case goal(RunGoal)
}

extension RunAim {
  /// So many rounds behind a finished one, on top of those that an aim has left.
  public static func steps(_ count: Int, behind round: Int, on aim: RunAim?) -> RunAim {
    if case .rounds(let from, let through)? = aim, through > round {
      return .rounds(from: from, through: through.adding(clamping: count))
    }
    let from = max(0, round)
    return .rounds(from: from, through: from.adding(clamping: count))
  }

  /// Which of the counted rounds is in flight, and how many they are; nil for a goal.
  public func step(at round: Int) -> (now: Int, count: Int)? {
    guard case .rounds(let from, let through) = self else { return nil }
    let count = max(1, through.adding(clamping: -from))
    return (max(1, min(count, round.adding(clamping: -from))), count)
  }

  /// Whether a run has reached it with its last round.
  public func isReached(by snapshot: RunSnapshot) -> Bool {
    switch self {
    case .rounds(_, let through): snapshot.round >= through
    case .goal(let goal): goal.isReached(by: snapshot)
    }
  }
}
