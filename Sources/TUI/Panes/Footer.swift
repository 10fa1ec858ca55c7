import Metrics

/// The bottom line: a question, what is being typed, a message, or the keys that do something now.
enum Footer {
  /// Draws into one row.
  static func render(_ scene: Scene, into canvas: inout Canvas) {
    switch scene.state.mode {
    case .quitting:
      ask(scene, "Quit?", quitting, into: &canvas)
    case .filter:
      filter(
        scene.state.typedFilter, hint: scene.state.focus.pane.filter?.hint ?? "", into: &canvas)
    case .round(let text):
      canvas.line(
        0,
        left: [
          Span(" round ", .key), Span(text, .text), Span("_", .key),
          Span(scene.timeline.map { "  \($0.first) to \($0.last)" } ?? "", .dim),
        ],
        right: [Span("enter", .key), Span(" go  ", .dim), Span("esc", .key), Span(" stay ", .dim)])
    case .command(let line): command(line, scene, into: &canvas)
    case .branching(let draft): self.draft(draft, scene, into: &canvas)
    case .leaving:
      ask(scene, "Leave this run?", leaving, into: &canvas)
    case .diagnosis:
      canvas.line(
        0,
        left: [
          Span(" enter", .key), Span(" where it began  ", .dim), Span("esc", .key),
          Span(" close", .dim), Span("  ↑ ↓", .key), Span(" move", .dim),
        ])
    case .options: OptionsOverlay.bottom(scene, into: &canvas)
    case .themes(let picker): picker.bottom(into: &canvas)
    case .help:
      canvas.line(
        0,
        left: [
          Span(" type", .key), Span(" to search  ", .dim), Span("↑ ↓", .key),
          Span(" scroll  ", .dim), Span("esc", .key), Span(" close", .dim),
        ])
    case .normal:
      if let message = scene.state.message {
        canvas.line(0, left: [Span(" \(message.text)", message.role)])
      } else {
        hints(scene, into: &canvas)
      }
    }
  }

  /// A filter that is typed, with what it can be, or why a pattern is none.
  static func filter(_ text: String, hint: String, into canvas: inout Canvas) {
    let problem = TextFilter(text).problem
    canvas.line(
      0,
      left: [
        Span(" /", .key), Span(text, .text), Span("_", .key),
        Span("  \(problem ?? hint)", problem == nil ? .dim : .warn),
      ],
      right: [
        Span("enter", .key), Span(" keep  ", .dim), Span("esc", .key), Span(" undo ", .dim),
      ])
  }

  /// A line that is typed, with what it would do.
  private static func command(_ line: TypedLine, _ scene: Scene, into canvas: inout Canvas) {
    let parser = TypedLineParser(
      snapshot: scene.snapshot, rules: KeyContextRules(scene), themes: scene.themes,
      runs: scene.runs)
    let typed = [Span(" :", .key), Span(line.text, .text), Span("_", .key)]
    let found = line.text.isEmpty ? [] : parser.completions(line.text)
    let others = found.filter { $0 != line.text }.prefix(8).joined(separator: "  ")
    let hint = others.isEmpty ? parser.preview(line.text) : Span(others, .dim)
    // What is typed last is seen, whatever has to go.
    let room = canvas.width - canvas.spelledWidth(typed) - 3
    if room < 12 {
      let text = Text.tail(line.text, width: canvas.width - 4)
      return canvas.line(0, left: [Span(" :", .key), Span(text, .text), Span("_", .key)])
    }
    let end = canvas.put(typed, x: 0, y: 0)
    canvas.put([hint], x: end + 2, y: 0)
  }

  /// What a branch is going to be, and the keys that make it.
  private static func draft(
    _ draft: MonitorState.Draft, _ scene: Scene, into canvas: inout Canvas
  ) {
    let changes = draft.knobs.filter { draft.value($0) != $0.value }.map { knob in
      "\(knob.label) \(knob.text(knob.value)) → \(knob.text(draft.value(knob)))"
    }
    let words = changes.isEmpty ? "same knobs" : changes.joined(separator: ", ")
    let long = [Span(" branch after round \(draft.round): ", .title), Span(words, .pending)]
    let whole = long + again(draft.round, scene)
    let short = [Span(" branch r\(draft.round): ", .title), Span(words, .pending)]
    func keys(_ keys: [(String, String)]) -> [Span] {
      keys.flatMap { [Span("  \($0)", .key), Span(" \($1)", .dim)] } + [Span(" ")]
    }
    let last = [("enter", "begin"), ("esc", "stay")]
    let turn = [MonitorAction.knobDown, .knobUp].compactMap { scene.keys.name($0, in: .branching) }
    let (all, some) = (
      keys([(turn.joined(separator: " "), "turn"), ("↑ ↓", "knob")] + last), keys(last)
    )
    let forms = [(whole, all), (whole, some), (long, all), (long, some), (short, some)]
    let (left, right) =
      forms.first { left, right in
        canvas.spelledWidth(left) + canvas.spelledWidth(right) <= canvas.width
      } ?? (short, some)
    canvas.line(0, left: left, right: right)
  }

  /// What a branch costs before it begins: rounds since the last checkpoint that is kept.
  private static func again(_ round: Int, _ scene: Scene) -> [Span] {
    let kept = (scene.timeline?.checkpoints ?? []).filter { $0 <= round }.max()
    guard let kept, kept < round else { return [] }
    let rounds =
      kept + 1 == round ? "round \(round) is" : "rounds \(kept + 1)–\(round) are"
    return [Span(", \(rounds) computed again first", .warn)]
  }

