import Foundation
import GRDB
import Metrics

/// The `status` row as stored, before anybody judged whether its host is alive.
struct StatusRow: Sendable, Equatable {
  var state: RunState
  var host: HostProcess
  var heartbeat: Double
  var lastEvent: Int64
  var round: Int
  var accuracy: Double?
  var bytesUp: Int
  var bytesDown: Int

  init(state: RunState, host: HostProcess, heartbeat: Double, totals: RunTotals) {
    self.state = state
    self.host = host
    self.heartbeat = heartbeat
    lastEvent = totals.lastEvent
    round = totals.round
    accuracy = totals.accuracy
    bytesUp = totals.bytesUp
    bytesDown = totals.bytesDown
  }

  /// Reads the row; nil when the file has none.
  init?(from database: Database) throws {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT state, pid, process_start, host, heartbeat, round, accuracy, bytes_up, bytes_down,
          last_event
        FROM status
        """)
    guard let row else { return nil }
    func integer(_ column: Int) -> Int { row.integer(column).flatMap(Int.init(exactly:)) ?? 0 }
    state = row.text(0).flatMap(RunState.init(rawValue:)) ?? .interrupted
    host = HostProcess(
      pid: Int32(exactly: integer(1)) ?? 0, start: row.integer(2) ?? 0, scope: row.text(3) ?? "")
    heartbeat = row.number(4) ?? 0
    round = integer(5)
    accuracy = row.number(6)
    bytesUp = integer(7)
    bytesDown = integer(8)
    lastEvent = row.integer(9) ?? 0
  }

  /// Writes the row in place of the one there is.
  func replace(in database: Database) throws {
    let statement = try database.cachedStatement(
      sql: """
        REPLACE INTO status (id, state, pid, process_start, host, heartbeat, round, accuracy,
          bytes_up, bytes_down, last_event)
        VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      state.rawValue, Int(host.pid), host.start, host.scope, heartbeat, round, accuracy, bytesUp,
      bytesDown, lastEvent,
    ])
  }

  /// Whether a process trains the run in the file at `path`, at `now`, seconds since 1970.
  func isHosted(_ path: String, now: Double) -> Bool {
    host.isAlive(heartbeatAge: now - heartbeat) && host.holds(path)
  }

  /// The row of the file at `path` as seen from this process at `now`, seconds since 1970.
  func judged(_ path: String, now: Double) -> RunStatus {
    let isAlive = isHosted(path, now: now)
    let condition: RunStatus.Condition =
      switch state {
      case .finished: .finished
      case .interrupted: .interrupted
      default: isAlive ? .live : .dead
      }
    return RunStatus(
      state: state, round: round, accuracy: accuracy, bytesUp: bytesUp, bytesDown: bytesDown,
      heartbeat: Date(timeIntervalSince1970: heartbeat.isFinite ? heartbeat : 0),
      process: host.pid > 0 ? Int(host.pid) : nil, condition: condition,
      isStopped: condition == .live && host.isStopped)
  }
}
