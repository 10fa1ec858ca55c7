import Metrics

extension PaneKind {
  /// The log.
  public static let log = PaneKind(LogPane())
}

/// The story of the run, newest at the bottom.
struct LogPane: Pane {
  let title = "log"
  let key: Character = "6"
  let priority = 6
  let hasBar = true
  let place = PanePlace(ofTwo: 0, ofThree: 2, from: .standard)
  let appetite = Appetite.some
  let keys: KeyContext? = .log
  let filter: PaneFilter? = PaneFilter(
    text: \.logFilter, hint: "text, /pattern/, info, warning, error, command, note")

  func minimumRows(_ scene: Scene) -> Int { 2 }

  // Whatever it has to say: a height that grew with its lines would move the panes above under somebody's pointer.
  func preferredRows(_ scene: Scene, width: Int) -> Int { 9 }

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
    let count = LogStory.count(scene.snapshot, scene.state, scene.timeline)
    return .row(count - 1 - rows[y].offset, top: last.offset)
  }

  /// The log stands on its newest line, so its lines are counted back from the end.
  func bar(_ snapshot: RunSnapshot, _ state: MonitorState, _ timeline: Timeline?) -> PaneBar? {
    let count = LogStory.count(snapshot, state, timeline)
    return PaneBar(
      count: count, row: count > 0 ? count - 1 - min(count - 1, state.logOffset) : nil)
  }

  func select(_ row: Int, of bar: PaneBar, _ snapshot: RunSnapshot, in state: inout MonitorState) {
    state.logOffset = bar.count - 1 - row
  }

  /// Goes to the round of the line.
  func open(_ snapshot: RunSnapshot, in monitor: inout Monitor) -> [MonitorEffect] {
    let lines = LogStory(
      snapshot, monitor.state, monitor.timeline, count: monitor.state.logOffset + 1
    ).entries
    guard let round = lines.first?.round else {
      monitor.say("this line belongs to no round", .warn)
      return []
    }
    return monitor.goTo(round)
  }

  func openRefusal(_ snapshot: RunSnapshot, _ timeline: Timeline?) -> String? {
    timeline == nil ? "no round to look at" : nil
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
