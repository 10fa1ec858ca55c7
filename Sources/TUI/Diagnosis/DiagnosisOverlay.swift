import Metrics

/// What a run's own numbers say of its method, over everything else: worst first, each with its history.
enum DiagnosisOverlay {
  /// Draws over the whole canvas, with the bar on a line.
  static func render(_ scene: Scene, row: Int, into canvas: inout Canvas) {
    let signs = DiagnosisLine.signs(scene.snapshot.rounds)
    let ghost = DiagnosisLine.ghost(scene)
    canvas.clear()
    let wrong = signs.count(where: \.isWrong)
    let note =
      signs.isEmpty
      ? []
      : [Span("\(wrong) of \(signs.count) beyond", wrong == 0 ? .ok : .warn)]
    canvas.framed(title: [Span("diagnosis", .title)], note: note) { canvas in
      var lines = signs.isEmpty ? [Line(spans: [Span(silence(scene), .dim)])] : []
      for (index, line) in signs.enumerated() {
        lines += block(line, row: index, isOpen: index == row, width: canvas.width)
      }
      if !ghost.isEmpty, let name = scene.ghost?.name {
        lines += [Line(spans: []), Line(spans: [Span(" this run less \(name)", .title)])]
      }
      for (index, line) in ghost.enumerated() {
        let place = signs.count + index
        lines += block(line, row: place, isOpen: place == row, width: canvas.width)
      }
      draw(lines, row: max(0, min(row, signs.count + ghost.count - 1)), into: &canvas)
    }
  }

  /// Why there is no sign, in one line.
  static func silence(_ scene: Scene) -> String {
    guard !scene.snapshot.rounds.isEmpty else { return "no round has finished: nothing to judge" }
    let method = scene.snapshot.started?.method ?? "this method"
    return "\(method) tells no signs: nothing to judge"
  }

  /// A row of the list: text and the history at its end, or advice.
  private struct Line {
    var spans: [Span]
    var history: [Double?] = []
    var role = Role.text
    /// The line of the diagnosis that it belongs to.
    var row: Int?
  }

  /// Columns of a title, of a value, and of what a value should be.
  private static let titleWidth = 28
  private static let valueWidth = 11
  private static let boundWidth = 24

  /// The lines of one thing that is told; its advice where it is wrong, or under the bar.
  private static func block(
    _ line: DiagnosisLine, row: Int, isOpen: Bool, width: Int
  ) -> [Line] {
    let isWide = width >= titleWidth + valueWidth + boundWidth + 12
    let title =
      isWide ? titleWidth : max(4, min(titleWidth, width - valueWidth - 3 - (width >= 34 ? 8 : 0)))
    let role: Role = line.isWrong ? .warn : .text
    var spans = [
      Span(line.isWrong ? "✗ " : "  ", role),
      Span(fitted(line.title, title), role),
      Span(Text.right(line.value, valueWidth) + "  ", line.isWrong ? .warn : .title),
    ]
    if isWide { spans.append(Span(fitted(line.bound, boundWidth) + " ", .dim)) }
    var lines = [Line(spans: spans, history: line.history, role: role, row: row)]
    guard line.isWrong || isOpen else { return lines }
    let advice = (isWide || line.bound.isEmpty ? [] : [line.bound]) + line.advice
    for sentence in advice {
      lines += Text.wrapped(sentence, width: width - 5).map {
        Line(spans: [Span("    \($0)", .dim)], row: row)
      }
    }
    return lines
  }

  /// Text of exactly so many columns.
  private static func fitted(_ text: String, _ width: Int) -> String {
    Text.left(Text.ellipsized(text, width: width, mark: "…"), width)
  }

  /// Draws as many lines as there is room for, those of the bar among them.
  private static func draw(_ lines: [Line], row: Int, into canvas: inout Canvas) {
    let first = lines.firstIndex { $0.row == row } ?? 0
    let last = lines.lastIndex { $0.row == row } ?? 0
    // The advice of the chosen line is seen whole, its head in any case.
    let least = max(0, min(first, last - canvas.height + 1))
    let top = max(0, min(least, lines.count - canvas.height))
    for (y, line) in lines.dropFirst(top).prefix(canvas.height).enumerated() {
      let end = canvas.put(line.spans, x: 0, y: y)
      let room = canvas.width - end - 1
      if !line.history.isEmpty, room >= 4 {
        canvas.sparkline(
          line.history, role: line.role == .warn ? .warn : .series3, x: end, y: y,
          width: min(40, room))
      }
      if line.row == row, !line.history.isEmpty { canvas.select(row: y) }
    }
    if lines.count - top > canvas.height { canvas.more(below: canvas.height) }
  }
}
