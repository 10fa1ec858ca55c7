extension LearningPane {
  /// The rounds of the chart that a cell belongs to.
  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? {
    guard canvas.height >= 6, !scene.snapshot.rounds.isEmpty, scene.state.curveAxis == .rounds
    else { return nil }
    // Headings stand over the charts, and the last change under them.
    let isTold = canvas.height >= 16 && MarkReadout.spans(scene) != nil
    guard y > 0, y < canvas.height - (isTold ? 1 : 0) else { return nil }
    let half = canvas.width / 2
    let charts =
      Self.isWide(canvas)
      ? [0..<half - 1, half + 1..<max(half + 1, canvas.width)] : [0..<canvas.width]
    guard let chart = charts.first(where: { $0.contains(x) }) else { return nil }
    let left = chart.lowerBound + LineChart.gutter
    guard x >= left else { return nil }
    let axis = scene.timeAxis
    let track = Track(left: canvas.bounds.x + left, count: chart.upperBound - left)
    return .rounds(track, first: axis.first, span: axis.span)
  }
}

extension LineChart {
  /// The round, as its index on the axis, that is drawn nearest to a column: the way back from `column(_:span:columns:)`.
  static func index(_ column: Int, span: Int, columns: Int) -> Int {
    guard span > 1, columns > 1 else { return 0 }
    let place = Double(column) * Double(span - 1) / Double(columns - 1)
    return Int.clamped(place.rounded(), 0, span - 1)
  }
}
