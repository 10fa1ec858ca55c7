import Metrics

/// A line chart over rounds.
struct Plot: Drawing {
  /// One curve.
  struct Line {
    /// Its name in the legend.
    var name: String
    /// Its points, by round.
    var points: [PlotPoint]
  }

  /// What is shown, of which run.
  var title: String
  /// What the vertical axis measures.
  var yLabel: String
  /// The curves; those without points are not drawn.
  var lines: [Line]
  /// A value of the vertical axis in words.
  var format: @Sendable (Double) -> String = Units.significant
  /// Whether the vertical axis shows factors.
  var isLogarithmic = false
  /// Whether the vertical axis begins at zero.
  var fromZero = false

  /// Width of a drawing, pixels.
  static let width = 960.0
  /// Height of a drawing, pixels.
  static let height = 540.0

  /// Draws axes, curves and legend.
  func draw(on canvas: inout some PlotCanvas) {
    let shown = lines.filter { !$0.points.isEmpty }
    let points = shown.flatMap(\.points)
    let x = PlotAxis(points.map(\.x), wholeNumbers: true)
    let y = PlotAxis(points.map(\.y), isLogarithmic: isLogarithmic, fromZero: fromZero)
    let area = Area(x: x, y: y)
    canvas.text(title, at: PlotPoint(x: area.left, y: 28), anchor: .start, color: .ink)
    canvas.text(yLabel, at: PlotPoint(x: area.left, y: 54), anchor: .start, color: .ink)
    canvas.text(
      "round", at: PlotPoint(x: area.right, y: Self.height - 14), anchor: .end, color: .ink)
    drawAxes(area, on: &canvas)
    for (index, line) in shown.enumerated() {
      let path = line.points.compactMap(area.place)
      canvas.line(path, color: .series(index), width: 2.5)
    }
    drawLegend(shown, area, on: &canvas)
  }

  private func drawAxes(_ area: Area, on canvas: inout some PlotCanvas) {
    for tick in area.y.ticks {
      guard let height = area.vertical(tick) else { continue }
      canvas.line(
        [PlotPoint(x: area.left, y: height), PlotPoint(x: area.right, y: height)],
        color: .faint, width: 1)
      canvas.text(
        format(tick), at: PlotPoint(x: area.left - 10, y: height + 6), anchor: .end, color: .ink)
    }
    for tick in area.x.ticks {
      guard let place = area.horizontal(tick) else { continue }
      canvas.line(
        [PlotPoint(x: place, y: area.bottom), PlotPoint(x: place, y: area.bottom + 6)],
        color: .ink, width: 1)
      canvas.text(
        Units.fixed(tick, 0), at: PlotPoint(x: place, y: area.bottom + 26), anchor: .middle,
        color: .ink)
    }
    canvas.line(
      [PlotPoint(x: area.left, y: area.bottom), PlotPoint(x: area.right, y: area.bottom)],
      color: .ink, width: 1.5)
  }

  private func drawLegend(_ lines: [Line], _ area: Area, on canvas: inout some PlotCanvas) {
    for (index, line) in lines.enumerated() {
      let height = area.top + 14 + 24 * Double(index)
      canvas.line(
        [PlotPoint(x: area.right + 16, y: height), PlotPoint(x: area.right + 40, y: height)],
        color: .series(index), width: 2.5)
      canvas.text(
        line.name, at: PlotPoint(x: area.right + 48, y: height + 6), anchor: .start, color: .ink)
    }
  }
}

extension Plot {
  /// The rectangle between the axes.
  private struct Area {
    let x: PlotAxis
    let y: PlotAxis
    let left = 110.0
    let top = 70.0
    let right = Plot.width - 230
    let bottom = Plot.height - 60

    func horizontal(_ value: Double) -> Double? {
      x.share(value).map { left + $0 * (right - left) }
    }

    func vertical(_ value: Double) -> Double? {
      y.share(value).map { bottom - $0 * (bottom - top) }
    }

    func place(_ point: PlotPoint) -> PlotPoint? {
      guard let x = horizontal(point.x), let y = vertical(point.y) else { return nil }
      return PlotPoint(x: x, y: y)
    }
  }
}
