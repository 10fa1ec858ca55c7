/// Labels beside ticks of a row: none touches another, or a tick; where there is no room, the tick stands alone.
struct AxisMarks {
  /// A tick and what it stands for.
  struct Mark: Equatable {
    /// The tick's column.
    var column: Int
    /// What it stands for.
    var kind: SteeringMark.Kind = .turn
    /// What its label says.
    var text: String
  }

  /// A label that has a place.
  struct Label: Equatable {
    /// Its first column.
    var start: Int
    /// What it says.
    var text: String

    /// Its columns.
    var columns: Range<Int> { start..<start + CharacterWidth.of(text) }
  }

  /// Draws ticks and the labels that have room.
  /// - Returns: the columns that they stand in.
  static func draw(
    _ marks: [Mark], taken: Set<Int>, into canvas: inout Canvas, x: Int, y: Int
  ) -> Set<Int> {
    // A turn changes results: its tick and its label go before those of what is only told.
    let marks = marks.filter { $0.kind != .turn } + marks.filter { $0.kind == .turn }
    let labels = labels(marks, columns: canvas.width - x, taken: taken)
    for label in labels { canvas.put(label.text, x: x + label.start, y: y, .text) }
    for mark in marks {
      canvas.put(mark.kind.glyph(canvas.glyphs), x: x + mark.column, y: y, mark.kind.role)
    }
    return Set(labels.flatMap(\.columns) + marks.map(\.column))
  }

  /// The labels that have room, the last placed first, from left to right.
  ///
  /// - Parameters:
  ///   - marks: ticks with their labels; what stands in one column is one tick, whose last label counts.
  ///   - columns: columns of the row.
  ///   - taken: columns that something else stands in.
  static func labels(_ marks: [Mark], columns: Int, taken: Set<Int>) -> [Label] {
    var taken = taken.union(marks.map(\.column))
    var placed: [Label] = []
    var seen: Set<Int> = []
    for mark in marks.reversed() where seen.insert(mark.column).inserted {
      let width = CharacterWidth.of(mark.text)
      // At the right of its tick, else at the left.
      let found = [mark.column + 1, mark.column - width].first { start in
        let end = start + width
        guard start >= 0, end <= columns else { return false }
        // A blank between a label and what comes next, but none between a label and its own tick.
        return (start - 1...end).allSatisfy { $0 == mark.column || !taken.contains($0) }
      }
      guard let found, width > 0 else { continue }
      let label = Label(start: found, text: mark.text)
      taken.formUnion(label.columns)
      placed.append(label)
    }
    return placed.sorted { $0.start < $1.start }
  }
}
