import Metrics

extension Monitor {
  /// The pane under a cell of the frame that was drawn last; nil: none.
  func pane(column: Int, row: Int, _ snapshot: RunSnapshot) -> PaneKind? {
    guard let size = screen?.size, state.openClient == nil else { return nil }
    let layout = layout(snapshot, size: size)
    return (layout.panes + layout.summaries).first { $0.rect.contains(column, row) }?.pane
  }

  /// What lies under a cell of the frame that was drawn last; nil: nothing that a click can be about.
  func target(column: Int, row: Int, _ snapshot: RunSnapshot) -> MouseTarget? {
    guard let screen, column >= 0, row >= 0, column < screen.size.width, row < screen.size.height
    else { return nil }
    let scene = scene(snapshot, size: screen.size, now: 0)
    guard scene.rung >= .stack else { return nil }
    // What the monitor costs is drawn over the panes.
    if state.showsCost, row == screen.size.height - 2 { return nil }
    var canvas = Canvas(
      size: screen.size, palette: theme.palette(screen.capabilities.colors),
      glyphs: screen.capabilities.unicode ? .unicode : .ascii)
    let layout = layout(scene, size: screen.size)
    var found: MouseTarget?
    if layout.header.contains(column, row) {
      canvas.within(layout.header) { found = StatusHeader.target(x: column, y: row, scene, on: $0) }
    } else if layout.footer.contains(column, row) {
      canvas.within(layout.footer) { found = Footer.target(x: column, scene, on: $0) }
    } else if state.openClient != nil {
      // One client covers the panes.
      return nil
    } else if let place = layout.summaries.first(where: { $0.rect.contains(column, row) }) {
      return .pane(place.pane)
    } else if let place = layout.panes.first(where: { $0.rect.contains(column, row) }) {
      return layout.border(column, row, of: place)
        .flatMap { isTitle(column, row, of: place) ? nil : .border($0) }
        ?? target(column, row, in: place, scene, &canvas)
    }
    return found
  }

  private func target(
    _ column: Int, _ row: Int, in place: Layout.Place, _ scene: Scene, _ canvas: inout Canvas
  ) -> MouseTarget {
    let rect = place.rect
    if isTitle(column, row, of: place) { return .title(place.pane) }
    let inside = Rect(
      x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 2)
    var found: MouseTarget?
    if inside.contains(column, row) {
      canvas.within(inside) {
        found = place.pane.pane.target(x: column - inside.x, y: row - inside.y, scene, on: $0)
      }
    }
    return found ?? .pane(place.pane)
  }

  /// Whether a cell belongs to the title in a frame, or stands to the left of it.
  private func isTitle(_ column: Int, _ row: Int, of place: Layout.Place) -> Bool {
    let title = " \(place.pane.pane.key) \(place.pane.title) "
    return row == place.rect.y && column < place.rect.x + 2 + CharacterWidth.of(title)
  }
}

extension Rect {
  /// Whether a cell lies in it.
  func contains(_ x: Int, _ y: Int) -> Bool {
    x >= self.x && x < maxX && y >= self.y && y < maxY
  }
}
