import Metrics
import Plain

/// What is around the curves or dots of a plot: axes, title, legend, and where they leave room.
struct PlotFrame {
  /// To the right.
  let x: PlotAxis
  /// Upwards.
  let y: PlotAxis
  /// Names in the legend.
  let legend: [String]
  /// Edges of the rectangle between the axes.
  let left = 110.0
  let top = 70.0
  let right: Double
  let bottom = Plot.height - 60

  /// Width that a letter of a name may need.
  private static let letter = 12.0

  /// A frame with room for the names of a legend.
  init(x: PlotAxis, y: PlotAxis, legend: [String]) {
    self.x = x
    self.y = y
    self.legend = legend
    let longest = Double(legend.map(\.count).max() ?? 0)
    right = Plot.width - min(380, max(230, 64 + longest * Self.letter))
  }

  /// Where a point of the plot lies on the canvas; nil when the axes cannot show it.
  func place(_ point: PlotPoint) -> PlotPoint? {
    guard let x = horizontal(point.x), let y = vertical(point.y) else { return nil }
    return PlotPoint(x: x, y: y)
  }

  private func horizontal(_ value: Double) -> Double? {
    x.share(value).map { left + $0 * (right - left) }
  }

  private func vertical(_ value: Double) -> Double? {
    y.share(value).map { bottom - $0 * (bottom - top) }
  }

  /// Draws title, labels, axes and ticks.
  func draw(
    title: String, xLabel: String, yLabel: String, xFormat: (Double) -> String,
    yFormat: (Double) -> String, on canvas: inout some PlotCanvas
  ) {
    // A long title begins further to the left, and is cut where it is longer still.
    let room = Int((Plot.width - 20) / Self.letter)
    let start = max(10, min(left, Plot.width - 10 - Double(title.count) * Self.letter))
    canvas.text(
      excerpt(title, limit: room - 1), at: PlotPoint(x: start, y: 28), anchor: .start, color: .ink)
    canvas.text(yLabel, at: PlotPoint(x: left, y: 54), anchor: .start, color: .ink)
    canvas.text(
      xLabel, at: PlotPoint(x: right, y: Plot.height - 14), anchor: .end, color: .ink)
    for tick in y.ticks {
      guard let height = vertical(tick) else { continue }
      canvas.line(
        [PlotPoint(x: left, y: height), PlotPoint(x: right, y: height)], color: .faint, width: 1)
      canvas.text(
        yFormat(tick), at: PlotPoint(x: left - 10, y: height + 6), anchor: .end, color: .ink)
    }
    for tick in x.ticks {
      guard let place = horizontal(tick) else { continue }
      canvas.line(
        [PlotPoint(x: place, y: bottom), PlotPoint(x: place, y: bottom + 6)], color: .ink, width: 1)
      canvas.text(
        xFormat(tick), at: PlotPoint(x: place, y: bottom + 26), anchor: .middle, color: .ink)
    }
    canvas.line(
      [PlotPoint(x: left, y: bottom), PlotPoint(x: right, y: bottom)], color: .ink, width: 1.5)
  }

  /// Draws the names one below the other, each with a mark of 24 pixels that begins at a place.
  func drawLegend<Canvas: PlotCanvas>(
    on canvas: inout Canvas, mark: (Int, PlotPoint, inout Canvas) -> Void
  ) {
    let step = min(24, (bottom - top) / Double(max(1, legend.count)))
    let room = Int((Plot.width - right - 60) / Self.letter)
    for (index, name) in legend.enumerated() {
      let height = top + 14 + step * Double(index)
      mark(index, PlotPoint(x: right + 16, y: height), &canvas)
      canvas.text(
        excerpt(name, limit: max(1, room)), at: PlotPoint(x: right + 48, y: height + 6),
        anchor: .start, color: .ink)
    }
  }
}
