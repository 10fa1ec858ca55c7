import Metrics
import Testing

@testable import TUI

@Suite struct KeyTests {
  private let snapshot = SampleRun(signs: ["order_loss", "trace_spread", "link_share"]).snapshot

  /// Presses keys and collects the effects.
  private func press(_ monitor: inout Monitor, _ keys: Key...) -> [MonitorEffect] {
    keys.flatMap { monitor.handle($0, snapshot: snapshot) }
  }

  private func typed(_ monitor: inout Monitor, _ text: String) -> [MonitorEffect] {
    text.flatMap { monitor.handle(.character($0), snapshot: snapshot) }
  }

  /// A monitor in which the keys of `context` mean something.
  private func monitor(for context: KeyContext) -> Monitor {
    var monitor = Monitor(theme: .standard)
    monitor.timeline = Timeline(first: 1, last: 30, state: .running, record: snapshot)
    monitor.screen = (Size(width: 120, height: 36), Capabilities(colors: .mono, unicode: true))
    switch context {
    case .roundEntry: _ = typed(&monitor, "r1")
    case .branching: _ = typed(&monitor, "b")
    case .leaving: _ = press(&monitor, .character("b"), .enter)
    case .playback:
      monitor.session = .replay
      monitor.timeline?.speed = 4
    case .filterEntry: _ = typed(&monitor, "/7")
    case .log: _ = typed(&monitor, "6")
    case .learning: _ = typed(&monitor, "2")
    case .fisher: _ = typed(&monitor, "3")
    case .client: _ = press(&monitor, .down, .down, .enter)
    case .commandEntry:
      _ = typed(&monitor, ":pause")
      _ = press(&monitor, .enter)
      _ = typed(&monitor, ":st")
    case .diagnosis: _ = typed(&monitor, "d")
    case .helpOpen: _ = typed(&monitor, "?s")
    case .question: _ = typed(&monitor, "q")
    case .past: _ = press(&monitor, .left, .left)
    case .options: _ = typed(&monitor, "O")
    case .themes: _ = press(&monitor, .character("O"), .enter)
    default: break
    }
    return monitor
  }

  /// The same for the keys of the list of runs.
  @Test func everyBindingOfTheListDoesSomething() {
    for binding in KeyTable.bindings where [.browser, .comparing].contains(binding.context) {
      for key in binding.keys {
        var browser = BrowserTests.browser()
        browser.beneath = "a run"
        if binding.context == .comparing {
          for key in [Key.character(" "), .down, .character(" "), .character("c"), .down] {
            _ = browser.handle(key)
          }
        } else {
          _ = browser.handle(.down)
        }
        let before = browser
        let effects = browser.handle(key)
        #expect(!effects.isEmpty || browser != before, "\(binding.label): \(binding.help)")
      }
    }
  }

