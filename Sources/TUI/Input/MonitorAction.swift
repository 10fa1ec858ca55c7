/// What a key can do.
public enum MonitorAction: Sendable, Hashable {
  /// Steering the run.
  case togglePause, step, knobDown, knobUp
  /// Moving between panes.
  case focusNext, focusPrevious, focus(PaneKind), zoom, back
  /// Moving inside of a pane.
  case up, down, pageUp, pageDown, top, bottom
  /// Looking at clients.
  case sortNext, sortReverse, cohortOnTop, filter, nextMatch, previousMatch
  /// Looking back.
  case earlier, later, live
  /// The monitor itself.
  case theme, help, quit, interrupt, suspend, redraw
  /// Answers while something is typed or asked.
  case accept, cancel, erase, confirm, decline
}
