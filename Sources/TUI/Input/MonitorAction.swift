/// What a key can do.
enum MonitorAction: Sendable, Hashable {
  /// Steering the run.
  case togglePause, step, knobDown, knobUp, undo, branch
  /// Moving between panes.
  case focusNext, focusPrevious, focus(PaneKind), zoom, open, back
  /// Laying panes out.
  case nextPreset, previousPreset, taller, shorter, asGiven
  /// Moving inside of a pane.
  case up, down, pageUp, pageDown, top, bottom
  /// Looking at clients.
  case nextClient, previousClient, closeClient, clientsView, sortNext, sortReverse, cohortOnTop,
    filter,
    nextMatch, previousMatch
  /// Looking at curves.
  case curveAxis, curveDetail, logLoss, overlay
  /// Looking at Fisher information.
  case fisherView, heatScaling, heatLock
  /// Looking at the log.
  case logDetail
  /// Looking back.
  case earlier, later, first, live, goTo, next(Landmark.Kind), previous(Landmark.Kind)
  /// Playing a replay.
  case slower, faster
  /// The monitor itself.
  case theme, cost, marks, command, save, diagnose, help, quit, interrupt, suspend, redraw
  /// Options of the monitor.
  case options, valueBefore, valueNext, saveOptions
  /// Several runs.
  case browse, mark, compare
  /// Answers while something is typed or asked.
  case accept, cancel, erase, eraseLine, complete, confirm, decline
}
