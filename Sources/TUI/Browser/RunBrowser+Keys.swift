import Metrics

extension RunBrowser {
  /// Contexts whose keys are listened to.
  var contexts: [KeyContext] {
    switch mode {
    case .list: [.browser, .terminal]
    case .filter: [.filterEntry, .terminal]
    case .comparing: [.comparing, .terminal]
    case .help: [.helpOpen, .terminal]
    case .quitting: [.question, .terminal]
    }
  }

  /// Takes a key press, and tells what it asks of the world.
  public mutating func handle(_ key: Key) -> [BrowserEffect] {
    message = nil
    guard let binding = keys.binding(key, in: contexts) else {
      type(key)
      return []
    }
    switch binding.action {
    case .interrupt: return [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .quit: return quit()
    default: break
    }
    switch mode {
    case .list: return perform(binding.action)
    case .filter(let previous): answerFilter(binding.action, previous: previous)
    case .comparing: return answerComparison(binding.action)
    case .help(let offset): answerHelp(binding.action, offset)
    case .quitting:
      mode = .list
      return binding.action == .confirm ? [.quit] : []
    }
    return []
  }

  private mutating func perform(_ action: MonitorAction) -> [BrowserEffect] {
    switch action {
    case .open: return open()
    case .mark: mark()
    case .compare: compare()
    case .sortNext: order = order.next
    case .filter: mode = .filter(previous: filter)
    case .help: mode = .help(offset: 0)
    case .options: return [.options]
    case .back: return back()
    default: move(action)
    }
    return []
  }

  /// Moves the bar.
  private mutating func move(_ action: MonitorAction) {
    let shown = shown
    guard let row = row(of: shown),
      let next = action.moved(from: row, count: shown.count)
    else { return }
    selected = shown[next].path
  }

  private mutating func open() -> [BrowserEffect] {
    let shown = shown
    guard let row = row(of: shown) else {
      say("there is no run to watch")
      return []
    }
    if let problem = shown[row].problem {
      say("cannot be watched: \(problem)", .error)
      return []
    }
    selected = shown[row].path
    return [.open(shown[row].path)]
  }

  private mutating func mark() {
    let shown = shown
    guard let row = row(of: shown) else { return say("there is no run to mark") }
    let path = shown[row].path
    selected = path
    if marks.contains(path) {
      marks.removeAll { $0 == path }
    } else {
      // The older of two marks makes room, so that a third run is compared with the last one.
      marks = marks.suffix(1) + [path]
    }
  }

  private mutating func compare() {
    guard pair != nil else {
      let mark = keys.name(.mark, in: .browser).map { " with \($0)" } ?? ""
      return say("mark two runs\(mark) first: two that are marked are compared")
    }
    scroll = 0
    mode = .comparing
  }

  private mutating func back() -> [BrowserEffect] {
    if !filter.isEmpty {
      filter = ""
      return []
    }
    if beneath != nil { return [.back] }
    if !marks.isEmpty {
      marks = []
    } else {
      let quit = keys.name(.quit, in: .browser).map { "; \($0) quits" } ?? ""
      say("there is no run beneath" + quit)
    }
    return []
  }

  private mutating func quit() -> [BrowserEffect] {
    guard isAtWork else { return [.quit] }
    mode = .quitting
    return []
  }

  private mutating func answerFilter(_ action: MonitorAction, previous: String) {
    switch action {
    case .erase: filter = String(filter.dropLast())
    case .eraseLine: filter = ""
    case .cancel:
      filter = previous
      mode = .list
    default: mode = .list
    }
  }

  private mutating func answerComparison(_ action: MonitorAction) -> [BrowserEffect] {
    switch action {
    case .open:
      guard let pair else { break }
      mode = .list
      selected = pair.first.path
      return [.open(pair.first.path, behind: pair.second.path)]
    case .up: scroll = max(0, scroll - 1)
    case .down: scroll = min(scroll + 1, max(0, (comparison?.rows.count ?? 1) - 1))
    default: mode = .list
    }
    return []
  }

  private mutating func answerHelp(_ action: MonitorAction, _ offset: Int) {
    let last = helpLines.count - 1
    switch action {
    case .up: mode = .help(offset: max(0, offset - 1))
    case .down: mode = .help(offset: min(last, offset + 1))
    case .pageUp: mode = .help(offset: max(0, offset - 10))
    case .pageDown: mode = .help(offset: min(last, offset + 10))
    case .erase, .eraseLine: break
    default: mode = .list
    }
  }

  /// Takes a key that is in no table: text for the filter, and nothing else.
  private mutating func type(_ key: Key) {
    guard case .filter = mode else { return }
    let text: String
    switch key {
    case .character(let character): text = String(character)
    case .paste(let pasted): text = Text.oneLine(pasted)
    default: return
    }
    let visible = text.filter { CharacterWidth.of($0) > 0 }
    filter += visible.prefix(max(0, 40 - filter.count))
  }
}
