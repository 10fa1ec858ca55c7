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
  /// Show the snapshot of this round; nil for the live one. In a replay: play on from its end.
  case seek(Int?)
  /// Play a replay at this speed: recorded seconds in one; infinite for as fast as drawing allows.
  case speed(Double)
  /// Go on with a new run that branches off this one.
  case branch(Branch)
  /// Draw a stored run behind this one, beside those that are there.
  case overlay(String)
  /// Take a run away that is drawn behind this one; nil: all of them.
  case overlayOff(String?)
  /// Show the list of runs, over this one.
  case browse
  /// Write the screen into files.
  case save
  /// Another theme is in use, by name.
  case themeChanged(String)
  /// Have the terminal report the mouse, or leave it.
  case mouse(Bool)
  /// Write the options that are not in the person's file yet into it.
  case saveOptions
}
