import Metrics

/// The bottom line: a question, what is being typed, a message, or the keys that do something now.
enum Footer {
  /// Draws into one row.
  static func render(_ scene: Scene, into canvas: inout Canvas) {
    switch scene.state.mode {
    case .quitting:
      canvas.line(
        0, left: question(scene),
        right: [Span("y", .key), Span(" quit  ", .dim), Span("n", .key), Span(" stay ", .dim)])
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
            Span(" trains \(count.value) rounds and holds", .dim),
          ])
      } else {
        hints(scene, into: &canvas)
      }
    }
  }

  private static func question(_ scene: Scene) -> [Span] {
    let run = scene.snapshot.started?.run ?? "RUN"
    let round = scene.snapshot.currentRound
    let loss =
      scene.snapshot.finishedInRound > 0 || !scene.snapshot.trainingNow.isEmpty
      ? "Quit? Round \(round) in flight is lost; " : "Quit? "
    return [
      Span(" \(loss)", .warn), Span("fedtop resume \(run)", .text), Span(" goes on later", .dim),
    ]
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
