import Metrics

/// A line of the log.
struct LogEntry: Equatable {
  /// Round it belongs to, as shown.
  let stamp: String
  /// What it says.
  let text: String
  /// How much it matters.
  let role: Role

  /// The last `count` entries of a run, oldest first: notices and applied commands, merged by
  /// round, and then the commands that wait.
  static func recent(_ snapshot: RunSnapshot, count: Int) -> [LogEntry] {
    let waiting = snapshot.pending.suffix(count).map { LogEntry(waiting: $0, snapshot) }
    return settled(snapshot, count: count - waiting.count) + waiting
  }

  private static func settled(_ snapshot: RunSnapshot, count: Int) -> [LogEntry] {
    var notices = snapshot.notices.suffix(count)
    var commands = snapshot.applied.suffix(count)
    var result: [LogEntry] = []
    while result.count < count {
      // A notice without a round belongs to the round of the notice before it.
      let notice = notices.isEmpty ? nil : notices.last { $0.round != nil }?.round ?? 0
      let command = commands.last?.round
      switch (notice, command) {
      case (nil, nil): return result.reversed()
      case (_?, nil): result.append(LogEntry(notices.removeLast()))
      case (nil, _?): result.append(LogEntry(commands.removeLast(), snapshot))
      case (let notice?, let command?):
        if command > notice {
          result.append(LogEntry(commands.removeLast(), snapshot))
        } else {
          result.append(LogEntry(notices.removeLast()))
        }
      }
    }
    return result.reversed()
  }

  /// How many entries a run has.
  static func count(_ snapshot: RunSnapshot) -> Int {
    snapshot.notices.count + snapshot.applied.count + snapshot.pending.count
  }

  /// The line of a notice.
  init(_ notice: Notice) {
    stamp = notice.round.map { "r\($0)" } ?? ""
    text = notice.client.map { "client \($0): \(notice.text)" } ?? notice.text
    role =
      switch notice.level {
      case .info: .text
      case .warning: .warn
      case .error: .error
      }
  }

  /// The line of a command that took effect.
  init(_ record: CommandRecord, _ snapshot: RunSnapshot) {
    stamp = "r\(record.round)"
    role = .applied
    text = Self.words(record, snapshot) + Self.author(record)
  }

  private init(waiting record: CommandRecord, _ snapshot: RunSnapshot) {
    stamp = "r\(record.round)"
    role = .pending
    text = Self.words(record, snapshot) + " waits" + Self.author(record)
  }

  private static func words(_ record: CommandRecord, _ snapshot: RunSnapshot) -> String {
    guard case .set? = record.command, let value = record.value else {
      return record.name + (record.value.map { " \(Units.fixed($0, 0))" } ?? "")
    }
    let knob = snapshot.knobs.first { $0.name == record.name }
    return "\(knob?.label ?? record.name) = \(knob?.text(value) ?? Units.significant(value))"
  }

  /// Who asked, unless it was the monitor of the process that trains.
  private static func author(_ record: CommandRecord) -> String {
    record.origin == "monitor" ? "" : " by \(record.origin)"
  }
}
