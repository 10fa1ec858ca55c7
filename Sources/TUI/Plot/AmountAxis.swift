/// The row under a chart over bytes or seconds: what was spent, and a labelled tick where a knob was turned.
struct AmountAxis {
  /// A turn of a knob.
  struct Turn: Equatable {
    /// Where it stands on the axis, 0 to 1.
    var place: Double
    /// The knob and the value, in a few letters.
    var text: String
  }

  /// The amount at the right end.
  var most: Double
  /// Turns of knobs, oldest first.
  var turns: [Turn]
  /// An amount as people read it.
  var text: (Double) -> String

  /// Draws into row `y`, under a chart that starts in column `x`.
  func draw(into canvas: inout Canvas, x: Int, y: Int) {
    let columns = canvas.width - x
    guard columns > 0 else { return }
    for column in 0..<columns {
      canvas.put(canvas.glyphs.horizontal, x: x + column, y: y, .border)
    }
    let marks = turns.map { turn in
      AxisMarks.Mark(
        column: Int.clamped((turn.place * Double(columns - 1)).rounded(), 0, columns - 1),
        text: canvas.glyphs.spelled(turn.text))
    }
    let count = max(1, min(4, columns / 14))
    let amounts = (0...count).map { part in
      let text = text(most * Double(part) / Double(count))
      let place = (columns - 1) * part / count
      let start =
        part == 0 ? 0 : part == count ? max(0, columns - text.count) : place - text.count / 2
      return AxisMarks.Label(start: start, text: text)
    }
    let ends = [amounts[0], amounts[count]]
    let labels = AxisMarks.labels(marks, columns: columns, taken: Set(ends.flatMap(\.columns)))
    for label in labels { canvas.put(label.text, x: x + label.start, y: y, .text) }
    for mark in marks { canvas.put(canvas.glyphs.mark, x: x + mark.column, y: y, .mark) }
    // The ends stay; an amount between them gives way to what a person did.
    let taken = Set(labels.flatMap(\.columns) + marks.map(\.column))
    let free = amounts[1..<count].filter { taken.isDisjoint(with: $0.columns) }
    for amount in ends + free { canvas.put(amount.text, x: x + amount.start, y: y, .dim) }
  }
}
