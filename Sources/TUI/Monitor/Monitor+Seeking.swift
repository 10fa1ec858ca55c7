import Metrics

extension Monitor {
  /// Looks at another round: one further or back, the first, or the newest.
  mutating func seek(_ action: MonitorAction, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    guard let timeline else { return [] }
    let here = position(snapshot, timeline)
    switch action {
    case .earlier: return look(at: here > timeline.first ? here - 1 : timeline.first, timeline)
    case .later: return look(at: here.addingClamped(1), timeline)
    case .first: return look(at: timeline.first, timeline)
    default: return look(at: timeline.last.addingClamped(1), timeline)
    }
  }

  /// Looks at the next landmark of a kind, or at the one before.
  mutating func jump(
    to kind: Landmark.Kind, forward: Bool, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    guard let timeline else { return [] }
    let here = position(snapshot, timeline)
    let rounds = timeline.first...max(timeline.first, timeline.last)
    let all = Landmark.all(kind, in: timeline.record).filter { rounds.contains($0.round) }
    let found = forward ? all.first { $0.round > here } : all.last { $0.round < here }
    guard let found else {
      say("no \(forward ? "later" : "earlier") \(kind.word)", .warn)
      return []
    }
    say("round \(found.round): \(found.text)", kind == .warning ? .warn : .text)
    return look(at: found.round, timeline)
  }

  /// Goes to a typed round, or begins to type one.
  mutating func goTo(_ round: Int?) -> [MonitorEffect] {
    guard let timeline else { return [] }
    guard let round else {
      state.mode = .round("")
      return []
    }
    guard (timeline.first...max(timeline.first, timeline.last)).contains(round) else {
      say("rounds \(timeline.first) to \(timeline.last) can be looked at", .warn)
      return []
    }
    return look(at: round, timeline)
  }

  /// Looks at the round under the pointer, or at the nearest that there is; beyond the last one is the live run.
  mutating func point(at round: Int, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    guard let timeline, timeline.last >= timeline.first else { return [] }
    let end = session == .replay ? timeline.last : timeline.last.addingClamped(1)
    let wanted = max(timeline.first, min(round, end))
    return wanted == position(snapshot, timeline) ? [] : look(at: wanted, timeline)
  }

  /// Takes a key while a round is typed.
  mutating func answerRound(_ action: MonitorAction, _ text: String) -> [MonitorEffect] {
    switch action {
    case .erase:
      state.mode = .round(String(text.dropLast()))
      return []
    case .eraseLine:
      state.mode = .round("")
      return []
    case .accept:
      state.mode = .normal
      return Int(text).map { goTo($0) } ?? []
    default:
      state.mode = .normal
      return []
    }
  }

  /// Plays a replay faster or slower.
  mutating func changeSpeed(_ direction: Int) -> [MonitorEffect] {
    guard let speed = timeline?.speed,
      let next = ReplaySpeed.next(to: speed, direction: direction)
    else { return [] }
    say("replay at \(ReplaySpeed.text(next))", .text)
    return [.speed(next)]
  }

  /// The round that is shown; one past the last while a live run is followed.
  private func position(_ snapshot: RunSnapshot, _ timeline: Timeline) -> Int {
    if session == .replay { return snapshot.round }
    return state.cursor ?? timeline.last.addingClamped(1)
  }

  /// A replay moves its own head; elsewhere a cursor stands in the past while the run goes on.
  private mutating func look(at round: Int, _ timeline: Timeline) -> [MonitorEffect] {
    if session == .replay { return [.seek(min(round, timeline.last))] }
    state.cursor = round > timeline.last ? nil : round
    return [.seek(state.cursor)]
  }
}

extension Int {
  /// The sum, or the greatest number there is: counts may come from a file that somebody edited.
  func addingClamped(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}
