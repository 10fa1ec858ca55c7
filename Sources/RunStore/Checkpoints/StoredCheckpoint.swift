import Foundation
import GRDB
import Metrics

/// A checkpoint as it lies in the file.
struct StoredCheckpoint {
  /// The server, and every client as of that round.
  var checkpoint: Checkpoint
  /// The last event that it has seen.
  var lastSequence: Int64

  /// Rounds that have a checkpoint, ascending.
  static func rounds(in database: Database) throws -> [Int] {
    let rows = try Row.fetchAll(database, sql: "SELECT round FROM checkpoints ORDER BY round")
    return rows.compactMap { $0.integer(0).map { Int(clamping: $0) } }
  }

  /// The latest whole checkpoint not after `round`; damaged ones are passed over.
  static func latest(atOrBefore round: Int, in database: Database) throws -> StoredCheckpoint? {
    // Round numbers first: a cursor over the blobs would load those it passes over.
    for candidate in try rounds(in: database).reversed() where candidate <= round {
      if let found = try? exactly(candidate, in: database) { return found }
    }
    return nil
  }

  /// The checkpoint of `round`; nil when there is none, or it is not whole.
  static func exactly(_ round: Int, in database: Database) throws -> StoredCheckpoint? {
    let row = try Row.fetchOne(
      database,
      sql:
        "SELECT last_sequence, checksum, clients_checksum, blob FROM checkpoints WHERE round = ?",
      arguments: [round])
    guard let row, let last = row.integer(0), let server = row.bytes(3),
      row.integer(1) == Checksum.of(server), let combined = row.integer(2),
      let clients = try clients(asOf: round, checksum: combined, in: database)
    else { return nil }
    return StoredCheckpoint(
      checkpoint: Checkpoint(round: round, server: [UInt8](server), clients: clients),
      lastSequence: last)
  }

  /// The newest part of every client not after `round`; nil when one is missing or is not what was
  /// written.
  private static func clients(
    asOf round: Int, checksum: Int64, in database: Database
  ) throws -> [Int: [UInt8]]? {
    // The index alone answers the inner question, so that only blobs in force are loaded.
    let cursor = try Row.fetchCursor(
      database,
      sql: """
        SELECT client, round, checksum, blob FROM client_states JOIN (
          SELECT client, max(round) AS round FROM client_states WHERE round <= ? GROUP BY client)
        USING (client, round)
        """, arguments: [round])
    var clients: [Int: [UInt8]] = [:]
    var combined: Int64 = 0
    while let row = try cursor.next() {
      guard let client = row.integer(0), let written = row.integer(1), let part = row.bytes(3),
        row.integer(2) == Checksum.of(part)
      else { return nil }
      clients[Int(client)] = [UInt8](part)
      combined &+= Checksum.of(part: Checksum.of(part), client: client, round: written)
    }
    return combined == checksum ? clients : nil
  }
}
