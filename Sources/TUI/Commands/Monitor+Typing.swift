import Metrics

extension Monitor {
  /// Takes a key while a line is typed.
  mutating func answerLine(
    _ action: MonitorAction, _ line: TypedLine, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    switch action {
    case .erase:
      // An empty line is left by one more.
      let shorter = TypedLine(text: String(line.text.dropLast()))
      state.mode = line.text.isEmpty ? .normal : .command(shorter)
    case .eraseLine: state.mode = .command(TypedLine())
    case .complete: complete(line, snapshot)
    case .up: recall(line, 1)
    case .down: recall(line, -1)
    case .accept: return accept(line, snapshot)
    default: state.mode = .normal
    }
    return []
  }

  /// What reads the line that is typed.
  func parser(_ snapshot: RunSnapshot) -> TypedLineParser {
    TypedLineParser(
      snapshot: snapshot, rules: rules(snapshot), themes: themes.names, runs: runs)
  }

  private mutating func complete(_ line: TypedLine, _ snapshot: RunSnapshot) {
    let found = parser(snapshot).completions(line.text)
    guard let first = found.first else { return }
    let common = found.dropFirst().reduce(first) {
      String(zip($0, $1).prefix { $0 == $1 }.map(\.0))
    }
    let text = found.count == 1 ? first + " " : common
    state.mode = .command(TypedLine(text: text))
  }

  private mutating func recall(_ line: TypedLine, _ step: Int) {
    let back = max(0, min(state.typed.count, line.back + step))
    let text = back > 0 ? state.typed[state.typed.count - back] : ""
    state.mode = .command(TypedLine(text: text, back: back))
  }

  private mutating func accept(_ line: TypedLine, _ snapshot: RunSnapshot) -> [MonitorEffect] {
    do {
      guard let command = try parser(snapshot).parse(line.text) else {
        state.mode = .normal
        return []
      }
      state.typed = state.typed.filter { $0 != line.text }.suffix(99) + [line.text]
      state.mode = .normal
      return obey(command, snapshot)
    } catch {
      // The line stays, to be mended; what is wrong with it stands beside it.
      return []
    }
  }

  private mutating func obey(
    _ command: TypedCommand, _ snapshot: RunSnapshot
  ) -> [MonitorEffect] {
    switch command {
    case .run(.set(let name, let value)):
      guard let knob = snapshot.knobs.first(where: { $0.name == name }) else { return [] }
      return set(knob, to: value, snapshot)
    case .run(let command):
      if case .until(let goal) = command { say("goes on until \(goal.text)", .pending) }
      return [.command(command)]
    case .goTo(let round?): return goTo(round)
    case .goTo(nil): return seek(.live, snapshot)
    case .theme(let name?): return use(theme: name)
    case .theme(nil): chooseTheme(from: nil)
    case .overlay(let run): return [.overlay(run)]
    case .overlayOff(let run): return [.overlayOff(run)]
    case .save: return [.save]
    case .help:
      state.mode = .help(query: "", offset: 0)
      return []
    case .quit: return quit(snapshot)
    }
    return []
  }
}
