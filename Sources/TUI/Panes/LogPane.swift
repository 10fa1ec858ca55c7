import Metrics

/// The story of the run, newest at the bottom.
struct LogPane: Pane {
  let kind = PaneKind.log
  let isElastic = true

  func minimumRows(_ scene: Scene) -> Int { 2 }

  func preferredRows(_ scene: Scene, width: Int) -> Int {
    max(6, LogStory(scene.snapshot, scene.state, scene.timeline, count: 9).entries.count)
  }

  func note(_ scene: Scene) -> [Span] {
    let filter = scene.state.logFilter
    let whole = scene.state.logDetail == .all ? [Span("every round ", .dim)] : []
    let shown = whole + (filter.isEmpty ? [] : [Span("/\(filter) ", .key)])
    let offset = scene.state.logOffset
    return shown + (offset > 0 ? [Span("\(offset) newer ↓", .key)] : [])
  }

  func summary(_ scene: Scene) -> [Span] {
    let last = LogStory(scene.snapshot, count: 1).entries.last
    return last.map { [Span($0.stamp + " ", .dim), Span($0.text, $0.level.role)] } ?? []
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let rows = rows(scene, on: canvas)
    guard !rows.isEmpty else {
      let filter = scene.state.logFilter
      canvas.put(filter.isEmpty ? "nothing to report" : "no line with that", x: 1, y: 0, .dim)
      return
    }
    let isFocused = scene.state.focus == .log
    for (y, row) in rows.enumerated() {
      if row.isFirst {
        canvas.put(Text.right(row.entry.stamp, 5), x: 1, y: y, .dim)
        canvas.put(row.entry.level.mark, x: 7, y: y, row.entry.level.role)
      }
      canvas.put(row.text, x: 9, y: y, row.entry.level.role)
      // The line that enter goes to the round of.
      if isFocused, row.offset == scene.state.logOffset { canvas.select(row: y) }
    }
  }

  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? {
    let rows = rows(scene, on: canvas)
    guard rows.indices.contains(y), let last = rows.last else { return nil }
    return .line(rows[y].offset, last: last.offset)
  }

  /// A row of the pane.
  private struct Row {
    let entry: LogEntry
    /// The entry's place, counted back from the newest.
    let offset: Int
    /// Whether the entry begins here.
    let isFirst: Bool
    let text: String
  }

  /// What is shown, from top to bottom: as a click left it while the bar is on it, else with the bar at the bottom.
  private func rows(_ scene: Scene, on canvas: Canvas) -> [Row] {
    let offset = scene.state.logOffset
    if let last = scene.state.held[.log], last < offset {
      let rows = rows(scene, last: last, on: canvas)
      if rows.contains(where: { $0.offset == offset }) { return rows }
    }
    return rows(scene, last: offset, on: canvas)
  }

  /// The rows that end with the entry at `last`.
  private func rows(_ scene: Scene, last: Int, on canvas: Canvas) -> [Row] {
    // A run of long sentences needs fewer entries than rows, never more.
    let entries = LogStory(
      scene.snapshot, scene.state, scene.timeline, count: canvas.height + last
    ).entries.dropLast(last)
    var rows: [Row] = []
    for (place, entry) in entries.enumerated().reversed() where rows.count < canvas.height {
      let lines = Text.wrapped(Text.clean(entry.text), width: max(8, canvas.width - 9))
      for (index, line) in lines.enumerated().reversed() {
        let offset = last + entries.count - 1 - place
        rows.append(Row(entry: entry, offset: offset, isFirst: index == 0, text: line))
      }
    }
    return rows.prefix(canvas.height).reversed()
  }
}
