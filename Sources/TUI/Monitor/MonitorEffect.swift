import Metrics

/// What a key press asks of the world around the monitor.
public enum MonitorEffect: Sendable, Equatable {
  /// Something for the run.
  case command(RunCommand)
  /// Leave the monitor; asked and confirmed.
  case quit
  /// Stop the process until the shell continues it.
  case suspend
  /// Draw everything anew: something else wrote on the terminal.
  case redraw
  /// Show the snapshot of this round; nil for the live one.
  case seek(Int?)
  /// Another theme is in use, by name.
  case themeChanged(String)
}
