import Metrics

extension RunBrowser {
  /// Draws the list.
  ///
  /// - Parameters:
  ///   - size: the screen; every size from 0x0 has a form.
  ///   - monitor: how it looks; its options stand over the list while they are open.
  ///   - now: seconds since 1970, for ages.
  public func render(
    size: Size, _ monitor: Monitor, capabilities: Capabilities, now: Double
  ) -> Grid {
    let capabilities = monitor.suited(capabilities)
    var canvas = Canvas(
      size: size, palette: monitor.theme.palette(capabilities.colors),
      glyphs: capabilities.unicode ? .unicode : .ascii)
    let shown = shown
    // A frame where there is room for three runs in it.
    let isFramed = canvas.width >= 24 && canvas.height >= 7
    let footer = canvas.height >= 3 ? 1 : 0
    let body = Rect(x: 0, y: 0, width: canvas.width, height: canvas.height - footer)
    canvas.within(body) { canvas in
      guard isFramed else { return draw(shown, now, hasTitles: false, into: &canvas) }
      if case .comparing = mode, let pair, let comparison {
        return compare(pair, comparison, into: &canvas)
      }
      canvas.framed(title: title(shown), note: note) {
        draw(shown, now, hasTitles: true, into: &$0)
      }
    }
    if case .help(let offset) = mode {
      canvas.within(body) { HelpOverlay.draw(helpLines, query: "", offset: offset, into: &$0) }
    }
    if monitor.isChoosing {
      choice(of: monitor, isShown: isFramed, body, into: &canvas)
    } else if footer > 0 || mode == .quitting || message != nil {
      let row = Rect(x: 0, y: canvas.height - 1, width: canvas.width, height: 1)
      canvas.within(row) { bottom(shown, into: &$0) }
    }
    return canvas.grid
  }

  /// Draws the options of a monitor over the list, where there is room for them.
  private func choice(
    of monitor: Monitor, isShown: Bool, _ body: Rect, into canvas: inout Canvas
  ) {
    let row = Rect(x: 0, y: canvas.height - 1, width: canvas.width, height: 1)
    guard isShown else {
      return canvas.within(row) { $0.line(0, left: [Span("options need 24x7, esc", .warn)]) }
    }
    canvas.within(body) { monitor.renderChoice(into: &$0) }
    canvas.within(row) { monitor.renderChoiceKeys(into: &$0) }
  }

  private func title(_ shown: [RunCard]) -> [Span] {
    let count = shown.count == cards.count ? "\(cards.count)" : "\(shown.count) of \(cards.count)"
    return [Span("runs ", .title), Span("\(count) in \(directory)", .text)]
      + (work.map { [Span("  \($0)", .training)] } ?? [])
  }

  private var note: [Span] {
    (filter.isEmpty ? [] : [Span("/\(filter)  ", .key)])
      + [Span("by ", .dim), Span(order == .score ? scores.title : order.rawValue, .text)]
  }

  /// Draws the rows that there is room for, that of the bar among them.
  private func draw(
    _ shown: [RunCard], _ now: Double, hasTitles: Bool, into canvas: inout Canvas
  ) {
    let columns = RunColumn.fitting(canvas.width - 3, of: self)
    let top = hasTitles ? 1 : 0
    guard let row = row(of: shown) else {
      canvas.put(silence, x: hasTitles ? 2 : 0, y: top, problem == nil ? .dim : .error)
      return
    }
    if hasTitles { titles(columns, into: &canvas) }
    let rows = max(1, canvas.height - top)
    let first = max(0, min(row - rows / 2, shown.count - rows))
    for (offset, card) in shown.dropFirst(first).prefix(rows).enumerated() {
      draw(card, columns, now, y: top + offset, into: &canvas)
      if first + offset == row { canvas.select(row: top + offset) }
    }
  }

  private func titles(_ columns: [RunColumn], into canvas: inout Canvas) {
    var x = 3
    for column in columns {
      let text =
        column.isNumber ? Text.right(column.title, column.width) : column.title
      canvas.put(text, x: x, y: 0, .dim)
      x += column.width + 1
    }
    let words = ["\(scores.title) over rounds", "rounds"].first { $0.count <= canvas.width - x - 2 }
    if let words { canvas.put(words, x: x + 1, y: 0, .dim) }
  }

  private func draw(
    _ card: RunCard, _ columns: [RunColumn], _ now: Double, y: Int, into canvas: inout Canvas
  ) {
    if let mark = marks.firstIndex(of: card.path) {
      canvas.put(mark == 0 ? "1" : "2", x: 0, y: y, .mark)
    }
    canvas.put(
      card.condition.mark(canvas.glyphs), x: canvas.width < 3 ? 0 : 1, y: y, card.condition.role)
    // Of a file that cannot be read there is only that, and why.
    let isDamaged = card.condition == .damaged
    var x = 3
    for column in columns where !isDamaged || ["run", "state"].contains(column.title) {
      let span = column.text(self, card, now)
      let text = column.isNumber ? Text.right(span.text, column.width) : span.text
      canvas.put(text, x: x, y: y, canvas.palette[span.role], limit: column.width)
      x += column.width + 1
    }
    let room = canvas.width - x - 2
    if let problem = card.problem {
      canvas.put(problem, x: x + (isDamaged ? 0 : 1), y: y, .error)
    } else if room >= 6 {
      canvas.sparkline(card.values, role: .series3, x: x + 1, y: y, width: min(room, 60))
    }
  }

  /// Why there is no row.
  private var silence: String {
    if let problem { return problem }
    if !isRead { return "reading \(directory)" }
    return cards.isEmpty ? "no runs in \(directory)" : "no run matches /\(filter)"
  }
}
