import Metrics

/// A metric against bytes: a dot a row, whose size tells the virtual time.
struct ParetoPlot: Drawing {
  /// What is shown.
  var title: String
  /// The rows.
  var table: ComparisonTable
  /// What is up.
  var metric: Metric

  func draw(on canvas: inout some PlotCanvas) {
    let rows = table.comparable.filter { $0.last(metric)?.mean.isFinite == true }
      .prefix(ComparisonPlot.mostRows)
    let unit = ByteUnit(rows.map(\.bytes).max() ?? 0)
    let points = rows.map { row in
      PlotPoint(x: unit.scaled(row.bytes), y: row.last(metric)?.mean ?? 0)
    }
    let bytes = points.map(\.x).filter { $0 > 0 }
    // Methods differ by factors: what sends a tenth would be one dot at the edge.
    let isWide = bytes.count == points.count && (bytes.max() ?? 1) > 20 * (bytes.min() ?? 1)
    let frame = PlotFrame(
      x: PlotAxis(points.map(\.x), isLogarithmic: isWide), y: PlotAxis(points.map(\.y)),
      legend: rows.map { "\($0.label) \(Units.duration(seconds: $0.simSeconds))" })
    frame.draw(
      title: title, xLabel: "\(unit.name) in both directions", yLabel: metric.title,
      xFormat: ByteUnit.text, yFormat: metric.text, on: &canvas)
    let slowest = rows.map(\.simSeconds).max() ?? 1
    for (row, point) in zip(rows, points) {
      guard let place = frame.place(point) else { continue }
      let size = slowest > 0 ? (row.simSeconds / slowest).squareRoot() : 0
      canvas.dot(
        place, color: .series(row.color), radius: 5 + 7 * size, isFilled: row.isOnFront)
    }
    frame.drawLegend(on: &canvas) { index, place, canvas in
      canvas.dot(
        PlotPoint(x: place.x + 14, y: place.y), color: .series(rows[index].color), radius: 6,
        isFilled: rows[index].isOnFront)
    }
    for (line, words) in ["filled: on the front", "larger: more time"].enumerated() {
      canvas.text(
        words, at: PlotPoint(x: frame.right + 16, y: frame.bottom - 24 + 24 * Double(line)),
        anchor: .start, color: .ink)
    }
  }
}
