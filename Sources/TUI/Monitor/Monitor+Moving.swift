import Metrics

extension Monitor {
  /// Moves the selection of a pane: of the focused one, if none is named.
  mutating func move(_ action: MonitorAction, _ snapshot: RunSnapshot, in pane: PaneKind? = nil) {
    let pane = pane ?? state.focus
    state.held[pane] = nil
    switch pane {
    case .clients: moveClient(action, snapshot)
    case .fisher:
      let scored = snapshot.initialisation?.layerScores.count ?? 0
      let count = max(snapshot.fisher.count, scored)
      state.selectedLayer = action.moved(from: state.selectedLayer, count: count)
    case .knobs:
      let names = snapshot.knobs.map(\.name)
      let current = KnobStatus.selected(snapshot, state)?.knob.name
      let index = names.firstIndex { $0 == current }
      state.selectedKnob = action.moved(from: index, count: names.count).map { names[$0] }
    case .log:
      let last = max(0, LogStory(snapshot, state, timeline, count: .max).entries.count - 1)
      // The log stands on its newest line, so its rows count from the end.
      let row = last - min(last, state.logOffset)
      state.logOffset = last - (action.moved(from: row, count: last + 1) ?? last)
    case .learning, .bytes: break
    }
  }

  /// Changes which clients are shown, and in which order.
  mutating func look(_ action: MonitorAction, _ snapshot: RunSnapshot) {
    if action == .filter, state.focus == .log {
      state.mode = .filter(previous: state.logFilter)
      return
    }
    state.focus = .clients
    switch action {
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
    case .nextMatch: moveClient(.down, snapshot)
    case .previousMatch: moveClient(.up, snapshot)
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

  private mutating func moveClient(_ action: MonitorAction, _ snapshot: RunSnapshot) {
    var order = ClientOrder(snapshot.clients, state: state)
    let row = state.selectedClient.flatMap { order.row(of: $0) }
    guard let next = action.moved(from: row, count: order.count) else { return }
    state.selectedClient = order.window(next..<next + 1).first
  }

  /// Opens what is under the bar: a client, or the round of a line of the log.
  mutating func open(_ snapshot: RunSnapshot) -> [MonitorEffect] {
    if state.focus == .clients {
      if state.selectedClient == nil { moveClient(.top, snapshot) }
      state.openClient = state.selectedClient
      return []
    }
    let lines = LogStory(snapshot, state, timeline, count: state.logOffset + 1).entries
    guard let line = lines.first, let round = line.round else {
      say("this line belongs to no round", .warn)
      return []
    }
    return goTo(round)
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
