import Glibc

/// Signals that a delegate answers; resizing, stopping and continuing are the screen's own matter.
public enum ScreenSignal: Sendable, Hashable {
  /// INT, sent by another process: Ctrl-C is a key.
  case interrupt
  /// TERM.
  case terminate
  /// HUP, or a terminal that is gone.
  case hangup
  /// QUIT.
  case quit
  /// USR1.
  case user
}

extension ScreenSignal {
  /// The signal that the system counts as `number`; nil: not one for a delegate.
  init?(number: Int32) {
    switch number {
    case SIGINT: self = .interrupt
    case SIGTERM: self = .terminate
    case SIGHUP: self = .hangup
    case SIGQUIT: self = .quit
    case SIGUSR1: self = .user
    default: return nil
    }
  }
}
