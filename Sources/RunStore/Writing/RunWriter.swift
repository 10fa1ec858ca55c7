import Dispatch
import Foundation
import GRDB
import Metrics
import Plain
import Synchronization

/// The host's side of a run file: takes in rounds, says how the run is, hears what attached
/// terminals ask.
///
/// `commit` hands a round to a private serial queue and returns, so recording never delays the next
/// round unless the disk is `depth` rounds behind. An error that happens there (disk full) is
/// thrown by the next `commit`, `flush` or `close`. Every round is one transaction: a killed
/// process loses at most the round in flight.
///
/// Safe to use from any thread.
public final class RunWriter: Sendable {
  /// Absolute path of the file.
  public let path: String
  /// Name of the run: the stem of its file.
  public let name: String
  /// Which checkpoints the file keeps.
  public let policy: CheckpointPolicy

  /// Rounds that may wait for the disk before `commit` waits too.
  static let depth = 2
  /// Seconds between two signs of life.
  static let heartbeatInterval = 5

  let database: any DatabaseWriter
  /// Directories that were made for the file, outermost first.
  private let directories: [String]
  private let queue = DispatchQueue(label: "fedtop.run-file", qos: .utility)
  private let slots = DispatchSemaphore(value: RunWriter.depth)
  private let ledger: Mutex<Ledger>
  /// What is known of the `commands` table; its lock is taken for single statements only.
  let desk = Mutex(CommandDesk())
  /// The file when it was opened.
  private let node: FileNode?
  private let clock = ContinuousClock()
  private let opened: ContinuousClock.Instant
  private let wallBase: Double

  /// What changes: guarded by one lock, never held while the disk works.
  private struct Ledger {
    var totals: RunTotals
    var state: RunState
    /// What was on record when the file was opened, until somebody takes it.
    var history: [RunEvent]
    var isStatusWaiting = false
    var isClosed = false
    var failure: StoreError?
  }

  init(
    path: String, database: any DatabaseWriter, policy: CheckpointPolicy, totals: RunTotals,
    state: RunState, wallSeconds: Double, history: [RunEvent], directories: [String] = []
  ) {
    self.path = path
    node = FileNode(path)
    self.database = database
    self.policy = policy
    self.directories = directories
    name = RunFile.name(of: path)
    ledger = Mutex(Ledger(totals: totals, state: state, history: history))
    opened = clock.now
    wallBase = wallSeconds
    beatLater()
  }

  deinit {
    // Nothing is in flight: a block on the queue would hold this object. A writer that was not
    // closed belongs to a host that failed; what it wrote stays, and the run can be resumed at
    // once.
    if !ledger.withLock({ $0.isClosed }) { release() }
  }

  /// Last round handed to `commit` and written, 0 before the first.
  public var writtenRound: Int { ledger.withLock { $0.totals.round } }

  /// The record that the file began with, or was taken back to; handed out once, to be forgotten.
  public func takeHistory() -> [RunEvent] {
    ledger.withLock { ledger in
      defer { ledger.history = [] }
      return ledger.history
    }
  }

  /// Records one round, or another step of the run such as its start, as one transaction.
  ///
  /// Transient events are left out, and so is a second `run_started` or `init` (a resumed host
  /// announces itself anew). A `command` event settles the row of the command that it names, the
  /// end of its round the rows that were refused.
  /// `run_finished` ends the run: its state becomes `finished` or `interrupted`.
  ///
  /// - Parameters:
  ///   - events: the round's events in order.
  ///   - checkpoint: everything needed to go on after the last `round` event (round 0: after the
  ///     initialisation): the server, and only those clients that changed since the last one.
  /// - Throws: the error of an earlier commit, or `closed`.
  public func commit(
    round events: [RunEvent], checkpoint: Checkpoint? = nil
  ) throws(StoreError) {
    try throwFailure()
    let kept = events.filter { !$0.isTransient }
    guard !kept.isEmpty || checkpoint != nil else { return }
    let round = RoundTransaction(
      events: kept, checkpoint: checkpoint, policy: policy, wallSeconds: wallSeconds)
    slots.wait()
    queue.async { [self] in
      defer { slots.signal() }
      write(round)
    }
  }

  /// Says what the run was made from, for a file that was made before that was known whole.
  /// - Throws: the error of an earlier commit, or `closed`.
  public func keep(_ sources: RunSources) throws(StoreError) {
    try throwFailure()
    performLater { try RunMeta.keep(sources, in: $0) }
  }

  /// Says what the run is doing; cheap, and only the latest word is written when several wait.
  public func setStatus(_ state: RunState) {
    let isNew = ledger.withLock { ledger in
      ledger.state = state
      defer { ledger.isStatusWaiting = true }
      return !ledger.isStatusWaiting && !ledger.isClosed
    }
    guard isNew else { return }
    queue.async { [self] in
      ledger.withLock { $0.isStatusWaiting = false }
      writeStatus()
    }
  }

