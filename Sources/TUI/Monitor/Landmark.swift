import Metrics

/// A round in a run's record that is worth a look, and why.
struct Landmark: Equatable {
  /// Round to look at.
  let round: Int
  /// What is to be seen there.
  let text: String

  /// What makes a round worth a look.
  enum Kind: Sendable, Hashable, CaseIterable {
    /// A command took effect in it.
    case change
    /// A guard fired, or something was not as asked.
    case warning
    /// Its accuracy was better than any before.
    case best
    /// The update of a client was not used.
    case failure

    /// What people call one.
    var word: String {
      switch self {
      case .change: "change"
      case .warning: "warning"
      case .best: "best accuracy"
      case .failure: "failure of a client"
      }
    }
  }

  /// The landmarks of a kind, in the order of their rounds; several of one round are one.
  static func all(_ kind: Kind, in record: RunSnapshot) -> [Landmark] {
    let found: [Landmark] =
      switch kind {
      case .change:
        record.applied.filter { $0.command?.isSetting ?? false }
          .map { Landmark(round: $0.round, text: LogEntry($0, record).text) }
      case .warning:
        record.notices.compactMap { notice in
          guard notice.level != .info, let round = notice.round else { return nil }
          return Landmark(round: round, text: LogEntry(notice).text)
        }
      case .best:
        record.rounds.bests.map { best in
          Landmark(
            round: best.report.round,
            text: "best \(record.score.title) so far: \(Units.percent(best.accuracy))")
        }
      case .failure:
        record.rounds.filter { $0.failures > 0 }.map {
          Landmark(round: $0.round, text: "failed: \($0.failures) of \($0.cohort.count) clients")
        }
      }
    return found.sorted { $0.round < $1.round }.reduce(into: []) { merged, next in
      guard let last = merged.last, last.round == next.round else { return merged.append(next) }
      merged[merged.count - 1] = Landmark(round: last.round, text: "\(last.text); \(next.text)")
    }
  }
}

extension [RoundReport] {
  /// Rounds that were more accurate than any before them, each with its accuracy and the best before it.
  var bests: [(report: RoundReport, accuracy: Double, before: Double?)] {
    var best: Double?
    return compactMap { report in
      guard let accuracy = report.accuracy, accuracy > best ?? -.infinity else { return nil }
      defer { best = accuracy }
      return (report, accuracy, best)
    }
  }
}
