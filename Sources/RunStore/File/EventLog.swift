import Foundation
import GRDB
import Metrics

/// The `events` table as a host writes it.
struct EventLog {
  private let codec = EventCodec()

  /// Appends `event` and moves `totals` on, within the caller's transaction.
  ///
  /// - Parameter wallSeconds: time since the run began, seconds.
  func append(
    _ event: RunEvent, wallSeconds: Double, totals: inout RunTotals, to database: Database
  ) throws {
    totals.apply(event)
    let payload = try codec.encode(event)
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO events (previous, round, kind, payload, sim_seconds, wall_seconds, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    try insert.execute(arguments: [
      totals.lastEvent, event.round, event.kind, String(decoding: payload, as: UTF8.self),
      totals.simSeconds, wallSeconds, Checksum.of(payload),
    ])
    totals.lastEvent = database.lastInsertedRowID
    if case .runStarted(let started) = event { try describe(started, in: database) }
  }

  /// What the list of runs shows of a run, so that it need not decode `run_started`.
  private func describe(_ started: RunStarted, in database: Database) throws {
    let entries: [(String, any DatabaseValueConvertible)] = [
      ("data", started.data), ("model", started.model.name), ("rounds", started.rounds),
    ]
    for (key, value) in entries {
      try database.execute(
        sql: "REPLACE INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
    }
  }
}
