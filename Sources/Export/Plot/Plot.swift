import Metrics

/// A line chart, over rounds if nothing else is said.
struct Plot: Drawing {
  /// One curve.
  struct Line {
    /// Its name in the legend.
    var name: String
    /// Its points, from left to right.
    var points: [PlotPoint]
    /// Ends of what the curve is a mean of, as many as points; empty where there is nothing to show.
    var band: [(low: Double, high: Double)] = []
    /// Its colour among the series; nil: that of its place among the curves.
    var color: Int?
  }

  /// What is shown, of which run.
  var title: String
  /// What the vertical axis measures.
  var yLabel: String
  /// What the horizontal axis measures.
  var xLabel = "round"
  /// The curves; those without points are not drawn.
  var lines: [Line]
  /// A value of the vertical axis in words.
  var format: @Sendable (Double) -> String = Units.significant
  /// A value of the horizontal axis in words.
  var xFormat: @Sendable (Double) -> String = { Units.fixed($0, 0) }
  /// Whether the horizontal axis counts.
  var countsAcross = true
  /// Whether the vertical axis shows factors.
  var isLogarithmic = false
  /// Whether the vertical axis begins at zero.
  var fromZero = false

  /// Width of a drawing, pixels.
  static let width = 960.0
  /// Height of a drawing, pixels.
  static let height = 540.0

  /// Draws axes, bands, curves and legend.
  func draw(on canvas: inout some PlotCanvas) {
    let shown = lines.filter { !$0.points.isEmpty }
    let colors = shown.indices.map { shown[$0].color ?? $0 }
    let points = shown.flatMap(\.points)
    let ends = shown.flatMap(\.band).flatMap { [$0.low, $0.high] }
    let frame = PlotFrame(
      x: PlotAxis(points.map(\.x), wholeNumbers: countsAcross),
      y: PlotAxis(points.map(\.y) + ends, isLogarithmic: isLogarithmic, fromZero: fromZero),
      legend: shown.map(\.name))
    frame.draw(
      title: title, xLabel: xLabel, yLabel: yLabel, xFormat: xFormat, yFormat: format, on: &canvas)
    for (index, line) in shown.enumerated() {
      let low = zip(line.points, line.band).map { PlotPoint(x: $0.x, y: $1.low) }
      let high = zip(line.points, line.band).map { PlotPoint(x: $0.x, y: $1.high) }
      let outline = (low + high.reversed()).compactMap(frame.place)
      if outline.count > 2 { canvas.area(outline, color: .series(colors[index]), share: 0.18) }
    }
    for (index, line) in shown.enumerated() {
      canvas.line(line.points.compactMap(frame.place), color: .series(colors[index]), width: 2.5)
    }
    frame.drawLegend(on: &canvas) { index, place, canvas in
      canvas.line(
        [PlotPoint(x: place.x, y: place.y), PlotPoint(x: place.x + 24, y: place.y)],
        color: .series(colors[index]), width: 2.5)
    }
  }
}
