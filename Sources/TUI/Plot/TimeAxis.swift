import Metrics

/// The row under a chart: numbers of rounds, a labelled tick where a knob was turned, one where the run left its parent, and
/// one where somebody looks.
struct TimeAxis {
  /// A round in which a knob was turned.
  struct Turn: Equatable {
    /// The first round with the new value.
    var round: Int
    /// The knob and the value, in a few letters.
    var text: String
  }

  /// Number of the first round.
  var first: Int
  /// Rounds on the axis.
  var span: Int
  /// Turns of knobs that took effect, oldest first.
  var turns: [Turn]
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
    let ends = [0..<String(first).count, max(0, columns - last.count)..<columns]
    canvas.put(String(first), x: x, y: y, .dim)
    canvas.put(last, x: x + ends[1].lowerBound, y: y, .dim)

    let fork = fork.flatMap { column(of: $0, columns) }
    let cursor = cursor.flatMap { column(of: max(first, $0), columns) }
    let marks = turns.compactMap { turn in
      column(of: turn.round, columns).map {
        AxisMarks.Mark(column: $0, text: canvas.glyphs.spelled(turn.text))
      }
    }
    var taken = Set(ends.joined())
    taken.formUnion([fork, cursor].compactMap(\.self))
    let labels = AxisMarks.labels(marks, columns: columns, taken: taken)
    taken.formUnion(labels.flatMap(\.columns) + marks.map(\.column))
    numbers(columns, taken, into: &canvas, x: x, y: y)
    for label in labels { canvas.put(label.text, x: x + label.start, y: y, .text) }
    for mark in marks { canvas.put(canvas.glyphs.mark, x: x + mark.column, y: y, .mark) }
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

extension TimeAxis.Turn {
  /// The turns of a run's record.
  static func all(_ record: RunSnapshot) -> [TimeAxis.Turn] {
    record.applied.compactMap { command in
      guard case .set(let name, let value)? = command.command else { return nil }
      let knob = record.knobs.first { $0.name == name }
      let words = "\(short(name)) \(knob?.text(value) ?? Units.significant(value))"
      return TimeAxis.Turn(round: command.round, text: Text.clean(words))
    }
  }

  /// A knob's name as it is typed: words that are longer than a label by their initials.
  private static func short(_ name: String) -> String {
    let words = name.split(whereSeparator: { $0 == "_" || $0 == "." })
    return name.count > 9 && words.count > 1 ? String(words.compactMap(\.first)) : name
  }
}
