import Foundation
import GRDB
import Metrics

/// Everything one round leaves in the file, written in one transaction: all of it or nothing.
struct RoundTransaction {
  /// Events on record, in order.
  var events: [RunEvent]
  /// The server and the clients that changed; nil on rounds without.
  var checkpoint: CheckpointParts?
  /// Which checkpoints stay.
  var policy: CheckpointPolicy
  /// Time since the run began, seconds, without the time it lay interrupted.
  var wallSeconds: Double

  /// Writes the round and moves `totals` on; the caller keeps the old totals when this throws.
  func write(to database: Database, totals: inout RunTotals) throws {
    let log = EventLog()
    for event in events where !totals.alreadyHolds(event) {
      try log.append(event, wallSeconds: wallSeconds, totals: &totals, to: database)
      if case .commandApplied(let record) = event { try settle(record, in: database) }
    }
    if let checkpoint {
      try CheckpointTable(policy: policy).store(
        checkpoint, round: totals.round, lastEvent: totals.lastEvent, in: database)
    }
  }

  /// Marks the queued command that `record` is, and those of the same name that it overtook.
  private func settle(_ record: CommandRecord, in database: Database) throws {
    let update = try database.cachedStatement(
      sql: """
        UPDATE commands SET settled_round = ?1
        WHERE settled_round IS NULL AND name = ?2 AND id <= (
          SELECT max(id) FROM commands WHERE name = ?2 AND value IS ?3 AND origin = ?4)
        """)
    try update.execute(arguments: [record.round, record.name, record.value, record.origin])
  }
}
