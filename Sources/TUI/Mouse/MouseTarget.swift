/// What lies under a cell of the screen: what a click there is about.
///
/// Who draws a cell says what it is, beside the code that draws it.
enum MouseTarget: Sendable, Equatable {
  /// A pane, where nothing of it can be picked.
  case pane(PaneKind)
  /// The title in a pane's frame.
  case title(PaneKind)
  /// A border between panes.
  case border(PaneBorder)
  /// A row that the pane's bar can stand on. `top` is the first row shown, here and below, in the log the last
  /// line.
  case row(Int, top: Int)
  /// The heading of a column of the table that clients can be ordered by.
  case heading(ClientSort)
  /// The rail of a knob.
  case rail(String, Track, top: Int)
  /// Rounds from left to right.
  case rounds(Track, first: Int, span: Int)
  /// A key of the bottom line.
  case key(Key)
  /// The badge that says which round is looked at.
  case badge

  /// Whether it is the rail of a knob.
  var isRail: Bool {
    if case .rail = self { true } else { false }
  }

  /// Whether it is a border.
  var isBorder: Bool {
    if case .border = self { true } else { false }
  }
}

/// Columns of the screen that stand for a range of values, from left to right.
struct Track: Sendable, Equatable {
  /// The first column.
  var left: Int
  /// How many there are.
  var count: Int

  /// The place of a column, 0 at the first and 1 at the last; less or more beside them.
  func place(of column: Int) -> Double {
    Double(column - left) / Double(max(1, count - 1))
  }
}
