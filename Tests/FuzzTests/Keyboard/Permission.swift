import Metrics

@testable import TUI

/// What a key may ask of the world in a state of the monitor: said a second time, beside the code that asks.
struct Permission {
  /// The monitor before the key.
  let monitor: Monitor
  /// The run that it showed.
  let snapshot: RunSnapshot

  /// Whether `effect` is one that `key` stands for here.
  func allows(_ effect: MonitorEffect, of key: Key) -> Bool {
    guard isSound(effect) else { return false }
    switch key {
    case .paste: return false
    case .background: if case .themeChanged = effect { return true } else { return false }
    case .mouse(let event): return allows(effect, of: event)
    default: return actions(of: key).contains { allows(effect, $0) }
    }
  }

  /// Whether an effect makes sense at all: values between their bounds, and no knob turned in what is done already.
  private func isSound(_ effect: MonitorEffect) -> Bool {
    guard case .command(.set(let name, let value)) = effect else { return true }
    guard let knob = snapshot.knobs.first(where: { $0.name == name }) else { return false }
    return monitor.session != .replay && monitor.state.cursor == nil && !snapshot.state.isEnded
      && (knob.minimum...knob.maximum).contains(value)
  }

  /// What the table binds a key to in the contexts that may be listened to now.
  private func actions(of key: Key) -> [MonitorAction] {
    KeyTable.bindings.filter { $0.keys.contains(key) && isOpen($0.context) }.map(\.action)
  }

  /// Whether the keys of a context may mean something now.
  private func isOpen(_ context: KeyContext) -> Bool {
    if context == .terminal { return true }
    switch monitor.state.mode {
    case .normal where context == .client: return monitor.openClient != nil
    case .normal: return !context.isModal
    case .filter: return context == .filterEntry
    case .help: return context == .helpOpen
    case .round: return context == .roundEntry
    case .command: return context == .commandEntry
    case .branching: return context == .branching
    case .leaving: return context == .leaving
    case .diagnosis: return context == .diagnosis
    case .options: return context == .options
    case .themes: return context == .themes
    case .quitting: return context == .question
    }
  }

  private func allows(_ effect: MonitorEffect, _ action: MonitorAction) -> Bool {
    switch (action, effect) {
    case (.togglePause, .command(.pause)), (.togglePause, .command(.resume)),
      (.step, .command(.step(1))), (.knobDown, .command(.set)), (.knobUp, .command(.set)),
      (.undo, .command(.set)), (.back, .browse), (.browse, .browse), (.save, .save),
      (.theme, .themeChanged), (.quit, .quit), (.interrupt, .quit), (.suspend, .suspend),
      (.redraw, .redraw), (.slower, .speed), (.faster, .speed), (.earlier, .seek),
      (.later, .seek), (.first, .seek), (.live, .seek), (.next, .seek), (.previous, .seek):
      return true
    case (.back, .seek(let round)): return monitor.state.cursor != nil && round == present
    case (.open, .seek): return monitor.state.focus == .log
    case (.confirm, .quit): return monitor.state.mode == .quitting
    case (.confirm, .branch): if case .leaving = monitor.state.mode { return true }
    case (.accept, _): return accepts(effect) || changes(effect)
    case (.valueNext, _), (.valueBefore, _): return changes(effect)
    case (.saveOptions, .saveOptions): return true
    case (_, .themeChanged): if case .themes = monitor.state.mode { return true }
    default: break
    }
    return false
  }

  /// Where escape leads to from the past: a replay goes to its last round, every other run goes on as it does.
  private var present: Int? { monitor.session == .replay ? monitor.timeline?.last : nil }

  /// Whether another value of an option may ask for `effect`.
  private func changes(_ effect: MonitorEffect) -> Bool {
    guard case .options = monitor.state.mode else { return false }
    switch effect {
    case .themeChanged, .mouse: return true
    default: return false
    }
  }

  /// Whether accepting what is typed or prepared may ask for `effect`.
  private func accepts(_ effect: MonitorEffect) -> Bool {
    switch (monitor.state.mode, effect) {
    case (.round(let digits), .seek(let round)): return round.map(String.init) == plain(digits)
    case (.diagnosis, .seek): return true
    case (.branching, .branch): return monitor.session != .host || snapshot.state.isEnded
    case (.command(let line), _):
      switch (try? monitor.parser(snapshot).parse(line.text), effect) {
      case (.run(let wanted)?, .command(let command)): return wanted == command
      case (.goTo, .seek), (.theme, .themeChanged), (.save, .save), (.quit, .quit): return true
      case (.overlay(let run)?, .overlay(let drawn)): return run == drawn
      case (.overlayOff(let run)?, .overlayOff(let drawn)): return run == drawn
      default: return false
      }
    default: return false
    }
  }

  /// Digits without zeros before them.
  private func plain(_ digits: String) -> String? { Int(digits).map(String.init) }

  /// What a button went down on explains what it asks for; keys of the bottom line are keys.
  private func allows(_ effect: MonitorEffect, of event: MouseEvent) -> Bool {
    let under = monitor.target(column: event.column, row: event.row, snapshot)
    switch (event.kind, event.kind == .press ? under : monitor.state.grip, effect) {
    case (.release, .key(let key)?, _): return under == .key(key) && allows(effect, of: key)
    case (.release, _, _), (.wheelUp, _, _), (.wheelDown, _, _): return false
    case (_, .rail(let name, _, _)?, .command(.set(let knob, _))): return name == knob
    case (_, .rounds?, .seek), (.press, .badge?, .seek): return true
    case (.press, .row?, .seek): return monitor.state.focus == .log
    default: return false
    }
  }
}
