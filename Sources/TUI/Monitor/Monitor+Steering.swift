import Metrics

extension Monitor {
  /// Makes the commands of the keys that steer the run.
  mutating func steer(_ action: MonitorAction, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    switch action {
    case .togglePause:
      return [.command(rules(snapshot).runState.isHolding ? .resume : .pause)]
    case .knobDown: return turn(-1, snapshot)
    case .knobUp: return turn(1, snapshot)
    default: return []
    }
  }

  private mutating func turn(_ direction: Int, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    guard let status = KnobStatus.selected(snapshot, state) else { return [] }
    let knob = status.knob
    let value = knob.moved(from: status.target, direction: direction)
    state.requests[knob.name] = MonitorState.Request(value: value, round: snapshot.currentRound)
    state.message = MonitorState.Message(
      text: "\(knob.label) \(knob.text(knob.value)) → \(knob.text(value)) from the next round on",
      role: .pending)
    return [.command(.set(knob: knob.name, value: value))]
  }
}
