import Metrics

extension Monitor {
  /// Moves the selection of the focused pane.
  mutating func move(_ action: MonitorAction, _ snapshot: RunSnapshot) {
    switch state.focus {
    case .clients: moveClient(action, snapshot)
    case .fisher:
      let count = snapshot.fisher.count
      state.selectedLayer = moved(action, from: state.selectedLayer, count: count)
    case .knobs:
      let names = snapshot.knobs.map(\.name)
      let current = KnobStatus.selected(snapshot, state)?.knob.name
      let index = names.firstIndex { $0 == current }
      state.selectedKnob = moved(action, from: index, count: names.count).map { names[$0] }
    case .log:
      let last = max(0, LogEntry.count(snapshot) - 1)
      // The log stands on its newest line, so its rows count from the end.
      let row = last - min(last, state.logOffset)
      state.logOffset = last - (moved(action, from: row, count: last + 1) ?? last)
    case .learning, .bytes: break
    }
  }

  /// Changes which clients are shown, and in which order.
  mutating func look(_ action: MonitorAction, _ snapshot: RunSnapshot) {
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

  private mutating func moveClient(_ action: MonitorAction, _ snapshot: RunSnapshot) {
    var order = ClientOrder(snapshot.clients, state: state)
    let row = state.selectedClient.flatMap { order.row(of: $0) }
    guard let next = moved(action, from: row, count: order.count) else { return }
    state.selectedClient = order.window(next..<next + 1).first
  }

  /// The row that a movement leads to; nil without rows.
  private func moved(_ action: MonitorAction, from row: Int?, count: Int) -> Int? {
    guard count > 0 else { return nil }
    let last = count - 1
    guard let row else { return action == .bottom || action == .up ? last : 0 }
    let next =
      switch action {
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
