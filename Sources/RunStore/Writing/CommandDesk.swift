import GRDB
import Metrics

/// What a host knows of the `commands` table: which rows it has seen, and which of them still wait.
struct CommandDesk: Sendable {
  private var lastTaken: Int64 = 0
  /// Identities of the commands that the host wrote itself: never handed out to it.
  private var own: Set<String> = []
  /// Knob changes in the table that no committed round has settled, as they are stamped.
  private var waiting: [CommandRecord] = []

  /// The row after which nothing was handed out yet.
  var last: Int64 { lastTaken }

  /// Notes what was read behind `last`; returns what is to be handed out.
  mutating func take(_ commands: [QueuedCommand]) -> [QueuedCommand] {
    lastTaken = max(lastTaken, commands.last?.id ?? 0)
    return commands.filter { command in !own.contains(command.record.id ?? "") }
  }

  /// Puts a stamped knob change into the table: as a new row, or as the stamp of the row it came from.
  mutating func write(_ record: CommandRecord, to database: Database) throws {
    let record = record.identified
    own.insert(record.id ?? "")
    for other in waiting where record.supersedes(other) { try forget(other, in: database) }
    waiting.removeAll { record.supersedes($0) }
    try record.insert(into: database)
    waiting.append(record)
  }

  /// Puts what was done at once into the table, where nobody waits for it; what came from there has its row.
  mutating func note(_ record: CommandRecord, in database: Database) throws {
    let record = record.identified
    own.insert(record.id ?? "")
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO commands (identity, name, value, round, origin, settled_round)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (identity) DO NOTHING
        """)
    try statement.execute(
      arguments: [
        record.id ?? "", record.name, record.value, record.round, record.origin, record.round,
      ])
  }

  /// Settles the rows that `event` decides: a `command` the row it came from, the end of a round
  /// those that were refused in it, the end of the run all.
  mutating func settle(_ event: RunEvent, in database: Database) throws {
    switch event {
    case .commandApplied(let record):
      guard let place = waiting.firstIndex(where: { $0.isSame(as: record) }) else { return }
      try settle(waiting.remove(at: place), round: record.round, in: database)
    case .roundFinished(let report):
      try drop(in: database) { $0.round <= report.round }
    case .runFinished(let summary) where !summary.interrupted:
      try drop(in: database) { _ in true }
    default:
      break
    }
  }

  private mutating func drop(
    in database: Database, where isOver: (CommandRecord) -> Bool
  ) throws {
    for record in waiting where isOver(record) { try settle(record, round: 0, in: database) }
    waiting.removeAll { isOver($0) }
  }

  /// Takes the row of a command out that another has taken the place of: it never took effect.
  private func forget(_ record: CommandRecord, in database: Database) throws {
    let deletion = try database.cachedStatement(
      sql: "DELETE FROM commands WHERE identity = ? AND settled_round IS NULL")
    try deletion.execute(arguments: [record.id])
  }

  /// Marks a command's row, unless it is settled.
  private func settle(_ record: CommandRecord, round: Int, in database: Database) throws {
    let update = try database.cachedStatement(
      sql: "UPDATE commands SET settled_round = ? WHERE identity = ? AND settled_round IS NULL")
    try update.execute(arguments: [round, record.id])
  }

  /// Marks one row, unless it is settled: `round` is when it took effect, 0 that it was dropped.
  static func settle(_ id: Int64, round: Int, in database: Database) throws {
    let update = try database.cachedStatement(
      sql: "UPDATE commands SET settled_round = ? WHERE id = ? AND settled_round IS NULL")
    try update.execute(arguments: [round, id])
  }
}

extension CommandRecord {
  /// The record with an identity: one that it has not yet, such as that of an older version's, is made.
  fileprivate var identified: CommandRecord {
    guard id == nil, let command else { return self }
    return CommandRecord(asking: command, round: round, origin: origin)
  }

  /// Writes the command as a row that waits, or stamps the row that it came from; returns the row's number.
  @discardableResult
  func insert(into database: Database) throws -> Int64 {
    let record = identified
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO commands (identity, name, value, round, origin) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (identity) DO UPDATE SET round = excluded.round
        """)
    try statement.execute(
      arguments: [record.id ?? "", record.name, record.value, record.round, record.origin])
    return database.lastInsertedRowID
  }
}
