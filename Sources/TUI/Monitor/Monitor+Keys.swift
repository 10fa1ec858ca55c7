import Metrics

extension Monitor {
  /// Takes a key press, and tells what it asks of the world.
  ///
  /// - Parameter snapshot: the run as it was last drawn.
  public mutating func handle(_ key: Key, snapshot: RunSnapshot) -> [MonitorEffect] {
    let snapshot = withRemarks(snapshot)
    forgetSettledRequests(snapshot)
    switch key {
    case .mouse(let event): return handle(event, snapshot: snapshot)
    case .background(let red, let green, let blue): return follow(Background(red, green, blue))
    default: break
    }
    (state.message, state.preview) = (nil, nil)
    let rules = rules(snapshot)
    guard let binding = keys.binding(key, in: rules.contexts) else {
      // Whatever else is typed at a question about the end of a run is no yes.
      if case .quitting = state.mode, case .character = key { state.mode = .normal }
      type(key)
      return []
    }
    if binding.context.isModal { return answer(binding.action, snapshot) }
    return take(binding.action, snapshot)
  }

  /// Does what an action of the panes says, or says why not.
  mutating func take(_ action: MonitorAction, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    if case .normal = state.mode, let refusal = rules(snapshot).refusal(action) {
      state.message = MonitorState.Message(text: refusal, role: .warn)
      return []
    }
    return perform(action, snapshot)
  }

  /// Keys that do nothing now, with the reason: for the bottom line and the tests.
  func rules(_ snapshot: RunSnapshot) -> KeyContextRules {
    KeyContextRules(
      snapshot: snapshot, state: state, session: session, timeline: timeline,
      themes: themes.names.count, keys: keys)
  }

  private mutating func perform(
    _ action: MonitorAction, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    switch action {
    case .togglePause, .step, .knobDown, .knobUp, .undo: return steer(action, snapshot)
    case .goTo: return goTo(nil)
    case .focusNext: focusNext(1, snapshot)
    case .focusPrevious: focusNext(-1, snapshot)
    case .focus(let pane): (state.focus, state.openClient) = (pane, nil)
    case .zoom: (state.zoomed, state.openClient) = (!state.zoomed, nil)
    case .nextPreset: cyclePreset(1)
    case .previousPreset: cyclePreset(-1)
    case .taller: resize(by: 1, snapshot)
    case .shorter: resize(by: -1, snapshot)
    case .asGiven: state.resizing = Resizing()
    case .open: return state.focus.pane.open(snapshot, in: &self)
    case .nextClient, .previousClient:
      move(action == .nextClient ? .down : .up, snapshot)
      state.openClient = state.selectedClient
    case .closeClient: state.openClient = nil
    case .back: return back(snapshot)
    case .up, .down, .pageUp, .pageDown, .top, .bottom: move(action, snapshot)
    case .clientsView, .sortNext, .sortReverse, .cohortOnTop, .filter, .nextMatch, .previousMatch:
      look(action, snapshot)
    case .earlier, .later, .first, .live: return seek(action, snapshot)
    case .next(let kind): return jump(to: kind, forward: true, snapshot)
    case .previous(let kind): return jump(to: kind, forward: false, snapshot)
    case .faster: return changeSpeed(1)
    case .slower: return changeSpeed(-1)
    case .branch: prepareBranch(snapshot)
    case .fisherView, .heatScaling, .heatLock: lookAtHeat(action, snapshot)
    case .curveAxis, .curveDetail, .logLoss: lookAtCurves(action)
    case .logDetail: lookAtLog()
    case .overlay: state.mode = .command(TypedLine(text: "overlay "))
    case .theme: return nextTheme()
    case .cost: state.showsCost.toggle()
    case .marks:
      state.showsMarks.toggle()
      say(state.showsMarks ? "marks are shown" : "marks are hidden")
    case .options: state.mode = .options(row: 0)
    case .command: state.mode = .command(TypedLine())
    case .save: return [.save]
    case .diagnose: state.mode = .diagnosis(row: 0)
    case .browse: return [.browse]
    case .help: state.mode = .help(query: "", offset: 0)
    case .quit: return quit(snapshot)
    case .interrupt: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .mark, .compare, .valueBefore, .valueNext, .saveOptions: break
    case .accept, .cancel, .erase, .eraseLine, .complete, .confirm, .decline: break
    }
    return []
  }

  /// Goes to the pane so many places further, among those of the preset that have something to show.
  private mutating func focusNext(_ step: Int, _ snapshot: RunSnapshot) {
    let panes = state.preset.panes.filter { $0.pane.isThere(snapshot) }
    state.focus = state.focus.cycled(step, among: panes)
    state.openClient = nil
  }

  /// Takes a key that is in no table: text for what is being typed.
  ///
  /// Text is pasted into a line that is typed, and nowhere else: its letters are no keys.
  private mutating func type(_ key: Key) {
    switch key {
    case .character(let character): write([character])
    case .paste(let text):
      if !write(Array(Text.oneLine(text))) {
        state.message = MonitorState.Message(
          text: "pasted text is no keys: nothing was done", role: .dim)
      }
    default: break
    }
  }

  /// Adds what can be written to the line that is typed.
  /// - Returns: false where nothing is typed.
  @discardableResult
  private mutating func write(_ text: [Character]) -> Bool {
    let visible = text.filter { CharacterWidth.of($0) > 0 }
    switch state.mode {
    case .filter:
      let more = visible.prefix(max(0, Self.longestLine - state.typedFilter.count))
      state.typedFilter.append(contentsOf: more)
      if !more.isEmpty {
        (state.selectedClient, state.selectedLayer, state.logOffset) = (nil, nil, 0)
      }
    case .help(let query, _):
      let more = visible.prefix(max(0, Self.longestLine - query.count))
      if !more.isEmpty { state.mode = .help(query: query + String(more), offset: 0) }
    case .command(let line):
      let more = visible.prefix(max(0, Self.longestCommand - line.text.count))
      state.mode = .command(TypedLine(text: line.text + String(more)))
    case .round(let digits):
      let more = visible.filter { $0.isASCII && $0.isNumber }.prefix(max(0, 9 - digits.count))
      state.mode = .round(digits + String(more))
    default: return false
    }
    return true
  }

  /// Characters that a typed line takes.
  private static let longestLine = 40
  /// The same for a command, which may be a note.
  private static let longestCommand = 200

  /// Takes back one thing at a time; where there is none left, a list of runs that the monitor came from is next.
  private mutating func back(_ snapshot: RunSnapshot) -> [MonitorEffect] {
    let before = state
    if state.zoomed {
      state.zoomed = false
    } else if !state.typedFilter.isEmpty {
      state.typedFilter = ""
    } else {
      state.selectedClient = nil
      state.selectedLayer = nil
      state.logOffset = 0
    }
    guard state == before else { return [] }
    if state.cursor != nil { return seek(.live, snapshot) }
    return isOverBrowser ? [.browse] : []
  }

  /// Takes over the theme for the terminal's background: as long as nobody has chosen one, and once.
  private mutating func follow(_ background: Background) -> [MonitorEffect] {
    let suiting = themeOnBackground?(background)
    themeOnBackground = nil
    guard let suiting, suiting.name != theme.name else { return [] }
    theme = suiting
    note("theme", from: .other("the terminal is \(background.rawValue)"))
    return [.themeChanged(theme.name)]
  }

  mutating func quit(_ snapshot: RunSnapshot) -> [MonitorEffect] {
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
