import Metrics

/// Where a run stands after the events written so far: what the `status` row and the time columns
/// need.
struct RunTotals: Sendable, Equatable {
  /// Last finished round, 0 before the first.
  var round = 0
  /// Sequence of the last event on record, 0 before the first.
  var lastEvent: Int64 = 0
  /// Last personalised accuracy.
  var accuracy: Double?
  /// Bytes sent by clients.
  var bytesUp = 0
  /// Bytes sent by the server.
  var bytesDown = 0
  /// The virtual clock, seconds.
  var simSeconds = 0.0
  /// Whether `run_started` is on record.
  var hasStarted = false
  /// Whether `init` is on record.
  var isInitialised = false

  /// Takes in one event.
  mutating func apply(_ event: RunEvent) {
    switch event {
    case .runStarted:
      hasStarted = true
    case .initialised(let initialisation):
      isInitialised = true
      accuracy = initialisation.accuracy ?? accuracy
      simSeconds += initialisation.simSeconds
      add(up: initialisation.bytesUp, down: initialisation.bytesDown)
    case .roundFinished(let report):
      round = report.round
      accuracy = report.accuracy ?? accuracy
      simSeconds += report.simSeconds
      add(up: report.bytesUp, down: report.bytesDown)
    default:
      break
    }
  }

  /// Whether `event` tells what a run tells once, and is on record already: a resumed host
  /// announces itself anew.
  func alreadyHolds(_ event: RunEvent) -> Bool {
    switch event {
    case .runStarted: hasStarted
    case .initialised: isInitialised
    default: false
    }
  }

  // Counts can come back from a file that somebody edited.
  private mutating func add(up: Int, down: Int) {
    bytesUp = bytesUp.addingReportingOverflow(up).partialValue
    bytesDown = bytesDown.addingReportingOverflow(down).partialValue
  }
}
