import Metrics

extension Monitor {
  /// Moves the selection of a pane: of the focused one, if none is named.
  mutating func move(_ action: MonitorAction, _ snapshot: RunSnapshot, in pane: PaneKind? = nil) {
    let pane = pane ?? state.focus
    state.held[pane] = nil
    guard let bar = pane.pane.bar(snapshot, state, timeline),
      let row = action.moved(from: bar.row, count: bar.count)
    else { return }
    pane.pane.select(row, of: bar, snapshot, in: &state)
  }

  /// Changes which clients are shown, and in which order.
  mutating func look(_ action: MonitorAction, _ snapshot: RunSnapshot) {
    if action == .filter, state.focus.pane.filter != nil {
      state.mode = .filter(previous: state.typedFilter)
      return
    }
    state.focus = .clients
    switch action {
    case .clientsView: state.clientsView = state.clientsView.next
    case .sortNext:
      state.sort = state.sort.next
      state.sortReversed = false
    case .sortReverse: state.sortReversed.toggle()
    case .cohortOnTop:
      state.cohortOnTop.toggle()
      state.message = MonitorState.Message(
        text: state.cohortOnTop ? "the round's cohort is on top" : "all clients in one order",
        role: .text)
    case .filter: state.mode = .filter(previous: state.filter)
    case .nextMatch: move(.down, snapshot)
    case .previousMatch: move(.up, snapshot)
    default: break
    }
  }

  /// Changes how curves are drawn.
  mutating func lookAtCurves(_ action: MonitorAction) {
    switch action {
    case .curveAxis:
      state.curveAxis = state.curveAxis.next
      say("curves over \(state.curveAxis.rawValue)")
    case .curveDetail:
      state.curveDetail = state.curveDetail.next
      say("training loss \(state.curveDetail.rawValue)")
    default:
      state.logLoss.toggle()
      say(state.logLoss ? "losses by their logarithms" : "losses as they are")
    }
  }

  /// Tells the story of the run alone, or every round.
  mutating func lookAtLog() {
    state.logDetail = state.logDetail.next
    state.logOffset = 0
    say("the log tells \(state.logDetail.rawValue)")
  }

  /// Changes how Fisher information is shown.
  mutating func lookAtHeat(_ action: MonitorAction, _ snapshot: RunSnapshot) {
    switch action {
    case .fisherView: state.fisherView = state.fisherView.next
    case .heatScaling: state.heatScaling = state.heatScaling.next
    default:
      let matrix = HeatMatrix(snapshot, record: timeline?.record)
      state.heatLock = state.heatLock == nil ? matrix.scale?.bounds : nil
    }
  }
}

extension MonitorAction {
  /// The row that a movement leads to; nil without rows.
  func moved(from row: Int?, count: Int) -> Int? {
    guard count > 0 else { return nil }
    let last = count - 1
    guard let row else { return self == .bottom || self == .up ? last : 0 }
    let next =
      switch self {
      case .up: row - 1
      case .down: row + 1
      case .pageUp: row - 10
      case .pageDown: row + 10
      case .top: 0
      default: last
      }
    return max(0, min(last, next))
  }
}
