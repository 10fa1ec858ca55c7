import Metrics

/// A knob with what is known about its next and its last change.
struct KnobStatus {
  let knob: Knob
  /// Another value that waits for a round boundary, and the first round it can apply to.
  let pending: (value: Double, round: Int)?
  /// Round of the last change that took effect.
  let applied: Int?

  /// Value the knob is going to have.
  var target: Double { pending?.value ?? knob.value }

  /// All knobs of a run.
  static func all(_ snapshot: RunSnapshot, _ state: MonitorState) -> [KnobStatus] {
    if let draft = state.draft { return all(draft, snapshot) }
    return snapshot.knobs.map { knob in
      let queued = snapshot.pending.last { $0.name == knob.name }
      var pending = queued.flatMap { record in record.value.map { (value: $0, round: record.round) }
      }
      // What was typed is shown at once; the snapshot confirms it a moment later. A past round knows nothing of it.
      if state.cursor == nil, let request = state.requests[knob.name],
        request.isOpen(snapshot, knob)
      {
        pending = (request.value, queued?.round ?? snapshot.currentRound + 1)
      }
      if pending?.value == knob.value { pending = nil }
      return KnobStatus(
        knob: knob, pending: pending,
        applied: snapshot.lastChange(of: knob.name))
    }
  }

  /// All knobs as a branch is to begin with them.
  private static func all(_ draft: MonitorState.Draft, _ snapshot: RunSnapshot) -> [KnobStatus] {
    draft.knobs.map { knob in
      let value = draft.value(knob)
      return KnobStatus(
        knob: knob, pending: value == knob.value ? nil : (value, draft.round &+ 1),
        applied: snapshot.lastChange(of: knob.name, through: draft.round))
    }
  }

  /// The knob that `[` and `]` move: the chosen one, else the sparsity, else the first.
  static func selected(_ snapshot: RunSnapshot, _ state: MonitorState) -> KnobStatus? {
    let all = all(snapshot, state)
    return all.first { $0.knob.name == state.selectedKnob }
      ?? all.first { $0.knob.name == "sparsity" } ?? all.first
  }
}

extension RunSnapshot {
  /// The round since which a knob has had its value; nil where that is the one that the run began with.
  ///
  /// Of several turns before one round the last counts: what was taken back there has changed nothing.
  fileprivate func lastChange(of name: String, through last: Int = .max) -> Int? {
    let start = started?.knobs.first { $0.name == name }?.value
    var now: (value: Double?, since: Int?) = (start, nil)
    var (before, round) = (now, 0)
    for record in applied where record.name == name && record.round <= last {
      if record.round != round { (before, round) = (now, record.round) }
      now = record.value == before.value ? before : (record.value, record.round)
    }
    return now.since
  }
}

extension MonitorState.Request {
  /// Whether the snapshot does not show yet what became of it.
  func isOpen(_ snapshot: RunSnapshot, _ knob: Knob) -> Bool {
    knob.value != value && snapshot.currentRound <= round
  }
}

extension Knob {
  /// A value as a person would type it.
  func text(_ value: Double) -> String {
    guard scale == .linear else { return Units.significant(value) }
    if step == step.rounded(), value == value.rounded() { return Units.fixed(value, 0) }
    return Units.fixed(value, step >= 0.01 ? 2 : 4)
  }

  /// Place of a value between the bounds, 0 to 1.
  func fraction(_ value: Double) -> Double {
    func position(_ value: Double) -> Double {
      scale == .linear || value <= 0 ? value : value.naturalLogarithm
    }
    let low = position(minimum)
    let span = position(maximum) - low
    let share = span > 0 ? (position(value) - low) / span : 0
    return share.isFinite ? min(1, max(0, share)) : 0
  }
}
