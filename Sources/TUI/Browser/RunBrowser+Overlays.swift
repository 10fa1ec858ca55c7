import Metrics

/// What is drawn besides the rows: a comparison, the keys, the bottom line.
extension RunBrowser {
  /// Draws two runs side by side.
  func compare(
    _ pair: (first: RunCard, second: RunCard), _ comparison: RunComparison,
    into canvas: inout Canvas
  ) {
    canvas.framed(title: [Span("two runs", .title)]) { canvas in
      // The names of settings are whole where they leave a third of the room to each run.
      let longest = comparison.rows.map { CharacterWidth.of($0.title) }.max() ?? 0
      let titleWidth = max(4, min(30, longest, canvas.width / 3))
      let width = max(4, min(32, (canvas.width - titleWidth - 4) / 2))
      let places = (titleWidth + 2, titleWidth + width + 3)
      for (number, name, x) in [
        ("1 ", pair.first.name, places.0), ("2 ", pair.second.name, places.1),
      ] {
        // The end of its name tells a run from its siblings.
        let end = name.count + 2 <= width ? name : "…" + Text.tail(name, width: width - 3)
        canvas.put(number + end, x: x, y: 0, .title, limit: width)
      }
      canvas.sparkline(pair.first.values, role: .series3, x: places.0, y: 1, width: width - 1)
      canvas.sparkline(pair.second.values, role: .series3, x: places.1, y: 1, width: width - 1)
      let differ = comparison.rows.count - comparison.figures
      let heading = differ == 0 ? "no setting differs" : "settings that differ (\(differ))"
      var lines = comparison.rows.map { Optional($0) }
      lines.insert(nil, at: comparison.figures)
      let room = canvas.height - 2
      let top = max(0, min(scroll, lines.count - room))
      for (offset, line) in lines.dropFirst(top).prefix(max(0, room)).enumerated() {
        let y = offset + 2
        guard let line else {
          canvas.put(heading, x: 1, y: y, .title)
          continue
        }
        canvas.put(line.title, x: 1, y: y, .dim, limit: titleWidth)
        let roles: (Role, Role) =
          line.leftIsBetter.map { $0 ? (.ok, .text) : (.text, .ok) } ?? (.text, .text)
        canvas.put(line.left, x: places.0, y: y, roles.0, limit: width)
        canvas.put(line.right, x: places.1, y: y, roles.1, limit: width)
      }
      if lines.count - top > room { canvas.more(below: canvas.height) }
    }
  }

  /// The keys of the list, as lines.
  var helpLines: [[Span]] {
    [KeyContext.browser, .comparing, .filterEntry, .terminal].flatMap { context in
      [[Span(" \(context.title)", .title)]]
        + keys.bindings.filter { $0.context == context }.map { binding in
          [Span("  \(Text.left(binding.label, 13))", .key), Span(binding.help, .text)]
        } + [[]]
    }
  }

  /// The bottom line: a question, what is being typed, a message, or the keys that do something now.
  func bottom(_ shown: [RunCard], into canvas: inout Canvas) {
    switch mode {
    case .quitting:
      let words = work ?? "\(here.count == 1 ? "a run trains" : "\(here.count) runs train") here"
      canvas.line(
        0, left: [Span(" Quit? ", .warn), Span("\(words), and can be resumed", .dim)],
        right: [Span("y", .key), Span(" quit  ", .dim), Span("n", .key), Span(" stay ", .dim)])
    case .filter:
      Footer.filter(filter, hint: "name, state, method or data, or /pattern/", into: &canvas)
    case .help:
      canvas.line(0, left: [Span(" esc", .key), Span(" close", .dim)])
    case .list, .comparing:
      if let message {
        canvas.line(0, left: [Span(" \(message.text)", message.role)])
      } else {
        hints(shown, into: &canvas)
      }
    }
  }

  private func hints(_ shown: [RunCard], into canvas: inout Canvas) {
    let context: KeyContext = mode == .comparing ? .comparing : .browser
    let bindings = keys.bindings.filter { $0.context == context && $0.hint != nil }
    func spans(_ binding: KeyBinding) -> [Span] {
      let works = works(binding.action, shown)
      return [
        Span(binding.hintLabel, works ? .key : .keyDisabled),
        Span(" \(binding.hint ?? "")  ", .dim),
      ]
    }
    // Help and quit keep their place at the right, whatever else there is room for.
    let isFixed = { (binding: KeyBinding) in binding.action == .help || binding.action == .quit }
    let right = Array(bindings.filter(isFixed).map(spans).joined())
    let end = canvas.width - canvas.spelledWidth(right)
    canvas.put(right, x: end, y: 0)
    var x = 1
    for binding in bindings where !isFixed(binding) {
      let spans = spans(binding)
      guard x + canvas.spelledWidth(spans) <= end else { continue }
      x = canvas.put(spans, x: x, y: 0)
    }
  }

  /// Whether a key of the list does something now.
  private func works(_ action: MonitorAction, _ shown: [RunCard]) -> Bool {
    switch action {
    case .open, .mark: !shown.isEmpty
    case .compare: pair != nil
    case .back: mode == .comparing || beneath != nil || !filter.isEmpty || !marks.isEmpty
    default: true
    }
  }
}
