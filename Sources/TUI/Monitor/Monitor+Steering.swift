import Metrics

extension Monitor {
  /// Makes the commands of the keys that steer the run.
  mutating func steer(_ action: MonitorAction, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    switch action {
    case .togglePause:
      return [.command(rules(snapshot).runState.isHolding ? .resume : .pause)]
    case .step: return [.command(.step(1))]
    case .undo: return undo(snapshot)
    case .knobDown: return turn(-1, snapshot)
    case .knobUp: return turn(1, snapshot)
    default: return []
    }
  }

  private mutating func turn(_ direction: Int, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    guard let status = KnobStatus.selected(snapshot, state) else { return [] }
    let value = status.knob.moved(from: status.target, direction: direction)
    return turn(status, to: value, isNew: false, snapshot)
  }

  /// Gives a knob another value; a key or a button that is held is one turn, unless a new one is begun.
  mutating func turn(
    _ status: KnobStatus, to value: Double, isNew: Bool, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    let turn = MonitorState.Turn(
      knob: status.knob.name, value: status.target, round: snapshot.currentRound + 1)
    if isNew || state.turns.last.map({ $0.knob != turn.knob || $0.round != turn.round }) ?? true {
      state.turns = state.turns.suffix(99) + [turn]
    }
    return ask(status.knob, for: value, snapshot)
  }

  /// Gives a knob a value that was typed.
  mutating func set(
    _ knob: Knob, to value: Double, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    let target = KnobStatus.all(snapshot, state).first { $0.knob.name == knob.name }?.target
    state.turns =
      state.turns.suffix(99) + [
        MonitorState.Turn(
          knob: knob.name, value: target ?? knob.value, round: snapshot.currentRound + 1)
      ]
    return ask(knob, for: value, snapshot)
  }

  private mutating func ask(
    _ knob: Knob, for value: Double, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    if let total = snapshot.started?.rounds, snapshot.currentRound >= total {
      state.message = MonitorState.Message(
        text: "the last round has begun: \(knob.label) stays \(knob.text(knob.value))",
        role: .warn)
      return []
    }
    state.requests[knob.name] = MonitorState.Request(value: value, round: snapshot.currentRound)
    state.message = MonitorState.Message(
      text: "\(knob.label) \(knob.text(knob.value)) → \(knob.text(value)) from the next round on",
      role: .pending)
    return [.command(.set(knob: knob.name, value: value))]
  }

  /// Gives the knob that was turned last the value it had before: until its round begins nothing was changed then, and
  /// afterwards this is another change, with its mark.
  private mutating func undo(_ snapshot: RunSnapshot) -> [MonitorEffect] {
    guard let turn = state.turns.popLast(),
      let knob = snapshot.knobs.first(where: { $0.name == turn.knob })
    else { return [] }
    state.requests[knob.name] = MonitorState.Request(
      value: turn.value, round: snapshot.currentRound)
    let words =
      turn.value == knob.value
      ? "stays \(knob.text(knob.value))" : "→ \(knob.text(turn.value)) from the next round on"
    state.message = MonitorState.Message(text: "\(knob.label) \(words)", role: .pending)
    return [.command(.set(knob: knob.name, value: turn.value))]
  }
}
