import Metrics

/// A series to draw.
struct ChartSeries {
  /// Values by round, oldest first; nil where there is none.
  var values: [Double?]
  /// What it means.
  var role: Role
  /// Whether every second dot is left out, to tell it from another series without colour.
  var dotted = false
  /// Whether a missing value interrupts the line; else the line goes on to the next value.
  var gaps = false
}

/// Lines over rounds, on axes with labels.
///
/// The horizontal axis is longer than the run so far and grows in steps, so that columns stand
/// still from frame to frame.
struct LineChart {
  /// Series, the most important last.
  var series: [ChartSeries]
  /// A series to draw behind the others, as a trail of its own glyph.
  var ghost: ChartSeries?
  /// A level to draw across.
  var baseline: Double?
  /// Rounds on the horizontal axis.
  var span: Int
  /// Text of a label on the vertical axis.
  var label: (Double) -> String

  /// Columns that labels take.
  static let gutter = 7

  /// Draws into all rows of `canvas`.
  func draw(into canvas: inout Canvas) {
    let columns = canvas.width - Self.gutter
    guard columns > 0, canvas.height > 0 else { return }
    let all = series + [ghost].compactMap(\.self)
    let values = all.lazy.flatMap { $0.values.lazy.compactMap { $0 } }
    guard var scale = ValueScale(values) else {
      canvas.put("no values yet", x: Self.gutter, y: canvas.height / 2, .dim)
      return
    }
    if let baseline, baseline.isFinite {
      scale.low = min(scale.low, baseline)
      scale.high = max(scale.high, baseline)
    }
    if let ghost {
      // A glyph a cell under the dots: where both are, the run itself is seen.
      var trail = DotGrid(
        columns: columns, rows: canvas.height, form: .glyph(canvas.glyphs.ghost))
      draw(ghost, scale, into: &trail)
      trail.draw(into: &canvas, x: Self.gutter, y: 0)
    }
    var dots = DotGrid(
      columns: columns, rows: canvas.height, form: canvas.glyphs.unicode ? .braille : .halves)
    if let level = baseline.flatMap({ scale.fraction($0) }) {
      let y = row(level, dots)
      for x in 0..<dots.width where x % 6 == 0 { dots.set(x, y, .baseline) }
    }
    for one in series { draw(one, scale, into: &dots) }
    dots.draw(into: &canvas, x: Self.gutter, y: 0)
    let top = Text.right(label(scale.high), Self.gutter - 1)
    canvas.put(top, x: 0, y: 0, .dim, limit: Self.gutter - 1)
    if canvas.height > 1 {
      let bottom = Text.right(label(scale.low), Self.gutter - 1)
      canvas.put(bottom, x: 0, y: canvas.height - 1, .dim, limit: Self.gutter - 1)
    }
  }

  /// The column, from the left of the plot, of the round at `index` among `columns`.
  static func column(_ index: Int, span: Int, columns: Int) -> Int {
    guard span > 1 else { return 0 }
    return Int.clamped(
      (Double(index) * Double(columns - 1) / Double(span - 1)).rounded(), 0, max(0, columns - 1))
  }

  private func row(_ fraction: Double, _ dots: DotGrid) -> Int {
    Int.clamped(((1 - fraction) * Double(dots.height - 1)).rounded(), 0, max(0, dots.height - 1))
  }

  private func draw(_ one: ChartSeries, _ scale: ValueScale, into dots: inout DotGrid) {
    let filled = Self.column(one.values.count - 1, span: span, columns: dots.width) + 1
    let buckets = downsample(one.values, width: max(1, filled))
    var previous: (x: Int, y: Int)?
    for (index, bucket) in buckets.enumerated() {
      guard let bucket, let low = scale.fraction(bucket.minimum),
        let high = scale.fraction(bucket.maximum), let last = scale.fraction(bucket.last)
      else {
        if one.gaps { previous = nil }
        continue
      }
      let x =
        buckets.count == one.values.count
        ? Self.column(index, span: span, columns: dots.width) : index
      for y in row(high, dots)...max(row(high, dots), row(low, dots)) { dots.set(x, y, one.role) }
      let point = (x: x, y: row(last, dots))
      if let previous { join(previous, point, one, &dots) }
      previous = point
    }
  }

  private func join(
    _ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ one: ChartSeries, _ dots: inout DotGrid
  ) {
    guard to.x > from.x else { return }
    var last = from.y
    for x in from.x + 1...to.x {
      let share = Double(x - from.x) / Double(to.x - from.x)
      let y = Int.clamped(
        (Double(from.y) + share * Double(to.y - from.y)).rounded(), 0, dots.height)
      // A step is filled from where the line stood, so that steep lines stay whole.
      let start = y > last ? last + 1 : y < last ? last - 1 : y
      for step in min(start, y)...max(start, y) where !one.dotted || (x + step) % 3 == 0 {
        dots.set(x, step, one.role)
      }
      last = y
    }
  }

  /// Rounds to give the axis: the next of 10, 15, 20, 30, 40, 50, 75, 100, … with room to grow, and
  /// never more than the run will have.
  static func span(rounds: Int, total: Int) -> Int {
    let wanted = rounds + rounds / 8
    var base = 10
    while base * 10 < wanted { base *= 10 }
    let step = [10, 15, 20, 30, 40, 50, 75, 100].map { base / 10 * $0 }.first { $0 >= wanted }
    return max(rounds, min(step ?? wanted, total > 0 ? total : Int.max))
  }
}
