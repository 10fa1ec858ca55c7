extension MonitorState {
  /// The first row that a list shows.
  ///
  /// The bar stands in the middle where it can. A click holds the list still, so that a second one meets the same row: until a
  /// key moves the bar, or its row is not among those any more.
  func top(of pane: PaneKind, selected: Int?, rows: Int, count: Int) -> Int {
    let last = max(0, count - rows)
    if let selected, let top = held[pane].map({ min($0, last) }), top <= selected,
      selected - top < rows
    {
      return top
    }
    return max(0, min((selected ?? 0) - rows / 2, last))
  }
}
