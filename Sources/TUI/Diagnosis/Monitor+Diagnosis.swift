import Metrics

extension Monitor {
  /// Takes a key while the diagnosis is open.
  mutating func answerDiagnosis(
    _ action: MonitorAction, row: Int, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    let scene = scene(snapshot, size: Size(width: 80, height: 24), now: 0)
    let lines = DiagnosisLine.all(scene)
    let row = max(0, min(row, lines.count - 1))
    switch action {
    case .accept:
      guard lines.indices.contains(row) else { break }
      return follow(lines[row])
    case .up, .down, .pageUp, .pageDown, .top, .bottom:
      state.mode = .diagnosis(row: action.moved(from: row, count: lines.count) ?? 0)
      return []
    default: break
    }
    state.mode = .normal
    return []
  }

  /// Goes to the round where a line was first not as it should be, and to the pane that shows why.
  private mutating func follow(_ line: DiagnosisLine) -> [MonitorEffect] {
    state.mode = .normal
    state.focus = line.cause
    guard let round = line.round else {
      say("\(line.title) was beyond its bound in no round", .ok)
      return []
    }
    let effects = goTo(round)
    if !effects.isEmpty {
      say("round \(round): \(line.title)", line.isWrong ? .warn : .text)
    }
    return effects
  }
}
