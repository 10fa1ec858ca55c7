import GRDB
import Metrics

/// What a host knows of the `commands` table: which rows it has seen, and which of them still wait.
///
/// A row has no name but its number, which a command learns only when it is written; until then it is
/// known by what it says.
struct CommandDesk: Sendable {
  /// A knob change in the table that no committed round has settled.
  private struct Waiting: Sendable {
    var id: Int64
    var record: CommandRecord
  }

  private var lastTaken: Int64 = 0
  /// Rows that the host wrote itself: never handed out to it.
  private var own: Set<Int64> = []
  /// Rows that were handed out, and that the simulation has not stamped yet.
  private var handedOut: [QueuedCommand] = []
  private var waiting: [Waiting] = []

  /// The row after which nothing was handed out yet.
  var last: Int64 { lastTaken }

  /// Notes what was read behind `last`; returns what is to be handed out.
  mutating func take(_ commands: [QueuedCommand]) -> [QueuedCommand] {
    lastTaken = max(lastTaken, commands.last?.id ?? 0)
    let new = commands.filter { !own.contains($0.id) }
    handedOut += new.filter { if case .set? = $0.record.command { true } else { false } }
    return new
  }

  /// Puts a stamped knob change into the table: as a new row, or as the stamp of the row that was
  /// handed out.
  mutating func write(_ record: CommandRecord, to database: Database) throws {
    let known = handedOut.firstIndex { Self.isSame($0.record, record) }
    if let known {
      let id = handedOut.remove(at: known).id
      try database.execute(
        sql: "UPDATE commands SET round = ? WHERE id = ?", arguments: [record.round, id])
      waiting.append(Waiting(id: id, record: record))
    } else {
      let id = try record.insert(into: database)
      own.insert(id)
      waiting.append(Waiting(id: id, record: record))
    }
  }

  /// Settles the rows that `event` decides: a `command` the row it came from, the end of a round
  /// those that were refused in it, the end of the run all.
  mutating func settle(_ event: RunEvent, in database: Database) throws {
    switch event {
    case .commandApplied(let record):
      guard
        let place = waiting.firstIndex(where: {
          $0.record.round == record.round && Self.isSame($0.record, record)
        })
      else { return }
      try Self.settle(waiting.remove(at: place).id, round: record.round, in: database)
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
    for row in waiting where isOver(row.record) {
      try Self.settle(row.id, round: 0, in: database)
    }
    waiting.removeAll { isOver($0.record) }
  }

  /// Marks one row, unless it is settled: `round` is when it took effect, 0 that it was dropped.
  static func settle(_ id: Int64, round: Int, in database: Database) throws {
    let update = try database.cachedStatement(
      sql: "UPDATE commands SET settled_round = ? WHERE id = ? AND settled_round IS NULL")
    try update.execute(arguments: [round, id])
  }

  private static func isSame(_ left: CommandRecord, _ right: CommandRecord) -> Bool {
    left.name == right.name && left.value == right.value && left.origin == right.origin
  }
}

extension CommandRecord {
  /// Writes the command as a row that waits; returns its number.
  func insert(into database: Database) throws -> Int64 {
    let statement = try database.cachedStatement(
      sql: "INSERT INTO commands (name, value, round, origin) VALUES (?, ?, ?, ?)")
    try statement.execute(arguments: [name, value, round, origin])
    return database.lastInsertedRowID
  }
}
