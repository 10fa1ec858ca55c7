/// How the program ends when something is wrong: one line on stderr and an exit status.
public struct Failure: Error {
  /// Exit statuses.
  public enum Status: Int32, Sendable {
    /// A comparison found a difference, or a guard ended a run whose numbers broke.
    case different = 1
    /// The command line makes no sense.
    case usage = 2
    /// Input data or a configuration makes no sense.
    case data = 65
    /// An input does not exist.
    case notFound = 66
    /// Something else that is needed cannot be had, such as a port.
    case unavailable = 69
    /// The program is wrong.
    case bug = 70
    /// Reading or writing failed.
    case io = 74
    /// A rank of the job is gone; the run can go on.
    case rankLost = 75
    /// Ended by Ctrl-C.
    case interrupted = 130
    /// Ended because the terminal is gone.
    case hungUp = 129
    /// Ended by SIGTERM.
    case terminated = 143
  }

  /// What is wrong, where, and what to do; nil when nothing is to be said.
  public var message: String?
  /// Exit status.
  public var status: Int32

  /// A failure with its own words.
  public init(_ message: String?, _ status: Status) {
    self.init(message, status: status.rawValue)
  }

  /// An end with any status.
  public init(_ message: String?, status: Int32) {
    self.message = message
    self.status = status
  }
}
