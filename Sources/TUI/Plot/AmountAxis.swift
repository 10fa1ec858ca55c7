/// The row under a chart over bytes or seconds: what was spent, and a labelled tick where something was done to the run.
struct AmountAxis {
  /// The amount at the right end.
  var most: Double
  /// What was done, oldest first, each with its place on the axis, 0 to 1.
  var marks: [(place: Double, mark: SteeringMark)]
  /// An amount as people read it.
  var text: (Double) -> String

  /// Draws into row `y`, under a chart that starts in column `x`.
  func draw(into canvas: inout Canvas, x: Int, y: Int) {
    let columns = canvas.width - x
    guard columns > 0 else { return }
    for column in 0..<columns {
      canvas.put(canvas.glyphs.horizontal, x: x + column, y: y, .border)
    }
    let ticks = marks.map { place, mark in
      AxisMarks.Mark(
        column: Int.clamped((place * Double(columns - 1)).rounded(), 0, columns - 1),
        kind: mark.kind, text: canvas.glyphs.spelled(mark.text))
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
    // The ends stay; an amount between them gives way to what a person did.
    let taken = AxisMarks.draw(
      ticks, taken: Set(ends.flatMap(\.columns)), into: &canvas, x: x, y: y)
    let free = amounts[1..<count].filter { taken.isDisjoint(with: $0.columns) }
    for amount in ends + free { canvas.put(amount.text, x: x + amount.start, y: y, .dim) }
  }
}
