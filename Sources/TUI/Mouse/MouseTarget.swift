/// What lies under a cell of the screen: what a click there is about.
///
/// Who draws a cell says what it is, beside the code that draws it.
enum MouseTarget: Sendable, Equatable {
  /// A pane, where nothing of it can be picked.
  case pane(PaneKind)
  /// The title in a pane's frame.
  case title(PaneKind)
  /// A client of the table, by its index. `top` is the first row shown of a list, here and below.
  case client(Int, top: Int)
  /// The heading of a column of the table that clients can be ordered by.
  case heading(ClientSort)
  /// A layer of the Fisher map.
  case layer(Int)
  /// A knob, by name.
  case knob(String, top: Int)
  /// The rail of a knob.
  case rail(String, Track, top: Int)
  /// A line of the log, counted back from the newest, and the last one shown.
  case line(Int, last: Int)
  /// Rounds from left to right in a pane.
  case rounds(PaneKind, Track, first: Int, span: Int)
  /// A key of the bottom line.
  case key(Key)
  /// The badge that says which round is looked at.
  case badge

  /// The pane that it belongs to.
  var pane: PaneKind? {
    switch self {
    case .pane(let kind), .title(let kind), .rounds(let kind, _, _, _): kind
    case .client, .heading: .clients
    case .layer: .fisher
    case .knob, .rail: .knobs
    case .line: .log
    case .key, .badge: nil
    }
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