  /// The answers to a question, which stand at the right.
  private struct Answers {
    let yes: String
    let no: String

    var spans: [Span] {
      [Span("y", .key), Span(" \(yes)  ", .dim), Span("n", .key), Span(" \(no) ", .dim)]
    }
  }

  private static let quitting = Answers(yes: "quit", no: "stay")
  private static let leaving = Answers(yes: "branch", no: "back")

  /// A question about leaving the run, with its answers.
  private static func ask(
    _ scene: Scene, _ words: String, _ answers: Answers, into canvas: inout Canvas
  ) {
    let right = answers.spans
    let room = canvas.width - canvas.spelledWidth(right) - 1
    canvas.line(0, left: question(scene, words, width: room), right: right)
  }

  private static func question(_ scene: Scene, _ words: String, width: Int) -> [Span] {
    let run = scene.snapshot.started?.run ?? "RUN"
    let live = scene.timeline?.record ?? scene.snapshot
    let fate: String? =
      if live.progress?.task == .evaluating, live.currentRound > 0 {
        "under test is kept"
      } else if live.finishedInRound > 0 || !live.trainingNow.isEmpty {
        "in flight is lost"
      } else {
        nil
      }
    let loss = Span(" \(words) " + (fate.map { "Round \(live.currentRound) \($0); " } ?? ""), .warn)
    let short = Span("it can be resumed", .dim)
    return .fitting(
      [
        [loss, Span("fedtop resume \(run)", .text), Span(" goes on later", .dim)],
        [loss, Span("fedtop resume \(run)", .text)], [loss, short],
        [Span(" \(words) ", .warn), short], [Span(" \(words)", .warn)],
      ], width: width)
  }

  /// What a cell is: a key that is named there, while the line names keys.
  static func target(x: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? {
    switch scene.state.mode {
    case .quitting: return answer(x, quitting, on: canvas)
    case .leaving: return answer(x, leaving, on: canvas)
    case .normal where scene.state.message == nil: return hint(x, scene, on: canvas)
    default: return nil
    }
  }

  private static func answer(_ x: Int, _ answers: Answers, on canvas: Canvas) -> MouseTarget? {
    var left = canvas.width - canvas.spelledWidth(answers.spans)
    guard x >= left else { return nil }
    left += canvas.spelledWidth([Span("y \(answers.yes)")])
    if x < left { return .key(.character("y")) }
    return x >= left + 2 && x < canvas.width - 1 ? .key(.character("n")) : nil
  }

  private static func hint(_ x: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? {
    for hint in placed(scene, on: canvas) where x >= hint.x && x < hint.end - 2 {
      let words = canvas.glyphs.spelled(hint.binding.hintLabel).split(separator: " ")
      guard words.count > 1 else { return hint.binding.keys.first.map { .key($0) } }
      // Of two keys, such as "[ ]", the one that is pointed at.
      var left = hint.x
      for word in words {
        if x >= left, x < left + word.count {
          return (Self.arrows[String(word)] ?? Key(name: String(word))).map { .key($0) }
        }
        left += word.count + 1
      }
    }
    return nil
  }

  private static let arrows: [String: Key] = ["←": .left, "→": .right]

  private static func hints(_ scene: Scene, into canvas: inout Canvas) {
    let rules = KeyContextRules(scene)
    for hint in placed(scene, on: canvas) {
      canvas.put(spans(hint.binding, rules), x: hint.x, y: 0)
    }
  }

  /// Keys that are named, with the columns of each.
  private static func placed(
    _ scene: Scene, on canvas: Canvas
  ) -> [(binding: KeyBinding, x: Int, end: Int)] {
    let rules = KeyContextRules(scene)
    let all = scene.keys.bindings.filter {
      rules.isReachable($0) && rules.hint($0) != nil && rules.isHeard($0)
    }
    let wanted = rules.wanted
    let hints =
      wanted.compactMap { action in all.first { $0.action == action } }
      + all.filter { !wanted.contains($0.action) }
    func width(_ binding: KeyBinding) -> Int { canvas.spelledWidth(spans(binding, rules)) }
    // Help and quit keep their place at the right, whatever else there is room for.
    let isFixed = { (binding: KeyBinding) in binding.action == .help || binding.action == .quit }
    let end = canvas.width - hints.filter(isFixed).reduce(0) { $0 + width($1) }
    var placed: [(binding: KeyBinding, x: Int, end: Int)] = []
    var (x, right) = (1, end)
    for binding in hints {
      let width = width(binding)
      if isFixed(binding) {
        placed.append((binding, right, right + width))
        right += width
      } else if x + width <= end {
        placed.append((binding, x, x + width))
        x += width
      }
    }
    return placed
  }

  private static func spans(_ binding: KeyBinding, _ rules: KeyContextRules) -> [Span] {
    // Whether there is less or more to turn depends on the direction; one of them nearly always
    // works.
    let isValid = rules.refusal(binding.action) == nil || binding.action == .knobDown
    return [
      Span(binding.hintLabel, isValid ? .key : .keyDisabled),
      Span(" \(rules.hint(binding) ?? "")  ", .dim),
    ]
  }
}
