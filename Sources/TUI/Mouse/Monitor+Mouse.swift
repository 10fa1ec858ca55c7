import Metrics

extension Monitor {
  /// Takes what the mouse did, and tells what it asks of the world.
  ///
  /// All that a click does is an action of some key, on what lies under the pointer. While something is typed clicks do
  /// nothing, and a question takes its answers alone.
  mutating func handle(_ event: MouseEvent, snapshot: RunSnapshot) -> [MonitorEffect] {
    // What is dragged was taken hold of before: it matters no more what lies under the pointer.
    if event.kind == .drag {
      return event.button == .left ? drag(to: event.column, event.row, snapshot) : []
    }
    let target = target(column: event.column, row: event.row, snapshot)
    let pane = target == nil ? nil : pane(column: event.column, row: event.row, snapshot)
    switch event.kind {
    case .wheelUp: return turnWheel(.up, over: pane, snapshot)
    case .wheelDown: return turnWheel(.down, over: pane, snapshot)
    case .press:
      state.grip = nil
      guard event.button == .left, let target else { return [] }
      switch state.mode {
      case .normal:
        state.message = nil
        if !target.isRail { state.preview = nil }
        return press(target, in: pane, column: event.column, snapshot)
      // While a branch is prepared, its knobs can be turned and nothing else.
      case .branching where pane == .knobs:
        return hold(target, in: .knobs, column: event.column, snapshot)
      case .quitting, .leaving: if case .key = target { state.grip = target }
      case .branching, .filter, .help, .round, .command, .diagnosis, .options, .themes: break
      }
      return []
    case .drag: return []
    case .release:
      defer { state.grip = nil }
      // A key is pressed when the button comes up: what ends the program must not leave half a click to the shell.
      guard case .key(let key)? = target, state.grip == target else { return [] }
      return handle(key, snapshot: snapshot)
    }
  }

  private mutating func press(
    _ target: MouseTarget, in pane: PaneKind?, column: Int, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    let wasFocused = pane == state.focus
    let wasSelected = wasFocused && isSelected(target, snapshot)
    // A border that is taken hold of stays under the pointer: no pane is focused, which might move it.
    if let pane, !target.isBorder { state.focus = pane }
    // What is under the bar already is opened.
    if wasSelected { return openSelected(snapshot) }
    switch target {
    case .pane: break
    case .title: if wasFocused { state.zoomed.toggle() }
    case .heading(let sort):
      state.sortReversed = sort == state.sort && !state.sortReversed
      state.sort = sort
    case .row, .rail: return hold(target, in: state.focus, column: column, snapshot)
    case .rounds:
      state.grip = target
      return point(on: target, at: column, snapshot)
    case .key, .border: state.grip = target
    case .badge: return seek(.live, snapshot)
    }
    return []
  }

  /// Does what enter does on what is under the bar, whatever key that is bound to.
  private mutating func openSelected(_ snapshot: RunSnapshot) -> [MonitorEffect] {
    take(state.focus == .clients || state.focus == .log ? .open : .zoom, snapshot)
  }

  /// Puts the bar of a pane on a row, or takes hold of a knob's rail.
  private mutating func hold(
    _ target: MouseTarget, in pane: PaneKind, column: Int, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    switch target {
    case .row(let row, let top):
      guard let bar = pane.pane.bar(snapshot, state, timeline), row < bar.count else { break }
      pane.pane.select(row, of: bar, snapshot, in: &state)
      state.held[pane] = top
    case .rail(let name, _, let top):
      state.selectedKnob = name
      state.held[.knobs] = top
      state.grip = target
      guard case .normal = state.mode, state.preview?.knob != name else {
        return pull(to: column, isNew: true, snapshot)
      }
      preview(at: column, snapshot)
    default: break
    }
    return []
  }

