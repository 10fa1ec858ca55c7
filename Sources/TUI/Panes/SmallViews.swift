import Metrics

/// What is shown where there is no room for panes.
enum SmallViews {
  /// Draws the `lines`, `line` and `letter` rungs.
  static func render(_ scene: Scene, into canvas: inout Canvas) {
    if let prompt = prompt(scene) {
      canvas.put(prompt, x: 0, y: canvas.height - 1)
      if canvas.height == 1 { return }
    }
    let rows = canvas.height - (prompt(scene) == nil ? 0 : 1)
    switch scene.rung {
    case .lines:
      let lines = lines(scene, width: canvas.width)
      for (y, spans) in lines.prefix(rows).enumerated() { canvas.line(y, left: spans) }
    case .line:
      canvas.line(0, left: oneLine(scene, width: canvas.width))
    default:
      canvas.put(scene.runState.letter, x: 0, y: 0, scene.runState.role)
    }
  }

  /// What a key has asked of the person; there is no footer here.
  private static func prompt(_ scene: Scene) -> [Span]? {
    switch scene.state.mode {
    case .quitting: [Span("quit? ", .warn), Span("y/n", .key), Span(" (can resume)", .dim)]
    case .filter: [Span("/\(scene.state.typedFilter)_", .key)]
    case .help: [Span("keys need 24x6, esc", .warn)]
    case .diagnosis: [Span("needs 24x6, esc", .warn)]
    case .options, .themes: [Span("options need 24x6, esc", .warn)]
    case .round(let text): [Span("round ", .dim), Span("\(text)_", .key)]
    case .command(let line): [Span(":\(Text.tail(line.text, width: 16))_", .key)]
    case .branching(let draft):
      [Span("branch r\(draft.round)? ", .pending), Span("enter/esc", .key)]
    case .leaving: [Span("leave run? ", .warn), Span("y/n", .key)]
    case .normal: scene.state.message.map { [Span($0.text, $0.role)] }
    }
  }

  private static func lines(_ scene: Scene, width: Int) -> [[Span]] {
    let ledger = scene.snapshot.ledger
    let head = [state(scene), Span(" \(StatusHeader.roundText(scene))", .text)]
    let cohort = scene.facts.cohort.map { "\(scene.snapshot.finishedInRound)/\($0)" }
    let test = Series.testLoss(scene).last.map { Units.significant($0) } ?? "–"
    let global = Series.global(scene).last.map(scene.snapshot.score.text) ?? "–"
    let loss = [Span("loss ", .dim), Span(loss(scene), .series1)]
    let accuracy = [Span("\(scene.snapshot.score.short) ", .dim), Span(accuracy(scene), .series3)]
    let bytes = [
      Span("↑", .series5), Span(Units.bytes(ledger.up) + " ", .text), Span("↓", .series6),
      Span(Units.bytes(ledger.down), .text),
    ]
    let candidates: [[[Span]]] = [
      [
        head + [Span("  ")] + StatusHeader.phase(scene),
        head + [Span(cohort.map { " \($0)" } ?? "", .training)], head,
      ],
      [loss + [Span("  test ", .dim), Span(test, .series2)], loss],
      [
        accuracy + [Span("  global ", .dim), Span(global, .series4)],
        accuracy + [Span(" ", .dim), Span(global, .series4)], accuracy,
      ],
      [
        bytes
          + [Span(ledger.shareOfDense.map { "  \(Units.percent($0)) of dense" } ?? "", .dim)],
        bytes,
      ],
    ]
    return candidates.map { .fitting($0, width: width) }
  }

  private static func oneLine(_ scene: Scene, width: Int) -> [Span] {
    let state = state(scene)
    let short = Span(String(scene.runState.letter), scene.runState.role)
    let round = Span(" \(StatusHeader.roundText(scene))", .text)
    let figures = [Span(" loss ", .dim), Span(loss(scene), .series1)]
    let more = [Span(" \(scene.snapshot.score.short) ", .dim), Span(accuracy(scene), .series3)]
    return .fitting(
      [
        [state, round] + figures + more, [state, round] + figures, [state, round],
        [short, round], [short],
      ], width: width)
  }

  /// What the run is doing; there is no badge here, so that a round that is looked back at is called the past.
  private static func state(_ scene: Scene) -> Span {
    scene.state.cursor == nil
      ? Span(scene.runState.word, scene.runState.role) : Span("PAST", .paused)
  }

  private static func loss(_ scene: Scene) -> String {
    Series.trainLoss(scene).last.map { Units.significant($0) } ?? "–"
  }

  private static func accuracy(_ scene: Scene) -> String {
    Series.score(scene).last.map(scene.snapshot.score.text) ?? "–"
  }
}
