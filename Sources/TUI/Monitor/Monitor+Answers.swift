import Metrics

extension Monitor {
  /// Takes a key while something is typed or asked.
  mutating func answer(_ action: MonitorAction, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    switch state.mode {
    case .filter(let previous): answerFilter(action, previous: previous)
    case .help(let query, let offset): answerHelp(action, query, offset, snapshot)
    case .round(let text): return answerRound(action, text)
    case .diagnosis(let row): return answerDiagnosis(action, row: row, snapshot)
    case .options(let row): return answerOptions(action, row: row)
    case .themes(let picker): return answerThemes(action, picker)
    case .command(let line): return answerLine(action, line, snapshot)
    case .branching(let draft): return answerDraft(action, draft, snapshot)
    case .leaving(let draft): return answerLeaving(action, draft)
    case .quitting:
      state.mode = .normal
      return action == .confirm ? [.quit] : []
    case .normal: break
    }
    return []
  }

  private mutating func answerFilter(_ action: MonitorAction, previous: String) {
    switch action {
    case .erase:
      if !state.typedFilter.isEmpty { state.typedFilter.removeLast() }
    case .eraseLine: state.typedFilter = ""
    case .cancel:
      state.typedFilter = previous
      state.mode = .normal
    default: state.mode = .normal
    }
  }

  private mutating func answerHelp(
    _ action: MonitorAction, _ query: String, _ offset: Int, _ snapshot: RunSnapshot
  ) {
    let scene = scene(snapshot, size: Size(width: 80, height: 24), now: 0)
    let last = max(0, HelpOverlay.lines(scene, query: query).count - 1)
    func scrolled(_ step: Int) -> MonitorState.Mode {
      .help(query: query, offset: max(0, min(last, offset + step)))
    }
    switch action {
    case .up: state.mode = scrolled(-1)
    case .down: state.mode = scrolled(1)
    case .pageUp: state.mode = scrolled(-10)
    case .pageDown: state.mode = scrolled(10)
    case .erase: state.mode = .help(query: String(query.dropLast()), offset: 0)
    case .eraseLine: state.mode = .help(query: "", offset: 0)
    default: state.mode = .normal
    }
  }
}
