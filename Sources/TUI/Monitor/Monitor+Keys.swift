import Metrics

extension Monitor {
  /// Takes a key press, and tells what it asks of the world.
  ///
  /// - Parameter snapshot: the run as it was last drawn.
  public mutating func handle(_ key: Key, snapshot: RunSnapshot) -> [MonitorEffect] {
    forgetSettledRequests(snapshot)
    state.message = nil
    let rules = rules(snapshot)
    guard let binding = KeyTable.binding(key, in: rules.contexts) else {
      type(key)
      return []
    }
    if case .normal = state.mode, countDigit(key) { return [] }
    let count = state.count
    state.count = nil
    if case .normal = state.mode, let refusal = rules.refusal(binding.action) {
      state.message = MonitorState.Message(text: refusal, role: .warn)
      return []
    }
    if binding.context.isModal { return answer(binding.action, snapshot) }
    switch binding.action {
    case .step: return step(count)
    case .goTo: return goTo(count)
    default: return perform(binding.action, snapshot)
    }
  }

  /// Keys that do nothing now, with the reason: for the bottom line and the tests.
  func rules(_ snapshot: RunSnapshot) -> KeyContextRules {
    KeyContextRules(
      snapshot: snapshot, state: state, session: session, timeline: timeline, themes: themes.count)
  }

  private mutating func perform(
    _ action: MonitorAction, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    switch action {
    case .togglePause, .knobDown, .knobUp: return steer(action, snapshot)
    case .focusNext: state.focus = state.focus.cycled(1)
    case .focusPrevious: state.focus = state.focus.cycled(-1)
    case .focus(let pane): state.focus = pane
    case .zoom: state.zoomed.toggle()
    case .back: back()
    case .up, .down, .pageUp, .pageDown, .top, .bottom: move(action, snapshot)
    case .sortNext, .sortReverse, .cohortOnTop, .filter, .nextMatch, .previousMatch:
      look(action, snapshot)
    case .earlier, .later, .first, .live: return seek(action, snapshot)
    case .next(let kind): return jump(to: kind, forward: true, snapshot)
    case .previous(let kind): return jump(to: kind, forward: false, snapshot)
    case .faster: return changeSpeed(1)
    case .slower: return changeSpeed(-1)
    case .branch: prepareBranch(snapshot)
    case .theme: return nextTheme()
    case .cost: state.showsCost.toggle()
    case .help: state.mode = .help(query: "", offset: 0)
    case .quit: return quit(snapshot)
    case .interrupt: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .step, .goTo, .accept, .cancel, .erase, .confirm, .decline: break
    }
    return []
  }

  /// A digit of a count before `.` or `r`; digits that focus a pane do so as well, until those come.
  private mutating func countDigit(_ key: Key) -> Bool {
    guard case .character(let character) = key, let digit = character.wholeNumberValue,
      character.isASCII
    else { return false }
    let count = state.count ?? MonitorState.Count(value: 0, focus: state.focus)
    state.count = MonitorState.Count(
      value: min(9999, count.value * 10 + digit), focus: count.focus)
    if let pane = PaneKind(rawValue: digit) { state.focus = pane }
    return true
  }

  private mutating func goTo(_ count: MonitorState.Count?) -> [MonitorEffect] {
    if let count { state.focus = count.focus }
    return goTo(count?.value)
  }

  private mutating func step(_ count: MonitorState.Count?) -> [MonitorEffect] {
    if let count { state.focus = count.focus }
    return [.command(.step(max(1, count?.value ?? 1)))]
  }

  /// Takes a key that is in no table: text for what is being typed, or a digit.
  private mutating func type(_ key: Key) {
    guard case .character(let character) = key else { return }
    let isText = CharacterWidth.of(character) > 0
    switch state.mode {
    case .filter where isText && state.filter.count < 40:
      state.filter.append(character)
      state.selectedClient = nil
    case .help(let query, _) where isText && query.count < 40:
      state.mode = .help(query: query + String(character), offset: 0)
    case .round(let text) where character.isASCII && character.isNumber && text.count < 9:
      state.mode = .round(text + String(character))
    case .normal:
      if !countDigit(key) { state.count = nil }
    default: break
    }
  }

  private mutating func back() {
    if state.zoomed {
      state.zoomed = false
    } else if !state.filter.isEmpty {
      state.filter = ""
    } else {
      state.selectedClient = nil
      state.selectedLayer = nil
      state.logOffset = 0
    }
  }

  private mutating func nextTheme() -> [MonitorEffect] {
    guard !themes.isEmpty else { return [] }
    let index = themes.firstIndex { $0.name == theme.name } ?? -1
    theme = themes[(index + 1) % themes.count]
    state.message = MonitorState.Message(text: "theme \(theme.name)", role: .text)
    return [.themeChanged(theme.name)]
  }

  private mutating func quit(_ snapshot: RunSnapshot) -> [MonitorEffect] {
    let ended = rules(snapshot).runState.isEnded
    guard session == .host, !ended, snapshot.started != nil else { return [.quit] }
    state.mode = .quitting
    return []
  }

  private mutating func forgetSettledRequests(_ snapshot: RunSnapshot) {
    guard !state.requests.isEmpty else { return }
    for knob in snapshot.knobs {
      guard let request = state.requests[knob.name] else { continue }
      if !request.isOpen(snapshot, knob) { state.requests[knob.name] = nil }
    }
  }
}
