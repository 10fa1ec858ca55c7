import Foundation
import GRDB
import Metrics

/// Everything one round leaves in the file, written in one transaction: all of it or nothing.
struct RoundTransaction {
  /// Events on record, in order.
  var events: [RunEvent]
  /// The server and the clients that changed; nil on rounds without.
  var checkpoint: Checkpoint?
  /// Which checkpoints stay.
  var policy: CheckpointPolicy
  /// Time since the run began, seconds, without the time it lay interrupted.
  var wallSeconds: Double

  /// Writes the round and moves `totals` on; the caller keeps the old totals when this throws.
  ///
  /// - Parameter settle: settles the queued commands that an event decides.
  func write(
    to database: Database, totals: inout RunTotals, settle: (RunEvent) throws -> Void
  ) throws {
    let log = EventLog()
    for event in events where !totals.alreadyHolds(event) {
      try log.append(event, wallSeconds: wallSeconds, totals: &totals, to: database)
      try settle(event)
    }
    if let checkpoint {
      try CheckpointTable(policy: policy).store(
        checkpoint, lastEvent: totals.lastEvent, in: database)
    }
  }
}
