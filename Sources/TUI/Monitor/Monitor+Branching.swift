import Metrics

extension Monitor {
  /// Begins to prepare a branch from the round that is shown.
  ///
  /// What waits for the next round of a live run becomes a change of the branch: it begins as the
  /// person has set the knobs, and they can be turned further before it does.
  mutating func prepareBranch(_ snapshot: RunSnapshot) {
    let round = state.cursor ?? snapshot.round
    let targets = state.cursor == nil ? KnobStatus.all(snapshot, state) : []
    state.mode = .branching(
      MonitorState.Draft(
        round: round, knobs: snapshot.knobs(atEndOf: round),
        values: Dictionary(
          targets.map { ($0.knob.name, $0.target) }, uniquingKeysWith: { $1 }),
        focus: state.focus))
    state.focus = .knobs
  }

  /// Takes a key while a branch is prepared.
  mutating func answerDraft(
    _ action: MonitorAction, _ draft: MonitorState.Draft, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    switch action {
    case .knobDown: turn(draft, -1, snapshot)
    case .knobUp: turn(draft, 1, snapshot)
    case .up, .down: move(action, snapshot)
    case .accept:
      // Only a run that trains here is lost from sight, and has to be resumed.
      guard session == .host, !rules(snapshot).runState.isEnded else { return begin(draft) }
      state.mode = .leaving(draft)
    default:
      state.mode = .normal
      state.focus = draft.focus
    }
    return []
  }

  /// Takes the answer to whether the live run is to be left.
  mutating func answerLeaving(
    _ action: MonitorAction, _ draft: MonitorState.Draft
  ) -> [MonitorEffect] {
    if action == .confirm { return begin(draft) }
    state.mode = .branching(draft)
    return []
  }

  private mutating func begin(_ draft: MonitorState.Draft) -> [MonitorEffect] {
    state.mode = .normal
    state.focus = draft.focus
    state.cursor = nil
    // What was turned, kept or opened was of the run that is left.
    (state.requests, state.turns) = ([:], [])
    (state.heatLock, state.openClient) = (nil, nil)
    say("branching after round \(draft.round)", .pending)
    return [.branch(draft.branch)]
  }

  private mutating func turn(
    _ draft: MonitorState.Draft, _ direction: Int, _ snapshot: RunSnapshot
  ) {
    guard let status = KnobStatus.selected(snapshot, state) else { return }
    var draft = draft
    draft.values[status.knob.name] = status.knob.moved(from: status.target, direction: direction)
    state.mode = .branching(draft)
  }
}
