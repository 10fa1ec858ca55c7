extension GridText {
  /// Cells that stay as they are between two that change, up to which both are written at once: to
  /// move the cursor costs as much.
  private static let bridge = 8

  /// What a terminal that shows one grid is sent to show another of the same size.
  ///
  /// The changed parts of each row, at their places; it ends in the terminal's own style.
  static func changes(from old: Grid, to new: Grid) -> String {
    var text = ""
    var style = Style.plain
    for y in 0..<new.size.height {
      for columns in changedColumns(y, from: old, to: new) {
        text += "\u{1B}[\(y + 1);\(columns.lowerBound + 1)H"
        for x in columns where new[x, y].character != Cell.continuation.character {
          if new[x, y].style != style {
            style = new[x, y].style
            text += sequence(style)
          }
          text.append(new[x, y].character)
        }
      }
    }
    return style == .plain ? text : text + sequence(.plain)
  }

  /// The columns of a row that differ, from left to right.
  private static func changedColumns(
    _ y: Int, from old: Grid, to new: Grid
  ) -> [ClosedRange<Int>] {
    var parts: [ClosedRange<Int>] = []
    for x in 0..<new.size.width where old[x, y] != new[x, y] {
      // A wide character is written from its left half on.
      let start = new[x, y].character == Cell.continuation.character ? max(0, x - 1) : x
      if let last = parts.last, start - last.upperBound <= bridge {
        parts[parts.count - 1] = last.lowerBound...x
      } else {
        parts.append(start...x)
      }
    }
    return parts
  }
}
