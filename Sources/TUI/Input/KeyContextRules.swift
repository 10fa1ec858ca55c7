import Metrics

/// Which keys do something now, and why the others do not.
struct KeyContextRules {
  private let snapshot: RunSnapshot
  private let state: MonitorState
  private let session: Session
  private let timeline: Timeline?
  private let themes: Int

  init(
    snapshot: RunSnapshot, state: MonitorState, session: Session, timeline: Timeline?, themes: Int
  ) {
    self.snapshot = snapshot
    self.state = state
    self.session = session
    self.timeline = timeline
    self.themes = themes
  }

  init(_ scene: Scene) {
    self.init(
      snapshot: scene.snapshot, state: scene.state, session: scene.session,
      timeline: scene.timeline, themes: scene.themes)
  }

  /// Contexts whose keys are listened to, the nearest first.
  var contexts: [KeyContext] {
    switch state.mode {
    case .filter: [.filterEntry, .terminal]
    case .help: [.helpOpen, .terminal]
    case .quitting: [.question, .terminal]
    case .normal: [.clients, .run, .panes, .past, .monitor, .terminal]
    }
  }

  /// Whether a binding's context is listened to and has a subject.
  func isReachable(_ binding: KeyBinding) -> Bool {
    contexts.contains(binding.context)
      && (binding.context != .past || timeline != nil)
      && (binding.context != .clients || state.focus == .clients)
  }

  /// The word for the bottom line.
  func hint(_ binding: KeyBinding) -> String? {
    switch binding.action {
    case .togglePause: state.cursor == nil && runState.isHolding ? "go on" : binding.hint
    case .knobDown: KnobStatus.selected(snapshot, state)?.knob.label
    case .zoom: state.zoomed ? "unzoom" : binding.hint
    case .live: state.cursor == nil ? nil : binding.hint
    default: binding.hint
    }
  }

  /// Why an action does nothing now; nil when it does something.
  func refusal(_ action: MonitorAction) -> String? {
    switch action {
    case .togglePause, .step:
      if runState.isEnded { return "the run has ended" }
      return runState == .finishing ? "the run is finishing" : nil
    case .knobDown, .knobUp: return knobRefusal(action == .knobUp ? 1 : -1)
    case .up, .down, .pageUp, .pageDown, .top, .bottom:
      return state.focus == .learning || state.focus == .bytes ? "nothing to select here" : nil
    case .sortNext, .sortReverse, .cohortOnTop, .filter, .nextMatch, .previousMatch:
      return snapshot.clients.isEmpty ? "no clients yet" : nil
    case .earlier, .later, .live: return pastRefusal(action)
    case .theme: return themes < 2 ? "there is only one theme" : nil
    default: return nil
    }
  }

  /// State of the run now.
  var runState: RunState {
    state.cursor == nil ? snapshot.state : timeline?.state ?? snapshot.state
  }

  private func knobRefusal(_ direction: Int) -> String? {
    if session == .replay { return "a replay cannot be steered" }
    if state.cursor != nil { return "return to the live run first" }
    if runState.isEnded { return "the run has ended" }
    guard let status = KnobStatus.selected(snapshot, state) else {
      return "this method has no knobs"
    }
    let next = status.knob.moved(from: status.target, direction: direction)
    guard next == status.target else { return nil }
    let bound = direction > 0 ? "most" : "least"
    return "\(status.knob.label) is at its \(bound), \(status.knob.text(status.target))"
  }

  private func pastRefusal(_ action: MonitorAction) -> String? {
    guard let timeline, timeline.last >= timeline.first else { return "no round to look at" }
    let round = state.cursor
    switch action {
    case .earlier: return round == timeline.first ? "this is the first round" : nil
    default: return round == nil ? "this is the live run" : nil
    }
  }
}

extension RunState {
  /// Whether the space key lets it go on.
  var isHolding: Bool { self == .paused || self == .pausing }
}
