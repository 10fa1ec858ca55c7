/// What a key in the list of runs asks of the world around it.
public enum BrowserEffect: Sendable, Equatable {
  /// Watch a run, another one drawn behind it if named: both by path.
  case open(String, behind: String? = nil)
  /// Show the options of the monitor over the list.
  case options
  /// Go back to the run beneath.
  case back
  /// Leave the program; asked and confirmed where that ends a training.
  case quit
  /// Stop the process until the shell continues it.
  case suspend
  /// Draw everything anew: something else wrote on the terminal.
  case redraw
}
