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
  /// Where each value stands on the axis, 0 to 1; nil: by its round.
  var places: [Double]?
}

/// Lines over rounds, on axes with labels.
///
/// The horizontal axis is longer than the run so far and grows in steps, so that columns stand
/// still from frame to frame.
struct LineChart {
  /// Series, the most important last.
  var series: [ChartSeries]
  /// Series to draw behind the others, each as a trail of a glyph of its own, by its place.
  var ghosts: [ChartSeries] = []
  /// Levels to draw across.
  var baselines: [Double] = []
  /// Rounds on the horizontal axis.
  var span: Int
  /// Rounds until the one that is looked at: those behind it are the future, and drawn faintly; nil: there is none.
  var present: Int?
  /// Whether the vertical axis is one of logarithms.
  var logarithmic = false
  /// Text of a label on the vertical axis.
  var label: (Double) -> String

  /// Columns that labels take.
  static let gutter = 7

  /// Draws into all rows of `canvas`.
  func draw(into canvas: inout Canvas) {
    let columns = canvas.width - Self.gutter
    guard columns > 0, canvas.height > 0 else { return }
    guard let scale else {
      canvas.put("no values yet", x: Self.gutter, y: canvas.height / 2, .dim)
      return
    }
    labels(scale, into: &canvas)
    for (place, ghost) in ghosts.enumerated().reversed() {
      // A glyph a cell under the dots: where both are, the run itself is seen.
      let glyph = canvas.glyphs.ghosts[place % canvas.glyphs.ghosts.count]
      var trail = DotGrid(columns: columns, rows: canvas.height, form: .glyph(glyph))
      draw(ghost, scale, into: &trail)
      trail.draw(into: &canvas, x: Self.gutter, y: 0)
    }
    var dots = DotGrid(
      columns: columns, rows: canvas.height, form: canvas.glyphs.unicode ? .braille : .halves)
    for level in baselines.compactMap({ scale.fraction($0) }) {
      let y = row(level, dots.height)
      for x in 0..<dots.width where x % 6 == 0 { dots.set(x, y, .baseline) }
    }
    for one in series { draw(one, scale, into: &dots) }
    dots.draw(into: &canvas, x: Self.gutter, y: 0)
  }

  /// The bounds of all that is drawn; nil without a value.
  private var scale: ValueScale? {
    let all = series + ghosts
    let values = all.flatMap { $0.values.compactMap { $0 } }
    let levels = baselines.filter { $0.isFinite && (!logarithmic || $0 > 0) }
    guard let found = ValueScale(values, logarithmic: logarithmic) else { return nil }
    return ValueScale([found.low, found.high] + levels, logarithmic: logarithmic)
  }

  /// Numbers at the left: the bounds of the scale, and round numbers between them with a faint line each.
  private func labels(_ scale: ValueScale, into canvas: inout Canvas) {
    let last = canvas.height - 1
    let count = min(6, 2 + last / 2)
    let ticks =
      logarithmic
      ? Ticks.logarithmic(scale.low, scale.high, count: count)
      : Ticks.linear(scale.low, scale.high, count: count)
    var taken: Set<Int> = []
    func put(_ value: Double, _ y: Int, isBound: Bool) {
      guard taken.insert(y).inserted else { return }
      let text = Text.right(label(value), Self.gutter - 1)
      canvas.put(text, x: 0, y: y, .dim, limit: Self.gutter - 1)
      guard !isBound, canvas.height >= 6 else { return }
      for x in stride(from: Self.gutter, to: canvas.width, by: 4) {
        canvas.put(canvas.glyphs.dot, x: x, y: y, .border)
      }
    }
    put(scale.high, 0, isBound: true)
    if last > 0 { put(scale.low, last, isBound: true) }
    for tick in ticks where scale.low < tick && tick < scale.high {
      guard let place = scale.fraction(tick) else { continue }
      put(tick, row(place, canvas.height), isBound: false)
    }
  }

  /// The column, from the left of the plot, of the round at `index` among `columns`.
  static func column(_ index: Int, span: Int, columns: Int) -> Int {
    guard span > 1 else { return 0 }
    return Int.clamped(
      (Double(index) * Double(columns - 1) / Double(span - 1)).rounded(), 0, max(0, columns - 1))
  }

  private func row(_ fraction: Double, _ height: Int) -> Int {
    Int.clamped(((1 - fraction) * Double(height - 1)).rounded(), 0, max(0, height - 1))
  }

  private func draw(_ one: ChartSeries, _ scale: ValueScale, into dots: inout DotGrid) {
    if let places = one.places { return draw(one, at: places, scale, into: &dots) }
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
      let round = (index + 1) * one.values.count / buckets.count
      let pen = pen(one, round: round)
      let (top, bottom) = (row(high, dots.height), row(low, dots.height))
      for y in top...max(top, bottom) { dots.set(x, y, pen.role) }
      let point = (x: x, y: row(last, dots.height))
      if let previous { join(previous, point, pen, &dots) }
      previous = point
    }
  }

  /// The same where values do not stand by their rounds.
  private func draw(
    _ one: ChartSeries, at places: [Double], _ scale: ValueScale, into dots: inout DotGrid
  ) {
    var previous: (x: Int, y: Int)?
    for (index, value) in one.values.enumerated() where places.indices.contains(index) {
      guard let value, let fraction = scale.fraction(value), places[index].isFinite else {
        if one.gaps { previous = nil }
        continue
      }
      let x = Int.clamped((places[index] * Double(dots.width - 1)).rounded(), 0, dots.width - 1)
      let point = (x: x, y: row(fraction, dots.height))
      let pen = pen(one, round: index + 1)
      dots.set(point.x, point.y, pen.role)
      if let previous { join(previous, point, pen, &dots) }
      previous = point
    }
  }

  /// What a series is drawn with at a round: what lies behind the one that is looked at is faint.
  private func pen(_ one: ChartSeries, round: Int) -> ChartSeries {
    guard let present, round > present else { return one }
    return ChartSeries(values: [], role: .dim, dotted: true)
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