  /// Waits until everything handed over is in the file; throws the first error that kept it out.
  public func flush() throws(StoreError) {
    queue.sync {}
    try throwFailure()
  }

  /// Writes what waits, empties the write-ahead log into the file and lets go of the run.
  ///
  /// A run that never saw `run_finished` is left as `interrupted`. Closing twice is harmless.
  public func close() throws(StoreError) {
    queue.sync {
      let isFirst = ledger.withLock { ledger in
        defer { ledger.isClosed = true }
        return !ledger.isClosed
      }
      if isFirst { release() }
    }
    if let failure = ledger.withLock({ $0.failure }) { throw failure }
  }

  /// Takes back a file that was made for a run that cannot begin, and the directories that were made
  /// for it.
  ///
  /// Does nothing once the writer is closed.
  public func discard() {
    queue.sync {
      let isFirst = ledger.withLock { ledger in
        defer { ledger.isClosed = true }
        return !ledger.isClosed
      }
      guard isFirst else { return }
      try? database.close()
      RunFile.delete(path)
      for directory in directories.reversed() { rmdir(directory) }
    }
  }
}

extension RunWriter {
  /// Seconds since the run began, without the time it lay interrupted.
  private var wallSeconds: Double {
    wallBase + opened.duration(to: clock.now) / .seconds(1)
  }

  func throwFailure() throws(StoreError) {
    let (failure, isClosed) = ledger.withLock { ($0.failure, $0.isClosed) }
    if let failure { throw failure }
    if isClosed { throw .closed(path: path) }
  }

  /// Writes one round and the status row with it, on the queue.
  private func write(_ round: RoundTransaction) {
    var (totals, state) = ledger.withLock { ($0.totals, $0.state) }
    var end: RunState?
    for case .runFinished(let summary) in round.events {
      end = summary.interrupted ? .interrupted : .finished
    }
    state = end ?? state
    let isWritten = perform { database in
      // A transaction that fails is this writer's last one: the desk need not forget it.
      try round.write(to: database, totals: &totals) { event in
        try desk.withLock { try $0.settle(event, in: database) }
      }
      try status(state, totals: totals).replace(in: database)
    }
    guard isWritten else { return }
    ledger.withLock { ledger in
      ledger.totals = totals
      ledger.state = end ?? ledger.state
      // Whoever moved it has all up to here; of a file that was removed, what follows would be gone with the process.
      guard ledger.failure == nil, FileNode(path) != node else { return }
      ledger.failure = .cannotWrite(
        path: path,
        reason: "the file was moved or removed while the run went on"
      ).telling(lastRound: totals.round)
    }
  }

  /// Runs a transaction behind what was handed over before.
  func performLater(_ updates: @escaping @Sendable (Database) throws -> Void) {
    queue.async { [self] in perform(updates) }
  }

  /// Runs a transaction, on the queue, unless an earlier one failed; its error is kept for the next
  /// caller.
  @discardableResult
  private func perform(_ updates: (Database) throws -> Void) -> Bool {
    guard ledger.withLock({ $0.failure == nil && !$0.isClosed }) else { return false }
    do {
      try database.write(updates)
      return true
    } catch {
      let failure = StoreError(error, path: path, access: .writing)
      ledger.withLock { $0.failure = failure.telling(lastRound: $0.totals.round) }
      return false
    }
  }

  /// Writes the status row, on the queue.
  ///
  /// A status that cannot be written is no reason to stop a run: the next commit will tell.
  private func writeStatus() {
    let (totals, state, isClosed) = ledger.withLock { ($0.totals, $0.state, $0.isClosed) }
    guard !isClosed else { return }
    try? database.write { try status(state, totals: totals).replace(in: $0) }
  }

  private func status(
    _ state: RunState, totals: RunTotals, host: HostProcess = .current
  ) -> StatusRow {
    StatusRow(state: state, host: host, heartbeat: Date().timeIntervalSince1970, totals: totals)
  }

  /// A sign of life every few seconds, for as long as the writer exists.
  private func beatLater() {
    queue.asyncAfter(deadline: .now() + .seconds(Self.heartbeatInterval)) { [weak self] in
      guard let self, !self.ledger.withLock({ $0.isClosed }) else { return }
      self.writeStatus()
      self.beatLater()
    }
  }

  /// Names no host any more and closes the file.
  ///
  /// Best effort: what matters was written before.
  private func release() {
    let (totals, state) = ledger.withLock { ($0.totals, $0.state) }
    let last = state == .finished ? RunState.finished : .interrupted
    try? database.write { try status(last, totals: totals, host: .none).replace(in: $0) }
    _ = try? database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    // A reader that closes last may not take the log away.
    (database as? DatabasePool)?.invalidateReadOnlyConnections()
    try? database.close()
  }
}
