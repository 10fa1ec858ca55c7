import GRDB
import Metrics

extension RunWriter {
  /// Commands that other processes queued since the last call, oldest first; each is given out once.
  ///
  /// The first call after a file was opened also gives what its last host still had to do. Reads
  /// beside the queue, so it never waits for a round that is being written.
  public func takeCommands() throws(StoreError) -> [QueuedCommand] {
    try throwFailure()
    let last = desk.withLock(\.last)
    do {
      let commands = try database.read { try QueuedCommand.waiting(after: last, in: $0) }
      return desk.withLock { $0.take(commands) }
    } catch {
      throw StoreError(error, path: path, access: .reading)
    }
  }

  /// Puts a knob change, stamped with the round that it takes effect in, into the `commands` table;
  /// one that came from there only gets its stamp.
  ///
  /// Returns at once. The row is there before the round is: the two are written in that order, so a
  /// killed process leaves the change waiting, or the round with the change in it.
  public func queueCommand(_ record: CommandRecord) {
    performLater { [self] database in
      try desk.withLock { try $0.write(record, to: database) }
    }
  }

  /// Keeps a command that acted at once, such as a pause, for those who look back; returns at once.
  public func noteCommand(_ record: CommandRecord) {
    performLater { [self] database in
      try desk.withLock { try $0.note(record, in: database) }
    }
  }

  /// Settles queued commands that no `command` event names: `round` is when they took effect, 0
  /// that they were dropped.
  public func appliedCommands(_ ids: [Int64], round: Int) throws(StoreError) {
    try throwFailure()
    guard !ids.isEmpty else { return }
    performLater { database in
      for id in ids { try CommandDesk.settle(id, round: round, in: database) }
    }
  }
}
