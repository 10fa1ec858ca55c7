import Foundation
import GRDB
import Metrics
import Plain

/// A run file as others see it, while its host writes or long after.
///
/// Every call reads one consistent state: whole rounds only. A damaged file stays readable up to
/// the damage. Safe to use from any thread.
public final class RunReader: Sendable {
  /// Absolute path of the file.
  public let path: String
  /// Name of the run: the stem of its file.
  public let name: String
  /// What was fixed when the run was made.
  public let meta: RunMeta
  /// Whether the file was cut short and is read as far as it goes.
  public let isCutShort: Bool

  let database: DatabaseQueue
  private let node: FileNode?

  /// Opens the run file at `path`.
  ///
  /// - Throws: `notFound`, `notARunFile`, `newerVersion`, `damaged` when not even the tables can be
  ///   found, `locked`, `cannotRead`.
  public init(path: String) throws(StoreError) {
    let path = RunFile.absolute(path)
    try RunFile.requireFile(path)
    node = FileNode(path)
    let connection = try ReadConnection.open(path)
    self.path = path
    name = RunFile.name(of: path)
    meta = connection.meta
    isCutShort = connection.isCutShort
    database = connection.database
  }

  /// Whether the file that is read is still the one at its path: it may have been moved, removed or replaced.
  public var isInPlace: Bool { FileNode(path) == node }

  /// Every event after `sequence` (0: from the start), oldest first, up to any damage.
  public func events(after sequence: Int64 = 0) throws(StoreError) -> EventPage {
    try read { try EventPage.read(after: sequence, in: $0) }
  }

  /// The events up to the end of round `round`, oldest first, up to any damage; all of them when it
  /// is the last one.
  public func events(throughRound round: Int) throws(StoreError) -> EventPage {
    var page = try events()
    if let end = page.events.firstIndex(where: { ($0.event.round ?? 0) > round }) {
      page.events.removeSubrange(end...)
      page.damage = nil
    }
    return page
  }

  /// What the run told of itself at its start; nil before it has, or when that is damaged.
  public func started() throws(StoreError) -> RunStarted? {
    let page = try read { try EventPage.read(after: 0, limit: 1, in: $0) }
    guard case .runStarted(let started)? = page.events.first?.event else { return nil }
    return started
  }

  /// The run as it stands: the fold of its events, with its state as seen from here; damage shows
  /// as a notice.
  public func snapshot() throws(StoreError) -> RunSnapshot { try snapshot(of: events()) }

  /// The same of events that were read before.
  public func snapshot(of page: EventPage) throws(StoreError) -> RunSnapshot {
    var snapshot = fold(page)
    snapshot.apply(controls: try controls())
    if snapshot.summary == nil { snapshot.apply(.stateChanged(try status().shownState)) }
    return snapshot
  }

  /// The run as it stood at the end of round `round` (0: after the initialisation).
  public func snapshot(throughRound round: Int) throws(StoreError) -> RunSnapshot {
    var snapshot = fold(try events(throughRound: round))
    snapshot.apply(controls: try controls(), throughRound: round)
    if snapshot.summary == nil, snapshot.initialisation != nil || snapshot.round > 0 {
      snapshot.apply(.stateChanged(.running))
    }
    return snapshot
  }

  /// How the run is now: what its host wrote, and whether that host is still there.
  public func status() throws(StoreError) -> RunStatus {
    let row = try read { try StatusRow(from: $0) }
    guard let row else { throw .damaged(path: path, detail: "the status is missing") }
    return row.judged(path, now: Date().timeIntervalSince1970)
  }

  /// The latest whole checkpoint not after `round`, with the newest part of every client not after
  /// it; nil when there is none.
  public func checkpoint(atOrBefore round: Int) throws(StoreError) -> Checkpoint? {
    try read { try StoredCheckpoint.latest(atOrBefore: round, in: $0)?.checkpoint }
  }

  /// The latest whole checkpoint; nil when there is none.
  public func latestCheckpoint() throws(StoreError) -> Checkpoint? {
    try checkpoint(atOrBefore: .max)
  }

  /// Rounds that have a checkpoint, ascending: those a run can be forked from.
  public func checkpointRounds() throws(StoreError) -> [Int] {
    try read { try StoredCheckpoint.rounds(in: $0) }
  }

  /// Commands that wait for the host, oldest first.
  public func pendingCommands() throws(StoreError) -> [QueuedCommand] {
    try read { try QueuedCommand.waiting(after: 0, in: $0) }
  }

  /// Pauses, steps, notes and the like that took effect, oldest first, stamped with their rounds: they change no result, and
  /// are no events.
  public func controls() throws(StoreError) -> [CommandRecord] {
    try read { try QueuedCommand.heard(after: 0, isFollowed: false, in: $0) }.map(\.record)
  }

  /// Asks the host of a live run to do something; it will hear at its next look.
  ///
  /// - Parameters:
  ///   - command: what to do.
  ///   - origin: who asks; this process when nil (`attach:<process>`).
  /// - Returns: the command as queued, with the earliest round it can apply to.
  /// - Throws: `notLive`; `locked` when the file stays busy for five seconds; `cannotWrite`.
  @discardableResult
  public func queueCommand(
    _ command: RunCommand, origin: String? = nil
  ) throws(StoreError) -> QueuedCommand {
    let status = try status()
    guard status.condition == .live else { throw .notLive(path: path) }
    let record = CommandRecord(
      asking: command, round: status.round &+ 1, origin: origin ?? "attach:\(getpid())")
    do {
      return try database.write { database in
        QueuedCommand(id: try record.insert(into: database), record: record)
      }
    } catch {
      throw StoreError(error, path: path, access: .writing)
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try database.read(body)
    } catch {
      throw StoreError(error, path: path, access: .reading)
    }
  }

  private func fold(_ page: EventPage) -> RunSnapshot {
    var snapshot = RunSnapshot()
    for stored in page.events { snapshot.apply(stored.event) }
    if let damage = page.damage {
      snapshot.apply(.notice(Notice(level: .warning, text: damage)))
    }
    return snapshot
  }
}
