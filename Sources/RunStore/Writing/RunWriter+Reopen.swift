import Foundation
import GRDB
import Metrics

extension RunWriter {
  /// Takes hold of an interrupted run and rewinds it to its last whole checkpoint, in one
  /// transaction.
  ///
  /// Events behind the checkpoint are deleted. Knob changes that took effect behind it wait again;
  /// other commands (pause, step, finish) were about the old process and are dropped. Of several
  /// processes that try at once, one wins. When anything is thrown, by `accept` too, the file is as
  /// it was.
  ///
  /// - Parameters:
  ///   - path: the run file.
  ///   - provenance: what goes on with it: other kernels than before are noted in `meta`.
  ///   - policy: which checkpoints the file keeps from now on.
  ///   - accept: sees where the run would go on, and its record up to there, before anything is
  ///     final; what it throws refuses.
  /// - Returns: the writer, and the checkpoint to go on from; nil when the run starts anew.
  /// - Throws: what `accept` throws, or a `StoreError`: `hosted` when a live process trains the run, `finished` when there is nothing left
  ///   to do, `damaged` when the events before the checkpoint are not whole, and the errors of
  ///   `RunReader`.
  public static func reopen(
    _ path: String, provenance: Provenance? = nil, policy: CheckpointPolicy = .standard,
    accepting accept: (Checkpoint?, [RunEvent]) throws -> Void = { _, _ in }
  ) throws -> (writer: RunWriter, checkpoint: Checkpoint?) {
    // Read first: a file that is no run must not be touched.
    let reader = try RunReader(path: path)
    guard !reader.isCutShort else {
      throw StoreError.damaged(path: reader.path, detail: "it is cut short")
    }
    var refusal: (any Error)?
    do {
      let database = try RunFile.openForHosting(reader.path)
      let rewound = try database.write { database in
        let rewound = try Rewind(database: database, path: reader.path)
        if let provenance { try RunMeta.goOn(with: provenance, in: database) }
        do {
          try accept(rewound.checkpoint, rewound.history)
        } catch {
          refusal = error
          throw error
        }
        return rewound
      }
      let writer = RunWriter(
        path: reader.path, database: database, policy: policy, totals: rewound.totals,
        state: .initialising, wallSeconds: rewound.wallSeconds, history: rewound.history)
      return (writer, rewound.checkpoint)
    } catch {
      throw refusal ?? StoreError(error, path: reader.path, access: .writing)
    }
  }
}

/// The transaction that claims a run and takes it back to its last checkpoint.
private struct Rewind {
  /// Where the run goes on; nil when it starts anew.
  let checkpoint: Checkpoint?
  var totals = RunTotals()
  var wallSeconds = 0.0
  var history: [RunEvent] = []

  init(database: Database, path: String) throws {
    let now = Date().timeIntervalSince1970
    if let row = try StatusRow(from: database), row.isHosted(path, now: now) {
      throw StoreError.hosted(path: path, process: Int(row.host.pid))
    }
    let stored = try StoredCheckpoint.latest(atOrBefore: .max, in: database)
    checkpoint = stored?.checkpoint
    let lastSeen = stored?.lastSequence ?? 0

    let page = try EventPage.read(after: 0, in: database)
    try Self.refuseFinished(page, path: path)
    let kept = page.events.prefix { entry in
      switch entry.event {
      // Without a checkpoint the run starts anew: only its identity stays.
      case .runStarted: true
      case .runFinished: false
      default: entry.sequence <= lastSeen
      }
    }
    // Damage behind the checkpoint is deleted with the rest; before it, the record cannot be
    // continued.
    let last = kept.last?.sequence ?? 0
    if let damage = page.damage, last < lastSeen {
      throw StoreError.damaged(path: path, detail: damage)
    }
    for entry in kept {
      totals.apply(entry.event)
      wallSeconds = entry.wallSeconds
    }
    totals.lastEvent = last
    history = kept.map(\.event)
    try rewind(database, after: last)
    try CheckpointTable.delete(after: checkpoint?.round, in: database)
    try RunMeta.countResume(in: database)
    try StatusRow(state: .initialising, host: .current, heartbeat: now, totals: totals)
      .replace(in: database)
  }

  private static func refuseFinished(_ page: EventPage, path: String) throws {
    for case .runFinished(let summary) in page.events.map(\.event) where !summary.interrupted {
      throw StoreError.finished(path: path)
    }
  }

  private func rewind(_ database: Database, after sequence: Int64) throws {
    let (round, controls) = (checkpoint?.round ?? 0, QueuedCommand.actsAtOnce)
    try database.execute(sql: "DELETE FROM events WHERE sequence > ?", arguments: [sequence])
    try database.execute(
      sql: "UPDATE commands SET settled_round = NULL WHERE settled_round > ? AND NOT \(controls)",
      arguments: [round])
    try database.execute(
      sql: "UPDATE commands SET settled_round = 0 WHERE settled_round IS NULL AND \(controls)")
  }
}
