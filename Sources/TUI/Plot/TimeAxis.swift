import Metrics

/// The row under a chart: numbers of rounds, a tick where a command took effect, one where the run left its parent, and one
/// where somebody looks.
struct TimeAxis {
  /// Number of the first round.
  var first: Int
  /// Rounds on the axis.
  var span: Int
  /// Commands that took effect.
  var marks: [CommandRecord]
  /// Last round that the run shares with its parent, if it has one.
  var fork: Int?
  /// The round that is looked at; nil: the present one.
  var cursor: Int?

  /// Draws into row `y`, under a chart that starts in column `x`.
  func draw(into canvas: inout Canvas, x: Int, y: Int) {
    let columns = canvas.width - x
    guard columns > 0 else { return }
    for column in 0..<columns {
      canvas.put(canvas.glyphs.horizontal, x: x + column, y: y, .border)
    }
    let last = String(Double(first) + Double(span) - 1 < 1e12 ? first + span - 1 : span)
    numbers(last, columns, into: &canvas, x: x, y: y)
    for record in marks where record.command?.isSetting == true {
      guard let column = column(of: record.round, columns) else { continue }
      canvas.put(canvas.glyphs.mark, x: x + column, y: y, .mark)
    }
    if let column = fork.flatMap({ column(of: $0, columns) }) {
      canvas.put(canvas.glyphs.fork, x: x + column, y: y, .title)
    }
    if let column = cursor.flatMap({ column(of: max(first, $0), columns) }) {
      canvas.put(canvas.glyphs.cursor, x: x + column, y: y, .key)
    }
  }

  /// The first and the last round, and round numbers between them where there is room.
  private func numbers(_ last: String, _ columns: Int, into canvas: inout Canvas, x: Int, y: Int) {
    canvas.put(String(first), x: x, y: y, .dim)
    canvas.put(last, x: canvas.width - last.count, y: y, .dim)
    let high = Double(first) + Double(span) - 1
    for tick in Ticks.linear(Double(first), high, count: max(2, columns / 10)) {
      guard tick < 1e12, let round = Int(exactly: tick), let column = column(of: round, columns)
      else { continue }
      let text = String(round)
      let start = column - text.count / 2
      guard start > String(first).count, start + text.count < columns - last.count - 1 else {
        continue
      }
      canvas.put(text, x: x + start, y: y, .dim)
    }
  }

  /// The column of a round; nil when the axis does not reach it.
  private func column(of round: Int, _ columns: Int) -> Int? {
    let index = Double(round) - Double(first)
    guard index >= 0, index < Double(span) else { return nil }
    return LineChart.column(Int(index), span: span, columns: columns)
  }
}
