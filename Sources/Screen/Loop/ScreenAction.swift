/// What a screen does after its delegate has answered a key or a signal.
public enum ScreenAction: Sendable, Hashable {
  /// Goes on.
  case none
  /// Ends the run of the screen.
  case quit
  /// Gives the terminal back and stops the process until a shell continues it.
  case suspend
  /// Draws every cell again.
  case redraw
  /// Has the terminal report the mouse from now on, or leaves it to the terminal.
  case reportMouse(Bool)
}
