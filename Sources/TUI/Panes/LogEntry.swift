import Metrics

/// A line of the log.
struct LogEntry: Equatable {
  /// Round it belongs to; nil before the first.
  let round: Int?
  /// How much it matters, and whose it is.
  let level: Level
  /// What it says.
  let text: String

  /// What kind of line it is.
  enum Level: String, CaseIterable {
    case info, warning, error, command, waiting, note
    /// What happens in every round, which the story leaves out.
    case detail

    /// What colour means it.
    var role: Role {
      switch self {
      case .info: .text
      case .warning: .warn
      case .error: .error
      case .command: .applied
      case .waiting: .pending
      case .note: .mark
      case .detail: .dim
      }
    }

    /// What tells it from the others without colour.
    var mark: String {
      switch self {
      case .info: " "
      case .warning: "!"
      case .error: "✗"
      case .command: "▸"
      case .waiting: "…"
      case .note: "◆"
      case .detail: "·"
      }
    }
  }

  /// Round it belongs to, as shown.
  var stamp: String { round.map { "r\($0)" } ?? "" }

  /// A line of words.
  init(round: Int?, level: Level = .info, text: String) {
    self.round = round
    self.level = level
    self.text = text
  }

  /// The line of a notice.
  init(_ notice: Notice) {
    round = notice.round
    text = notice.client.map { "client \($0): \(notice.text)" } ?? notice.text
    level =
      switch notice.level {
      case .info: .info
      case .warning: .warning
      case .error: .error
      }
  }

  /// The line of a command that took effect.
  init(_ record: CommandRecord, _ snapshot: RunSnapshot) {
    round = record.round
    if case .note(let sentence)? = record.command {
      level = .note
      text = sentence + Self.author(record)
    } else {
      level = .command
      text = Self.words(record, snapshot) + Self.author(record)
    }
  }

  /// The line of a command that waits.
  init(waiting record: CommandRecord, _ snapshot: RunSnapshot) {
    round = record.round
    level = .waiting
    let isTakenBack = record.value.map { value in
      snapshot.knobs.contains { $0.name == record.name && $0.value == value }
    }
    let end = isTakenBack == true ? " as before" : " waits"
    text = Self.words(record, snapshot) + end + Self.author(record)
  }

  /// The line of a round that was more accurate than any before it.
  init(best report: RoundReport, _ accuracy: Double, before: Double?, _ score: Score) {
    let points = before.map { " (+\(Units.fixed((accuracy - $0) * 100, 1)))" } ?? ""
    self.init(
      round: report.round, text: "best \(score.title) so far: \(Units.percent(accuracy))\(points)")
  }

  /// The line of a round's updates that were not used.
  init(failures: [ClientFailure]) {
    let named = failures.prefix(2).map { "client \($0.client): \($0.reason)" }
    let rest = failures.count > 2 ? "; and \(failures.count - 2) more" : ""
    self.init(
      round: failures.first?.round, level: .warning, text: named.joined(separator: "; ") + rest)
  }

  private static func words(_ record: CommandRecord, _ snapshot: RunSnapshot) -> String {
    if case .until(let goal)? = record.command { return "until \(goal.text)" }
    guard case .set? = record.command, let value = record.value else {
      return record.name + (record.value.map { " \(Units.fixed($0, 0))" } ?? "")
    }
    let knob = snapshot.knobs.first { $0.name == record.name }
    return "\(knob?.label ?? record.name) = \(knob?.text(value) ?? Units.significant(value))"
  }

  /// Who asked, unless it was the monitor of the process that trains, or the run itself.
  private static func author(_ record: CommandRecord) -> String {
    record.origin == "monitor" || record.origin == CommandRecord.goal ? "" : " by \(record.origin)"
  }

  /// Whether a filter finds something in it: in its round, its words, or what its level is called.
  func matches(_ filter: TextFilter) -> Bool {
    // One after the other, so that a pattern can ask for the beginning of each.
    filter.isPattern
      ? [level.rawValue, stamp, text].contains(where: filter.matches)
      : filter.matches("\(level.rawValue) \(stamp) \(text)")
  }
}
