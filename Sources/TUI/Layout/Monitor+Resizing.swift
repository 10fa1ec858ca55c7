import Metrics

extension Monitor {
  /// Makes the focused pane so many rows taller, or shorter where they are fewer than none.
  ///
  /// It takes them from the panes below it, where these have none from those above, and gives them to
  /// its neighbour.
  mutating func resize(by rows: Int, _ snapshot: RunSnapshot) {
    guard let size = screen?.size else { return }
    let columns = layout(snapshot, size: size).columns
    guard let column = columns.first(where: { $0.contains { $0.pane == state.focus } }),
      let index = column.firstIndex(where: { $0.pane == state.focus }), column.count > 1
    else { return say("no other pane stands above or below", .warn) }
    let behind = index + 1..<column.count
    let heights =
      rows > 0
      ? column.heights(giving: rows, to: index, from: behind)
        ?? column.heights(giving: rows, to: index, from: (0..<index).reversed())
      : column.heights(giving: -rows, to: behind.first ?? index - 1, from: [index])
    guard let heights else {
      let title = state.focus.title
      return say(
        rows > 0 ? "\(title) has all the rows there are" : "\(title) is as low as it can be", .warn)
    }
    keep(heights, of: column, snapshot, size)
  }

  /// Moves a border to where the pointer is.
  mutating func drag(_ border: PaneBorder, to column: Int, _ row: Int, _ snapshot: RunSnapshot) {
    guard case .normal = state.mode, let size = screen?.size else { return }
    let layout = layout(snapshot, size: size)
    switch border {
    case .below(let pane, let grab):
      guard let panes = layout.columns.first(where: { $0.contains { $0.pane == pane } }),
        let index = panes.firstIndex(where: { $0.pane == pane }), index + 1 < panes.count
      else { return }
      let down = max(0, min(row, size.height)) - grab - panes[index].rect.maxY
      let heights =
        down > 0
        ? panes.heights(giving: down, to: index, from: index + 1..<panes.count)
        : panes.heights(giving: -down, to: index + 1, from: (0...index).reversed())
      if let heights { keep(heights, of: panes, snapshot, size) }
    case .behind(let index, let grab):
      keep(end: max(0, min(column, size.width)) - grab, ofColumn: index, layout, snapshot, size)
    }
  }

  /// Keeps the heights of a column, as what they are more than the layout gives.
  private mutating func keep(
    _ heights: [Int], of column: [Layout.Place], _ snapshot: RunSnapshot, _ size: Size
  ) {
    for place in column { state.resizing.rows[place.pane] = nil }
    let given = layout(snapshot, size: size).panes
    for (place, height) in zip(column, heights) {
      guard let before = given.first(where: { $0.pane == place.pane })?.rect.height,
        before != height
      else { continue }
      state.resizing.rows[place.pane] = height - before
    }
  }

  /// Keeps where a column ends; the other borders stay where they are, as far as there is room.
  private mutating func keep(
    end: Int, ofColumn index: Int, _ layout: Layout, _ snapshot: RunSnapshot, _ size: Size
  ) {
    var ends = layout.columns.compactMap { $0.first?.rect.maxX }
    guard index + 1 < ends.count else { return }
    let start = index > 0 ? ends[index - 1] : 0
    let last = ends[index + 1] - Resizing.narrowest
    guard start + Resizing.narrowest <= last else { return }
    ends[index] = max(start + Resizing.narrowest, min(end, last))
    var resizing = state.resizing
    resizing.columns = [:]
    let given = self.layout(snapshot, size: size, resizing: resizing).columns
    for (place, column) in given.dropLast().enumerated() {
      let moved = ends[place] - (column.first?.rect.maxX ?? 0)
      if moved != 0 { resizing.columns[place] = moved }
    }
    state.resizing = resizing
  }
}

extension [Layout.Place] {
  /// The heights of a column when a pane is given so many rows by others, the first of which gives all
  /// that it can; nil where none has any.
  func heights(giving rows: Int, to taker: Int, from givers: some Sequence<Int>) -> [Int]? {
    var heights = map(\.rect.height)
    var left = rows
    for giver in givers {
      let given = Swift.max(0, Swift.min(left, heights[giver] - self[giver].least))
      heights[giver] -= given
      left -= given
    }
    guard left < rows else { return nil }
    heights[taker] += rows - left
    return heights
  }
}
