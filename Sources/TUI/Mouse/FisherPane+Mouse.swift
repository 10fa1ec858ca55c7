extension FisherPane {
  /// The round of a column where rounds are drawn, else the layer of a row where layers lie below one another.
  ///
  /// The drawing itself is asked: a layer's rows are those around its label.
  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? {
    if scene.state.fisherView == .rounds, x >= LineChart.gutter, !scene.snapshot.rounds.isEmpty {
      let axis = scene.timeAxis
      let count = canvas.width - LineChart.gutter
      let track = Track(left: canvas.bounds.x + LineChart.gutter, count: count)
      return .rounds(track, first: axis.first, span: axis.span)
    }
    var drawn = canvas
    render(scene, into: &drawn)
    let labels = (0..<max(0, canvas.height)).compactMap { row in
      Self.layer(drawn, row: row).map { (row: row, layer: $0) }
    }
    // As high as the labels are apart; the label stands in the middle.
    let tall = labels.count > 1 ? labels[1].row - labels[0].row : 1
    let found = labels.first { ($0.row - tall / 2..<$0.row - tall / 2 + tall).contains(y) }
    let layers = Self.layers(scene.snapshot, scene.state)
    // The map is drawn from where the layer stands, whatever its first row.
    return found.flatMap { layers.firstIndex(of: $0.layer) }.map { .row($0, top: 0) }
  }

  /// The layer whose label a row begins with: a bar, if it is the selected one, and `L` with its number.
  private static func layer(_ canvas: Canvas, row: Int) -> Int? {
    let cells = (1..<6).map { canvas.grid[canvas.bounds.x + $0, canvas.bounds.y + row].character }
    guard cells.first == "L" else { return nil }
    return Int(String(cells.dropFirst().prefix { $0.isASCII && $0.isNumber }))
  }
}
