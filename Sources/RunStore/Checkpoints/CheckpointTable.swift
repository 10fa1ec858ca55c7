import Foundation
import GRDB
import Metrics

/// The tables `checkpoints` and `client_states` as a host writes them.
///
/// A client's part is in force from its round up to the client's next part. It stays for as long as
/// a kept checkpoint falls into that time.
struct CheckpointTable {
  /// Which checkpoints stay.
  var policy: CheckpointPolicy

  /// Writes a checkpoint and drops what the policy keeps no longer, within the caller's
  /// transaction.
  ///
  /// - Parameter lastEvent: sequence of the last event that the checkpoint has seen.
  ///
  /// Complexity: O(changed clients), not O(clients).
  func store(
    _ checkpoint: Checkpoint, lastEvent: Int64, in database: Database
  ) throws {
    let (round, server) = (checkpoint.round, Data(checkpoint.server))
    let combined = try store(checkpoint.clients, round: round, in: database)
    let insert = try database.cachedStatement(
      sql: """
        REPLACE INTO checkpoints (round, last_sequence, checksum, clients_checksum, blob)
        VALUES (?, ?, ?, ?, ?)
        """)
    try insert.execute(arguments: [
      round, lastEvent, Checksum.of(server), combined, server,
    ])
    try thin(database)
  }

  /// Writes the parts of changed clients; returns the checksum over the parts of all clients that
  /// are now in force.
  private func store(_ clients: [Int: [UInt8]], round: Int, in database: Database) throws -> Int64 {
    let last = try database.cachedStatement(
      sql: """
        SELECT clients_checksum FROM checkpoints WHERE round <= ? ORDER BY round DESC LIMIT 1
        """)
    let newest = try database.cachedStatement(
      sql: """
        SELECT round, checksum FROM client_states WHERE client = ? AND round <= ?
        ORDER BY round DESC LIMIT 1
        """)
    let insert = try database.cachedStatement(
      sql: "REPLACE INTO client_states (round, client, checksum, blob) VALUES (?, ?, ?, ?)")
    var combined = try Row.fetchOne(last, arguments: [round])?.integer(0) ?? 0
    for (client, part) in clients.sorted(by: { $0.key < $1.key }) {
      if let old = try Row.fetchOne(newest, arguments: [client, round]),
        let oldRound = old.integer(0), let oldChecksum = old.integer(1)
      {
        combined &-= Checksum.of(part: oldChecksum, client: Int64(client), round: oldRound)
      }
      let blob = Data(part)
      let checksum = Checksum.of(blob)
      combined &+= Checksum.of(part: checksum, client: Int64(client), round: Int64(round))
      try insert.execute(arguments: [round, client, checksum, blob])
    }
    return combined
  }

  private func thin(_ database: Database) throws {
    let outdated = try database.cachedStatement(
      sql: """
        SELECT round FROM (
          SELECT round, row_number() OVER (ORDER BY round DESC) AS place,
            sum(size) OVER (ORDER BY round DESC) AS bytes
          FROM (SELECT round, length(blob) AS size FROM checkpoints))
        WHERE round % ? != 0 AND place > ? AND bytes > ?
        """)
    let delete = try database.cachedStatement(sql: "DELETE FROM checkpoints WHERE round = ?")
    let rounds = try Row.fetchAll(outdated, arguments: [policy.every, policy.last, policy.recent])
    for case let round? in rounds.map({ $0.integer(0) }) {
      try delete.execute(arguments: [round])
      try dropParts(around: round, in: database)
    }
  }

  /// Deletes the client parts that only the checkpoint of `thinned`, which is gone, needed.
  ///
  /// These lie between its kept neighbours and are superseded not after the later one.
  private func dropParts(around thinned: Int64, in database: Database) throws {
    let neighbours = try database.cachedStatement(
      sql: """
        SELECT (SELECT max(round) FROM checkpoints WHERE round < ?1),
          (SELECT min(round) FROM checkpoints WHERE round > ?1)
        """)
    let row = try Row.fetchOne(neighbours, arguments: [thinned])
    // The newest checkpoint is never thinned: there is always a later neighbour.
    guard let later = row?.integer(1) else { return }
    let delete = try database.cachedStatement(
      sql: """
        DELETE FROM client_states WHERE round > ?1 AND round < ?2 AND (
          SELECT min(next.round) FROM client_states AS next
          WHERE next.client = client_states.client AND next.round > client_states.round) <= ?2
        """)
    try delete.execute(arguments: [row?.integer(0) ?? .min, later])
  }

  /// Deletes every checkpoint after `round` with its client parts; all of them when it is nil.
  static func delete(after round: Int?, in database: Database) throws {
    for table in ["checkpoints", "client_states"] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE ?1 IS NULL OR round > ?1", arguments: [round])
    }
  }
}