  /// Each binding changes the state or has an effect: no key is in the table that does nothing.
  @Test func everyBindingDoesSomething() {
    let elsewhere: [KeyContext] = [.browser, .comparing]
    for binding in KeyTable.bindings where !elsewhere.contains(binding.context) {
      for key in binding.keys {
        var monitor = monitor(for: binding.context)
        switch binding.action {
        case .back: _ = typed(&monitor, "z")
        case _ where binding.context == .diagnosis:
          // Of three lines the bar is on the second.
          _ = press(&monitor, .down)
        case .up, .pageUp, .top: _ = press(&monitor, .pageDown, .pageDown)
        case .focus(.clients): _ = typed(&monitor, "3")
        case .asGiven: _ = typed(&monitor, "+")
        case .down where binding.context == .commandEntry: _ = press(&monitor, .up)
        case .accept where binding.context == .commandEntry: _ = press(&monitor, .tab)
        default: break
        }
        let before = monitor.state
        let effects = monitor.handle(key, snapshot: snapshot)
        #expect(
          !effects.isEmpty || monitor.state != before, "\(binding.label): \(binding.help)")
      }
    }
  }

  @Test func everyActionIsBound() {
    let actions: [MonitorAction] = [
      .togglePause, .step, .knobDown, .knobUp, .branch, .focusNext, .focusPrevious, .zoom, .back,
      .up, .down,
      .pageUp, .pageDown, .top, .bottom, .sortNext, .sortReverse, .cohortOnTop, .filter,
      .nextMatch, .previousMatch, .earlier, .later, .open, .nextClient, .previousClient,
      .closeClient, .clientsView, .curveAxis,
      .curveDetail, .logLoss, .overlay, .logDetail, .fisherView, .heatScaling, .heatLock, .command,
      .save,
      .complete, .undo, .nextPreset, .previousPreset, .taller, .shorter, .asGiven,
      .first, .live, .goTo, .slower, .faster, .theme,
      .cost, .options, .valueBefore, .valueNext, .saveOptions, .diagnose, .browse, .mark, .compare,
      .help, .quit, .interrupt,
      .suspend, .redraw, .accept, .cancel, .erase, .eraseLine, .confirm, .decline,
    ]
    let landmarks = Landmark.Kind.allCases.flatMap { [MonitorAction.next($0), .previous($0)] }
    for action in actions + landmarks + PaneKind.allCases.map({ .focus($0) }) {
      #expect(KeyTable.bindings.contains { $0.action == action })
    }
  }

  @Test func noKeyMeansTwoThingsAtOnce() {
    for context in KeyContext.allCases {
      let keys = KeyTable.bindings.filter { $0.context == context }.flatMap(\.keys)
      #expect(Set(keys).count == keys.count)
    }
    // A pane's own keys go before those of all panes, and no two panes have the focus.
    let normal = KeyTable.bindings.filter {
      !$0.context.isModal && $0.context.pane == nil && $0.context != .client
    }
    .flatMap(\.keys)
    #expect(Set(normal).count == normal.count)
  }

  @Test func spacePausesAndGoesOn() {
    var monitor = Monitor(theme: .standard)
    #expect(press(&monitor, .character(" ")) == [.command(.pause)])
    for state in [RunState.pausing, .paused] {
      var held = snapshot
      held.apply(.stateChanged(state))
      #expect(monitor.handle(.character(" "), snapshot: held) == [.command(.resume)])
    }
  }

  @Test func aDigitGoesToItsPaneAndIsNoCount() {
    var monitor = Monitor(theme: .standard)
    #expect(typed(&monitor, ".") == [.command(.step(1))])
    #expect(typed(&monitor, "3") == [] && monitor.state.focus == .fisher)
    #expect(typed(&monitor, ".") == [.command(.step(1))])
    #expect(typed(&monitor, "123456") == [] && monitor.state.focus == .log)
    #expect(typed(&monitor, ".") == [.command(.step(1))])
    #expect(typed(&monitor, "0890.") == [.command(.step(1))] && monitor.state.focus == .log)
  }

  @Test func pastedTextIsNoKeys() {
    var monitor = Monitor(theme: .standard)
    let text = Key.paste("quality of the run ]]] y\n")
    #expect(press(&monitor, text).isEmpty && monitor.state.mode == .normal)
    #expect(monitor.state.message?.text == "pasted text is no keys: nothing was done")
    for opener in ["q", "b"] {
      var modal = Monitor(theme: .standard)
      _ = typed(&modal, opener)
      let mode = modal.state.mode
      #expect(press(&modal, text).isEmpty && modal.state.mode == mode)
    }
  }

  @Test func textIsPastedIntoALineThatIsTyped() {
    var monitor = Monitor(theme: .standard)
    _ = typed(&monitor, "/a")
    _ = press(&monitor, .paste("b\u{1b}[3\n 漢\u{202e}" + String(repeating: "z", count: 90)))
    #expect(monitor.state.filter.hasPrefix("ab[3 漢z") && monitor.state.filter.count == 40)
    _ = press(&monitor, .escape)
    _ = typed(&monitor, "?so")
    _ = press(&monitor, .paste("rt\n"))
    #expect(monitor.state.mode == .help(query: "sort", offset: 0))
    _ = press(&monitor, .escape)
    monitor.timeline = Timeline(first: 0, last: 30, state: .running)
    _ = typed(&monitor, "r")
    _ = press(&monitor, .paste("round 1２7 of 30"))
    #expect(monitor.state.mode == .round("1730"))
  }

  @Test func bracketsTurnTheSparsityAndShowItAtOnce() {
    var monitor = Monitor(theme: .standard)
    // 0.55 is pending in the sample, so the next value up is 0.6, then 0.65.
    #expect(typed(&monitor, "]") == [.command(.set(knob: "sparsity", value: 0.6))])
    #expect(typed(&monitor, "]") == [.command(.set(knob: "sparsity", value: 0.65))])
    #expect(typed(&monitor, "[") == [.command(.set(knob: "sparsity", value: 0.6))])
    let status = KnobStatus.selected(snapshot, monitor.state)
    #expect(status?.pending?.value == 0.6)
    #expect(status?.pending?.round == 32)
  }

  @Test func aTurnIsTakenBackAsOne() {
    var monitor = Monitor(theme: .standard)
    #expect(typed(&monitor, "u").isEmpty)
    #expect(monitor.state.message?.text == "no knob was turned here")
    _ = typed(&monitor, "]]]]")
    // 0.55 waited before.
    #expect(typed(&monitor, "u") == [.command(.set(knob: "sparsity", value: 0.55))])
    #expect(typed(&monitor, "u").isEmpty)
    // What took effect is turned back by a change of its own.
    _ = typed(&monitor, "]")
    var later = snapshot
    later.apply(.commandApplied(CommandRecord(name: "sparsity", value: 0.6, round: 32)))
    #expect(
      monitor.handle(.character("u"), snapshot: later)
        == [.command(.set(knob: "sparsity", value: 0.55))])
  }

  @Test func requestsEndWhenTheRunAnswers() {
    var monitor = Monitor(theme: .standard)
    _ = typed(&monitor, "]")
    var later = snapshot
    later.apply(.commandApplied(CommandRecord(name: "sparsity", value: 0.6, round: 32)))
    #expect(KnobStatus.selected(later, monitor.state)?.pending?.value == 0.55)
    #expect(monitor.handle(.character("x"), snapshot: later).isEmpty)
    #expect(monitor.state.requests.isEmpty)
  }

  @Test func arrowsChooseTheKnob() {
    var monitor = Monitor(theme: .standard)
    _ = typed(&monitor, "5")
    _ = press(&monitor, .down)
    #expect(typed(&monitor, "]") == [.command(.set(knob: "lr", value: 0.0005))])
  }

  @Test func knobsStopAtTheirBounds() {
    var monitor = Monitor(theme: .standard)
    _ = typed(&monitor, "5jj")
    _ = typed(&monitor, "[")
    #expect(typed(&monitor, "[").isEmpty)
    #expect(monitor.state.message?.text.contains("at its least") == true)
  }

  @Test func replayCannotBeSteered() {
    var monitor = Monitor(theme: .standard, session: .replay)
    #expect(typed(&monitor, "]").isEmpty)
    #expect(monitor.state.message != nil)
    #expect(typed(&monitor, " ") == [.command(.pause)])
  }

  @Test func quitAsksOnlyWhenTrainingWouldBeLost() {
    var host = Monitor(theme: .standard)
    #expect(typed(&host, "q").isEmpty)
    #expect(host.state.mode == .quitting)
    #expect(typed(&host, "n").isEmpty)
    #expect(typed(&host, "q" + "y") == [.quit])
    #expect(typed(&host, "qq") == [.quit])
    #expect(press(&host, .character("q"), .escape).isEmpty)
    #expect(press(&host, .character("q"), .enter).isEmpty && host.state.mode == .normal)
    // A key that is no answer is no yes, and takes the question away: words that are pasted where the terminal does not
    // mark pastes end nothing.
    #expect(typed(&host, "qx").isEmpty)
    #expect(host.state.mode == .normal)
    #expect(!typed(&host, "quality").contains(.quit))

    var attached = Monitor(theme: .standard, session: .attached)
    #expect(typed(&attached, "q") == [.quit])
    var ended = snapshot
    ended.apply(.stateChanged(.finished))
    var finished = Monitor(theme: .standard)
    #expect(finished.handle(.character("q"), snapshot: ended) == [.quit])
    #expect(finished.handle(.character(" "), snapshot: ended).isEmpty)
    #expect(finished.state.message?.text == "the run has ended")
  }

  @Test func terminalKeys() {
    var monitor = Monitor(theme: .standard)
    #expect(press(&monitor, .control("c")) == [.quit])
    #expect(press(&monitor, .control("z")) == [.suspend])
    #expect(press(&monitor, .control("l")) == [.redraw])
    for opener in ["/", "?", "q", "b", "r"] {
      var modal = Monitor(theme: .standard)
      modal.timeline = Timeline(first: 0, last: 30, state: .running)
      _ = typed(&modal, opener)
      #expect(press(&modal, .control("c")) == [.quit], "after \(opener)")
    }
  }

  @Test func filterIsLiveAndCanBeTakenBack() {
    var monitor = Monitor(theme: .standard)
    _ = typed(&monitor, "/9q")
    #expect(monitor.state.filter == "9q")
    _ = press(&monitor, .backspace, .enter)
    #expect(monitor.state.filter == "9")
    _ = typed(&monitor, "/training")
    _ = press(&monitor, .escape)
    #expect(monitor.state.filter == "9")
    _ = typed(&monitor, "n")
    let first = monitor.state.selectedClient
    _ = typed(&monitor, "nN")
    #expect(monitor.state.selectedClient == first)
    #expect(first.map { String($0).contains("9") } == true)
    _ = press(&monitor, .escape)
    #expect(monitor.state.filter.isEmpty)
  }

  @Test func lookingBackAndReturning() {
    var monitor = Monitor(theme: .standard)
    #expect(press(&monitor, .left).isEmpty)
    monitor.timeline = Timeline(first: 1, last: 2, state: .running)
    #expect(press(&monitor, .left) == [.seek(2)])
    #expect(press(&monitor, .left) == [.seek(1)])
    #expect(press(&monitor, .left).isEmpty)
    #expect(typed(&monitor, "]").isEmpty)
    #expect(press(&monitor, .right, .right) == [.seek(2), .seek(nil)])
    #expect(press(&monitor, .right).isEmpty)
    #expect(press(&monitor, .left, .end) == [.seek(2), .seek(nil)])
  }

  /// Training that is done is merged, whatever of its test is missing.
  @Test func whatQuittingCostsIsTheRoundThatTrainsAndNotTheOneUnderTest() {
    var run = snapshot
    var monitor = Monitor(theme: .standard)
    _ = monitor.handle(.character("q"), snapshot: run)
    func question() -> String {
      let capabilities = Capabilities(colors: .mono, unicode: false)
      let grid = monitor.render(
        run, size: Size(width: 120, height: 36), capabilities: capabilities)
      return GridText.plain(grid).split(separator: "\n").last.map(String.init) ?? ""
    }
    #expect(question().contains("Quit? Round 31 in flight is lost; "))
    run.apply(.progressed(Progress(.evaluating, done: 3, total: 40)))
    #expect(question().contains("Quit? Round 31 under test is kept; "))
  }

  @Test func themesCycle() {
    var monitor = Monitor(theme: .standard)
    let names = Theme.builtIns.map(\.name)
    let presses = String(repeating: "t", count: names.count)
    #expect(
      typed(&monitor, presses) == (names.dropFirst() + ["default"]).map { .themeChanged($0) })
  }

  @Test func footerNamesOnlyKeysThatWork() {
    let size = Size(width: 120, height: 36)
    let capabilities = Capabilities(colors: .mono, unicode: false)
    let grid = Monitor(theme: .standard).render(snapshot, size: size, capabilities: capabilities)
    let footer = GridText.plain(grid).split(separator: "\n").last.map(String.init) ?? ""
    for word in ["space pause", "[ ] sparsity rho", "/ filter", "? help", "q quit"] {
      #expect(footer.contains(word))
    }
    #expect(footer.contains("b branch") && !footer.contains("left back"))
    var elsewhere = Monitor(theme: .standard)
    elsewhere.focus(.bytes)
    let other = elsewhere.render(snapshot, size: size, capabilities: capabilities)
    #expect(!GridText.plain(other).contains("/ filter"))
  }

  @Test func documentationHoldsEveryBinding() {
    for binding in KeyTable.bindings {
      #expect(KeyMap.standard.markdown.contains(binding.help))
      #expect(KeyMap.standard.text.contains(binding.help))
    }
  }
}

extension KeyTests {
  /// A pane without keys of its own is zoomed by enter, and the keys of the clients lead to them from anywhere.
  @Test func enterDoesWhatTheFocusedPaneSays() {
    let run = SampleRun().snapshot
    for pane in [PaneKind.bytes, .knobs, .learning, .fisher] {
      var monitor = Monitor(theme: .standard)
      monitor.timeline = Timeline(first: 0, last: 30, state: .running, record: run)
      monitor.focus(pane)
      #expect(monitor.handle(.enter, snapshot: run) == [])
      #expect(monitor.state.zoomed && monitor.openClient == nil)
      _ = monitor.handle(.character("s"), snapshot: run)
      #expect(monitor.state.focus == .clients)
    }
  }
}
