import Metrics

/// Which keys do something now, and why the others do not.
struct KeyContextRules {
  private let snapshot: RunSnapshot
  private let state: MonitorState
  private let session: Session
  private let timeline: Timeline?
  private let themes: Int
  private let keys: KeyMap

  init(
    snapshot: RunSnapshot, state: MonitorState, session: Session, timeline: Timeline?,
    themes: Int, keys: KeyMap
  ) {
    self.snapshot = snapshot
    self.state = state
    self.session = session
    self.timeline = timeline
    self.themes = themes
    self.keys = keys
  }

  init(_ scene: Scene) {
    self.init(
      snapshot: scene.snapshot, state: scene.state, session: scene.session,
      timeline: scene.timeline, themes: scene.themes.count, keys: scene.keys)
  }

  /// Contexts whose keys are listened to, the nearest first.
  var contexts: [KeyContext] {
    switch state.mode {
    case .filter: [.filterEntry, .terminal]
    case .help: [.helpOpen, .terminal]
    case .round: [.roundEntry, .terminal]
    case .command: [.commandEntry, .terminal]
    case .branching: [.branching, .terminal]
    case .leaving: [.leaving, .terminal]
    case .diagnosis: [.diagnosis, .terminal]
    case .options: [.options, .terminal]
    case .themes: [.themes, .terminal]
    case .quitting: [.question, .terminal]
    case .normal where state.openClient != nil:
      [.client, .run, .panes, .past, .playback, .monitor, .terminal]
    case .normal:
      // A pane's own keys go first. Those of the clients work from everywhere, where nothing else has them.
      (state.focus.pane.keys.map { [$0] } ?? [])
        + [.run, .panes, .past, .playback, .monitor, .terminal, .clients]
    }
  }

  /// Whether a binding's context is listened to and has a subject.
  func isReachable(_ binding: KeyBinding) -> Bool {
    contexts.contains(binding.context)
      && (binding.context != .past || timeline != nil)
      && (binding.context != .playback || session == .replay)
      && (binding.context.pane == nil || binding.context.pane == state.focus)
  }

  /// Whether a key of a binding is not taken by a nearer context.
  func isHeard(_ binding: KeyBinding) -> Bool {
    binding.keys.contains { keys.binding($0, in: contexts)?.action == binding.action }
  }

  /// The word for the bottom line.
  func hint(_ binding: KeyBinding) -> String? {
    switch binding.action {
    case .togglePause: runState.isEnded ? nil : runState.isHolding ? "go on" : binding.hint
    case .step where runState.isEnded: nil
    case .branch where runState.isEnded && branchRefusal != nil: nil
    case .knobDown:
      settingRefusal == nil ? KnobStatus.selected(snapshot, state)?.knob.label : nil
    case .zoom: state.zoomed ? "unzoom" : binding.hint
    case .live where session == .replay: "last"
    case .live where state.cursor == nil: nil
    case .live: runState.isEnded ? "last" : binding.hint
    default: binding.hint
    }
  }

  /// What the bottom line names before all others: where nothing trains any more, what is left to do with a run.
  var wanted: [MonitorAction] {
    runState.isEnded ? [.earlier, .live, .branch, .overlay, .browse] : []
  }

