import GRDB
import Metrics

/// A command that waits in a run file for its host.
public struct QueuedCommand: Sendable, Equatable {
  /// Its row: later commands have greater numbers.
  public var id: Int64
  /// What is asked, by whom, and the earliest round it can apply to.
  public var record: CommandRecord

  /// Commands after row `last` that nobody settled, oldest first; rows that make no sense are left
  /// out.
  static func waiting(after last: Int64, in database: Database) throws -> [QueuedCommand] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, name, value, round, origin, identity FROM commands
        WHERE settled_round IS NULL AND id > ? ORDER BY id
        """, arguments: [last])
    return rows.compactMap(command)
  }

  /// SQL for the names of commands that act at once.
  static let actsAtOnce =
    "(name IN ('pause', 'resume', 'step', 'finish') OR name LIKE 'until %' OR name LIKE 'note %')"

  /// Pauses, steps, notes and the like after row `last` that the host has heard, stamped with their rounds.
  ///
  /// Knobs are left out: the events of the rounds in which they take effect tell of them. Who follows a file reads them in
  /// their order: one that the host has not heard yet may be settled behind a later one, and is waited for.
  static func heard(after last: Int64, isFollowed: Bool, in database: Database) throws
    -> [QueuedCommand]
  {
    let waiting =
      isFollowed
      ? "(SELECT MIN(id) FROM commands WHERE settled_round IS NULL AND \(actsAtOnce))" : "NULL"
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, name, value, settled_round, origin, identity FROM commands
        WHERE settled_round > 0 AND id > ? AND \(actsAtOnce)
          AND id < COALESCE(\(waiting), id + 1) ORDER BY id
        """, arguments: [last])
    return rows.compactMap(command)
  }

  private static func command(_ row: Row) -> QueuedCommand? {
    guard let id = row.integer(0), let name = row.text(1), let origin = row.text(4) else {
      return nil
    }
    let record = CommandRecord(
      id: row.text(5), name: name, value: row.number(2), round: Int(clamping: row.integer(3) ?? 1),
      origin: origin)
    return record.command == nil ? nil : QueuedCommand(id: id, record: record)
  }
}