  /// Goes on with what the button went down on, wherever the pointer is now.
  private mutating func drag(
    to column: Int, _ row: Int, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    switch state.grip {
    case .rail:
      // Up and down is no turn: who misses a border by a row would set a knob.
      if let preview = state.preview, held(at: column, snapshot)?.value == preview.value { break }
      return pull(to: column, isNew: state.preview != nil, snapshot)
    case .border(let border): drag(border, to: column, row, snapshot)
    case let grip?: return point(on: grip, at: column, snapshot)
    case nil: break
    }
    return []
  }

  /// Looks at the round under the pointer.
  private mutating func point(
    on target: MouseTarget, at column: Int, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    guard case .normal = state.mode, case .rounds(let track, let first, let span) = target
    else { return [] }
    guard column < track.left + track.count else { return point(at: .max, snapshot) }
    let index = LineChart.index(column - track.left, span: span, columns: track.count)
    return point(at: first.addingClamped(index), snapshot)
  }

  /// The knob whose rail is held, and its value under the pointer.
  private func held(at column: Int, _ snapshot: RunSnapshot) -> (KnobStatus, value: Double)? {
    guard case .rail(let name, let track, _)? = state.grip,
      let status = KnobStatus.all(snapshot, state).first(where: { $0.knob.name == name })
    else { return nil }
    return (status, status.knob.value(at: track.place(of: column), from: status.target))
  }

  /// Shows the value under the pointer, which a second click sets.
  private mutating func preview(at column: Int, _ snapshot: RunSnapshot) {
    guard let (status, value) = held(at: column, snapshot) else { return }
    state.preview = nil
    if let refusal = rules(snapshot).settingRefusal { return say(refusal, .warn) }
    let knob = status.knob
    guard value != status.target else { return }
    state.preview = MonitorState.Preview(knob: knob.name, value: value)
    say(
      "\(knob.label) \(knob.text(status.target)) → \(knob.text(value)): click there again to set it",
      .pending)
  }

  /// Gives the knob whose rail is held the value under the pointer.
  private mutating func pull(
    to column: Int, isNew: Bool, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    guard let (status, value) = held(at: column, snapshot) else { return [] }
    state.preview = nil
    if case .branching(var draft) = state.mode {
      draft.values[status.knob.name] = value
      state.mode = .branching(draft)
      return []
    }
    guard case .normal = state.mode else { return [] }
    if let refusal = rules(snapshot).settingRefusal {
      say(refusal, .warn)
      return []
    }
    guard value != status.target else { return [] }
    return turn(status, to: value, isNew: isNew, snapshot)
  }

  /// Scrolls what is under the pointer by three rows; the keys go where they went.
  private mutating func turnWheel(
    _ action: MonitorAction, over pane: PaneKind?, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    switch state.mode {
    case .help, .diagnosis, .options, .themes: for _ in 0..<3 { _ = answer(action, snapshot) }
    case .normal, .filter, .round, .command:
      guard let pane else { break }
      // Before anything is selected there is nothing above it.
      if action == .up, pane.pane.bar(snapshot, state, timeline)?.row == nil { break }
      for _ in 0..<3 { move(action, snapshot, in: pane) }
    case .branching, .leaving, .quitting: break
    }
    return []
  }

  /// Whether the bar of a pane is on a target.
  private func isSelected(_ target: MouseTarget, _ snapshot: RunSnapshot) -> Bool {
    switch target {
    case .row(let row, _): state.focus.pane.bar(snapshot, state, timeline)?.row == row
    default: false
    }
  }
}

extension Knob {
  /// The value nearest to a place between the bounds that key presses reach.
  func value(at place: Double, from current: Double) -> Double {
    let share = place.isFinite ? min(1, max(0, place)) : 0
    if share == 0 || share == 1 { return share == 0 ? minimum : maximum }
    if scale == .linear {
      let value = moved(from: minimum + share * (maximum - minimum), direction: 0)
      return value.isFinite ? value : current
    }
    let direction = fraction(current) < share ? 1 : -1
    var value = current
    for _ in 0..<1000 {
      let next = moved(from: value, direction: direction)
      guard abs(fraction(next) - share) < abs(fraction(value) - share) else { break }
      value = next
    }
    return value
  }
}