  /// Why an action does nothing now; nil when it does something.
  func refusal(_ action: MonitorAction) -> String? {
    switch action {
    case .togglePause, .step:
      if runState.isEnded {
        return session == .replay ? "this is the end of the record" : "the run has ended"
      }
      return runState == .finishing ? "the run is finishing" : nil
    case .knobDown, .knobUp: return knobRefusal(action == .knobUp ? 1 : -1)
    case .undo:
      if let settingRefusal { return settingRefusal }
      return state.turns.isEmpty ? "no knob was turned here" : nil
    case .up, .down, .pageUp, .pageDown, .top, .bottom:
      return !state.focus.pane.hasBar ? "nothing to select here" : nil
    case .filter where state.focus == .log: return nil
    case .fisherView where hasScores, .filter where state.focus == .fisher && hasScores: return nil
    case .heatScaling where state.fisherView == .scores,
      .heatLock where state.fisherView == .scores:
      return "scores have no scale of heat"
    case .heatLock, .heatScaling, .fisherView,
      .filter where state.focus == .fisher:
      return snapshot.fisher.isEmpty ? "no Fisher information is measured yet" : nil
    case .open: return state.focus.pane.openRefusal(snapshot, timeline)
    case .taller, .shorter, .asGiven: return resizingRefusal(action)
    case .clientsView where !snapshot.clients.isEmpty:
      return ClientsView.data.isTold(snapshot)
        ? nil : "the record does not tell what each of so many clients has"
    case .clientsView, .sortNext, .sortReverse, .cohortOnTop, .filter, .nextMatch, .previousMatch:
      return snapshot.clients.isEmpty ? "no clients yet" : nil
    case .branch: return branchRefusal
    case .earlier, .later, .first, .live, .goTo, .next, .previous: return pastRefusal(action)
    case .slower: return speedRefusal(-1)
    case .faster: return speedRefusal(1)
    case .theme: return themes < 2 ? "there is only one theme" : nil
    default: return nil
    }
  }

  /// State of the run now.
  var runState: RunState {
    state.cursor == nil ? snapshot.state : timeline?.state ?? snapshot.state
  }

  /// Why no knob can be given a value now; nil when one can.
  var settingRefusal: String? {
    let branch = keys.name(.branch, in: .run).map { "; \($0) branches from here" } ?? ""
    if session == .replay { return "what is played is done" + branch }
    if state.cursor != nil { return "this round is done" + branch }
    return runState.isEnded ? "the run has ended" : nil
  }

  /// Why nothing can be noted now; nil when it can.
  var noteRefusal: String? {
    if session == .replay { return "a note goes into a live run; this one is played" }
    return runState.isEnded ? "the run has ended" : nil
  }

  private func knobRefusal(_ direction: Int) -> String? {
    if let settingRefusal { return settingRefusal }
    guard let status = KnobStatus.selected(snapshot, state) else {
      return snapshot.started == nil ? "the run has not started" : "this method has no knobs"
    }
    let next = status.knob.moved(from: status.target, direction: direction)
    guard next == status.target else { return nil }
    let bound = direction > 0 ? "most" : "least"
    return "\(status.knob.label) is at its \(bound), \(status.knob.text(status.target))"
  }

  private func pastRefusal(_ action: MonitorAction) -> String? {
    guard let timeline, timeline.last >= timeline.first else { return "no round to look at" }
    let round = session == .replay ? snapshot.round : state.cursor
    switch action {
    case .earlier, .first: return round == timeline.first ? "this is the first round" : nil
    case .later, .live:
      if session == .replay { return round == timeline.last ? "this is the last round" : nil }
      return round == nil ? "this is the live run" : nil
    default: return nil
    }
  }

  /// Whether layers were scored, which the Fisher pane shows before it has heat.
  private var hasScores: Bool { snapshot.initialisation?.layerScores.isEmpty == false }

  private var branchRefusal: String? {
    guard snapshot.initialisation != nil else { return "there is nothing to branch from yet" }
    if runState == .finishing { return "the run is finishing" }
    let round = state.cursor ?? snapshot.round
    guard round >= snapshot.started?.rounds ?? 0 else { return nil }
    return "no round is left after round \(round): look back, then branch"
  }

  private func resizingRefusal(_ action: MonitorAction) -> String? {
    if action == .asGiven {
      return state.resizing == Resizing() ? "no border was moved" : nil
    }
    if state.openClient != nil { return "one client has the screen" }
    return state.zoomed ? "the pane has the whole screen" : nil
  }

  private func speedRefusal(_ direction: Int) -> String? {
    guard session == .replay, let speed = timeline?.speed else {
      return "only a replay has a speed"
    }
    guard ReplaySpeed.next(to: speed, direction: direction) == nil else { return nil }
    return direction > 0 ? "this is as fast as drawing allows" : "this is the slowest"
  }
}

extension RunState {
  /// Whether the space key lets it go on.
  var isHolding: Bool { self == .paused || self == .pausing }
}
