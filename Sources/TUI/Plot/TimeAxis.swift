import Metrics

/// The row under a chart: numbers of rounds, a labelled tick where something was done to the run, one where it left its
/// parent, and one where somebody looks.
struct TimeAxis {
  /// Number of the first round.
  var first: Int
  /// Rounds on the axis.
  var span: Int
  /// What was done, oldest first.
  var marks: [SteeringMark]
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
    let fork = fork.flatMap { column(of: $0, columns) }
    let cursor = cursor.flatMap { column(of: max(first, $0), columns) }
    let ticks = marks.compactMap { mark in
      column(of: mark.round, columns).map {
        AxisMarks.Mark(column: $0, kind: mark.kind, text: canvas.glyphs.spelled(mark.text))
      }
    }
    var taken = Set([fork, cursor].compactMap(\.self))
    // A number that a tick would cut is none.
    for (start, text) in [(0, String(first)), (max(0, columns - last.count), last)] {
      let place = Set(start..<start + text.count)
      guard taken.isDisjoint(with: place), place.isDisjoint(with: ticks.map(\.column)) else {
        continue
      }
      canvas.put(text, x: x + start, y: y, .dim)
      taken.formUnion(place)
    }
    taken.formUnion(AxisMarks.draw(ticks, taken: taken, into: &canvas, x: x, y: y))
    numbers(columns, taken, into: &canvas, x: x, y: y)
    if let fork { canvas.put(canvas.glyphs.fork, x: x + fork, y: y, .title) }
    if let cursor { canvas.put(canvas.glyphs.cursor, x: x + cursor, y: y, .key) }
  }

  /// Round numbers where nothing else stands.
  private func numbers(
    _ columns: Int, _ taken: Set<Int>, into canvas: inout Canvas, x: Int, y: Int
  ) {
    let high = Double(first) + Double(span) - 1
    for tick in Ticks.linear(Double(first), high, count: max(2, columns / 10)) {
      guard tick < 1e12, let round = Int(exactly: tick), let column = column(of: round, columns)
      else { continue }
      let text = String(round)
      let start = column - text.count / 2
      guard start > 0, (start - 1...start + text.count).allSatisfy({ !taken.contains($0) })
      else { continue }
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
