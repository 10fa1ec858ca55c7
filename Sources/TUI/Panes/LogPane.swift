import Metrics

/// Notices and commands that took effect, newest at the bottom.
struct LogPane: Pane {
  let kind = PaneKind.log
  let isElastic = true

  func minimumRows(_ scene: Scene) -> Int { 2 }

  func preferredRows(_ scene: Scene, width: Int) -> Int { 6 }

  func note(_ scene: Scene) -> [Span] {
    scene.state.logOffset > 0 ? [Span("\(scene.state.logOffset) newer ↓", .key)] : []
  }

  func summary(_ scene: Scene) -> [Span] {
    let last = LogEntry.recent(scene.snapshot, count: 1).last
    return last.map { [Span($0.stamp + " ", .dim), Span($0.text, $0.role)] } ?? []
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let width = canvas.width - 8
    // A run of long sentences needs fewer entries than rows, never more.
    let wanted = canvas.height + scene.state.logOffset
    let entries = LogEntry.recent(scene.snapshot, count: wanted).dropLast(scene.state.logOffset)
    guard !entries.isEmpty else {
      canvas.put("nothing to report", x: 1, y: 0, .dim)
      return
    }
    var rows: [(stamp: String, text: String, role: Role)] = []
    for entry in entries.reversed() where rows.count < canvas.height {
      let text = Text.clean(entry.text)
      let lines = Text.wrapped(text, width: max(8, width))
      for (index, line) in lines.enumerated().reversed() {
        rows.append((index == 0 ? entry.stamp : "", line, entry.role))
      }
    }
    let shown = Array(rows.prefix(canvas.height).reversed())
    for (y, row) in shown.enumerated() {
      canvas.put(Text.right(row.stamp, 5), x: 1, y: y, .dim)
      canvas.put(row.text, x: 7, y: y, row.role)
    }
  }
}
