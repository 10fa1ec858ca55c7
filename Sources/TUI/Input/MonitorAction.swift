/// What a key can do.
enum MonitorAction: Sendable, Hashable {
  /// Steering the run.
  case togglePause, step, knobDown, knobUp, branch
  /// Moving between panes.
  case focusNext, focusPrevious, focus(PaneKind), zoom, back
  /// Moving inside of a pane.
  case up, down, pageUp, pageDown, top, bottom
  /// Looking at clients.
  case sortNext, sortReverse, cohortOnTop, filter, nextMatch, previousMatch
  /// Looking back.
  case earlier, later, first, live, goTo, next(Landmark.Kind), previous(Landmark.Kind)
  /// Playing a replay.
  case slower, faster
  /// The monitor itself.
  case theme, cost, help, quit, interrupt, suspend, redraw
  /// Answers while something is typed or asked.
  case accept, cancel, erase, confirm, decline
}
