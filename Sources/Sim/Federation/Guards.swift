import Metrics

/// What happens when a guard fires.
public enum GuardAction: Sendable {
  /// Training holds, for a person to look.
  case pause
  /// The run ends after the round.
  case stop
}

/// Conditions under which a run should not simply go on.
struct Guards: Sendable {
  private let byteBudget: Int
  private let targetAccuracy: Double
  private let divergence: Double
  private let failures: String

  init(_ settings: Settings) {
    byteBudget = settings.byteBudget
    targetAccuracy = settings.targetAccuracy
    divergence = settings.divergence
    failures = settings.failureGuard
  }

  /// Why the run should not go on; nil when nothing is wrong.
  ///
  /// - Parameter bytes: bytes so far, both directions.
  func reason(_ report: RoundReport, clients: [ClientReport], bytes: Int) -> String? {
    let failed = clients.filter { $0.failure?.contains("not finite") == true }
    if let first = failed.first, let failure = first.failure,
      failures == "any" || failures == "all" && failed.count == clients.count
    {
      return "guard: client \(first.client): \(failure)"
    }
    if divergence > 0, let loss = report.trainLoss, loss > divergence {
      return "guard: training loss \(Units.significant(loss)) is above "
        + Units.significant(divergence)
    }
    if byteBudget > 0, bytes >= byteBudget {
      return "guard: \(Units.bytes(bytes)) sent, the budget is \(Units.bytes(byteBudget))"
    }
    if targetAccuracy > 0, let accuracy = report.accuracy, accuracy >= targetAccuracy {
      return "guard: accuracy \(Units.percent(accuracy)) has reached "
        + Units.percent(targetAccuracy)
    }
    return nil
  }
}
