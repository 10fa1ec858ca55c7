/// A border that can be dragged.
enum PaneBorder: Sendable, Equatable {
  /// Between a pane and the one below it; `grab` is how far below the first row of the lower pane
  /// the button went down: less than none on the upper pane's own frame.
  case below(PaneKind, grab: Int)
  /// Between a column and the one to its right, by its index; `grab` counts from the first column of
  /// the right one.
  case behind(Int, grab: Int)
}

extension Layout {
  /// The border that a cell of a pane's frame belongs to; nil: an edge of the screen, or no frame.
  func border(_ column: Int, _ row: Int, of place: Place) -> PaneBorder? {
    let columns = columns
    guard let index = columns.firstIndex(where: { $0.contains(place) }),
      let level = columns[index].firstIndex(of: place)
    else { return nil }
    let (panes, rect) = (columns[index], place.rect)
    if row == rect.y, level > 0 { return .below(panes[level - 1].pane, grab: 0) }
    if row == rect.maxY - 1, level + 1 < panes.count { return .below(place.pane, grab: -1) }
    if column == rect.x, index > 0 { return .behind(index - 1, grab: 0) }
    if column == rect.maxX - 1, index + 1 < columns.count { return .behind(index, grab: -1) }
    return nil
  }
}
