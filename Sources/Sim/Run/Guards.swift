import Metrics

/// What happens when a guard fires.
public enum GuardAction: Sendable {
  /// Training holds, for a person to look.
  case pause
  /// The run ends after the round.
  case stop
  /// The same from a round on; before it, guards only tell.
  case stopFrom(round: Int)

  /// First round after which a guard may end the run.
  var firstStop: Int {
    switch self {
    case .pause: .max
    case .stop: 0
    case .stopFrom(let round): round
    }
  }
}

/// Why a run should not simply go on.
public struct GuardVerdict: Sendable, Equatable {
  /// One sentence: which guard, and what it has seen.
  public var reason: String
  /// Whether numbers broke, rather than a goal or a budget being reached.
  public var isFault: Bool
}

/// Conditions under which a run should not simply go on.
struct Guards: Sendable {
  private var byteBudget: Int
  private var targetAccuracy: Double
  private let divergence: Double
  private let failures: FailureGuard

  init(_ settings: Settings) {
    byteBudget = settings.byteBudget
    targetAccuracy = settings.targetAccuracy
    divergence = settings.divergence
    failures = settings.failureGuard
  }

  /// The guards that a run has not passed yet, of which that was the last accuracy and those were the bytes so far.
  func after(accuracy: Double?, bytes: Int) -> Guards {
    var left = self
    if bytes >= byteBudget { left.byteBudget = 0 }
    if let accuracy, accuracy >= targetAccuracy { left.targetAccuracy = 0 }
    return left
  }

  /// Whether there may be something to be said of a round whose answers are not in.
  func mayFire(_ report: RoundReport, clients: [ClientReport], bytes: Int) -> Bool {
    targetAccuracy > 0 || verdict(report, clients: clients, bytes: bytes) != nil
  }

  /// What is to be said of a round; nil when the run may simply go on.
  ///
  /// - Parameter bytes: bytes so far, both directions.
  func verdict(
    _ report: RoundReport, clients: [ClientReport], bytes: Int
  ) -> GuardVerdict? {
    let failed = clients.filter { $0.failureKind == .notFinite }
    if let first = failed.first, let failure = first.failure,
      failures == .any || failures == .all && failed.count == clients.count
    {
      let others = failed.count > 1 ? ", and \(failed.count - 1) more clients" : ""
      return GuardVerdict(
        reason: "guard: client \(first.client): \(failure)\(others)", isFault: true)
    }
    if divergence > 0, let loss = report.trainLoss, loss > divergence {
      let worst = clients.max { ($0.trainLoss ?? 0) < ($1.trainLoss ?? 0) }
      return GuardVerdict(
        reason: "guard: training loss \(Units.significant(loss)) is above "
          + Units.significant(divergence)
          + (worst.map { ", that of client \($0.client) most" } ?? ""), isFault: true)
    }
    if byteBudget > 0, bytes >= byteBudget {
      return GuardVerdict(
        reason: "guard: \(Units.bytes(bytes)) sent, the budget is \(Units.bytes(byteBudget))",
        isFault: false)
    }
    if targetAccuracy > 0, let accuracy = report.accuracy, accuracy >= targetAccuracy {
      return GuardVerdict(
        reason: "guard: accuracy \(Units.percent(accuracy)) has reached "
          + Units.percent(targetAccuracy), isFault: false)
    }
    return nil
  }
}
