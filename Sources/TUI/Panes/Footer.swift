import Metrics

/// The bottom line: a question, what is being typed, a message, or the keys that do something now.
enum Footer {
  /// Draws into one row.
  static func render(_ scene: Scene, into canvas: inout Canvas) {
    switch scene.state.mode {
    case .quitting:
      ask(scene, "Quit?", yes: "quit", no: "stay", into: &canvas)
    case .filter:
      canvas.line(
        0,
        left: [
          Span(" /", .key), Span(scene.state.filter, .text), Span("_", .key),
          Span("  client id or idle, training, done, failed", .dim),
        ],
        right: [
          Span("enter", .key), Span(" keep  ", .dim), Span("esc", .key), Span(" undo ", .dim),
        ])
    case .round(let text):
      canvas.line(
        0,
        left: [
          Span(" round ", .key), Span(text, .text), Span("_", .key),
          Span(scene.timeline.map { "  \($0.first) to \($0.last)" } ?? "", .dim),
        ],
        right: [Span("enter", .key), Span(" go  ", .dim), Span("esc", .key), Span(" stay ", .dim)])
    case .branching(let draft): self.draft(draft, into: &canvas)
    case .leaving:
      ask(scene, "Leave this run?", yes: "branch", no: "back", into: &canvas)
    case .help:
      canvas.line(
        0,
        left: [
          Span(" type", .key), Span(" to search  ", .dim), Span("esc", .key), Span(" close", .dim),
        ])
    case .normal:
      if let message = scene.state.message {
        canvas.line(0, left: [Span(" \(message.text)", message.role)])
      } else if let count = scene.state.count {
        canvas.line(
          0,
          left: [
            Span(" \(count.value)", .key), Span("  then ", .dim), Span(".", .key),
            Span(
              " \(scene.session == .replay ? "plays" : "trains") \(count.value) rounds and holds, ",
              .dim), Span("r", .key), Span(" goes to round \(count.value)", .dim),
          ])
      } else {
        hints(scene, into: &canvas)
      }
    }
  }

  /// What a branch is going to be, and the keys that make it.
  private static func draft(_ draft: MonitorState.Draft, into canvas: inout Canvas) {
    let changes = draft.knobs.filter { draft.value($0) != $0.value }.map { knob in
      "\(knob.label) \(knob.text(knob.value)) → \(knob.text(draft.value(knob)))"
    }
    let words = changes.isEmpty ? "same knobs" : changes.joined(separator: ", ")
    let long = [Span(" branch after round \(draft.round): ", .title), Span(words, .pending)]
    let short = [Span(" branch r\(draft.round): ", .title), Span(words, .pending)]
    func keys(_ keys: [(String, String)]) -> [Span] {
      keys.flatMap { [Span("  \($0)", .key), Span(" \($1)", .dim)] } + [Span(" ")]
    }
    let last = [("enter", "begin"), ("esc", "stay")]
    let (all, some) = (keys([("[ ]", "turn"), ("↑ ↓", "knob")] + last), keys(last))
    let forms = [(long, all), (long, some), (short, some)]
    let (left, right) =
      forms.first { left, right in
        canvas.spelledWidth(left) + canvas.spelledWidth(right) <= canvas.width
      } ?? (short, some)
    canvas.line(0, left: left, right: right)
  }

  /// A question about leaving the run, with its answers.
  private static func ask(
    _ scene: Scene, _ words: String, yes: String, no: String, into canvas: inout Canvas
  ) {
    let right = [
      Span("y", .key), Span(" \(yes)  ", .dim), Span("n", .key), Span(" \(no) ", .dim),
    ]
    let room = canvas.width - canvas.spelledWidth(right) - 1
    canvas.line(0, left: question(scene, words, width: room), right: right)
  }

  private static func question(_ scene: Scene, _ words: String, width: Int) -> [Span] {
    let run = scene.snapshot.started?.run ?? "RUN"
    let live = scene.timeline?.record ?? scene.snapshot
    let isInFlight = live.finishedInRound > 0 || !live.trainingNow.isEmpty
    let loss = Span(
      isInFlight ? " \(words) Round \(live.currentRound) in flight is lost; " : " \(words) ", .warn)
    let short = Span("it can be resumed", .dim)
    return .fitting(
      [
        [loss, Span("fedtop resume \(run)", .text), Span(" goes on later", .dim)],
        [loss, Span("fedtop resume \(run)", .text)], [loss, short],
        [Span(" \(words) ", .warn), short], [Span(" \(words)", .warn)],
      ], width: width)
  }

  private static func hints(_ scene: Scene, into canvas: inout Canvas) {
    let rules = KeyContextRules(scene)
    let hints = KeyTable.bindings.filter { rules.isReachable($0) && rules.hint($0) != nil }
    // Help and quit keep their place at the right, whatever else there is room for.
    let isFixed = { (binding: KeyBinding) in binding.action == .help || binding.action == .quit }
    let right = Array(hints.filter(isFixed).map { spans($0, rules) }.joined())
    let end = canvas.width - canvas.spelledWidth(right)
    canvas.put(right, x: end, y: 0)
    var x = 1
    for binding in hints where !isFixed(binding) {
      let spans = spans(binding, rules)
      guard x + canvas.spelledWidth(spans) <= end else { continue }
      x = canvas.put(spans, x: x, y: 0)
    }
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
