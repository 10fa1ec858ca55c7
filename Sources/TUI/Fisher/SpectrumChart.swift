import Metrics

/// The spectrum that layers were counted by: bars on an axis of logarithms, the greatest value first, and a rail where it is
/// cut.
struct SpectrumChart {
  let spectrum: LayerSpectrum

  /// Rows without which it says nothing: a title, bars, and what stands below them.
  static let leastRows = 4

  /// Columns that labels take.
  private static let gutter = 8

  /// What is to be said of the cut, in a sentence.
  var sentence: String {
    let left = "\(spectrum.above) of \(spectrum.count) values"
    guard spectrum.rule == .gap else {
      return "client \(spectrum.client) finds a flat stretch with \(left) above it"
    }
    guard let cut = spectrum.cut else {
      return "client \(spectrum.client) finds no gap: \(left) are kept"
    }
    let width = Units.significant(cut.above - cut.below)
    guard let bound = spectrum.threshold else {
      return "client \(spectrum.client) finds a gap of \(width), \(left) above it"
    }
    let needed = "4ℒ = \(Units.significant(bound))"
    return cut.above - cut.below > bound
      ? "client \(spectrum.client) finds a gap of \(width), wider than \(needed), \(left) above it"
      : "client \(spectrum.client) finds no gap wider than \(needed): the widest, \(width), counts, "
        + "\(left) above it"
  }

  /// Draws into all rows of `canvas`.
  func draw(into canvas: inout Canvas) {
    let rows = canvas.height - 2
    let columns = canvas.width - Self.gutter
    guard rows > 0, columns > 1 else { return }
    let cell = Int.clamped(Double((columns - 1) / max(1, spectrum.values.count)), 1, 5)
    let shown = Array(spectrum.values.prefix((columns - 1) / cell))
    title(shown.count, into: &canvas)
    guard let scale = ValueScale(shown, logarithmic: true) else {
      canvas.put("no value above 0", x: 1, y: 1, .dim)
      return
    }
    canvas.put(Text.right(Units.significant(scale.high), Self.gutter - 1), x: 0, y: 1, .dim)
    if rows > 1 {
      canvas.put(Text.right(Units.significant(scale.low), Self.gutter - 1), x: 0, y: rows, .dim)
    }
    let cut = spectrum.cut == nil || shown.count <= spectrum.above ? nil : spectrum.above
    for (index, value) in shown.enumerated() {
      // The rail of the cut takes a column of its own.
      let x = Self.gutter + index * cell + (cut.map { index >= $0 } ?? false ? 1 : 0)
      let isAbove = index < spectrum.above
      bar(
        scale.fraction(value), isAbove ? .gal : .text, x: x, width: max(1, cell - 1), rows: rows,
        into: &canvas)
    }
    guard let cut else { return }
    let x = Self.gutter + cut * cell
    for y in 1...rows { canvas.put(canvas.glyphs.vertical, x: x, y: y, .mark) }
    below(x, y: rows + 1, into: &canvas)
  }

  private func title(_ shown: Int, into canvas: inout Canvas) {
    let what = spectrum.rule == .gap ? "Fisher by layer" : "curvatures"
    let part = shown < spectrum.count ? ", \(shown) of \(spectrum.count)" : ""
    canvas.line(
      0, left: [Span(" spectrum ", .title), Span("of client \(spectrum.client)", .text)],
      right: [Span("\(what)\(part), log ", .dim)], yielding: true)
  }

  /// One value from the bottom up; one that has no logarithm is a dash.
  private func bar(
    _ fraction: Double?, _ role: Role, x: Int, width: Int, rows: Int, into canvas: inout Canvas
  ) {
    guard let fraction else { return canvas.put(canvas.glyphs.dash, x: x, y: rows, .dim) }
    let parts = canvas.glyphs.bars.count
    let level = 1 + Int.clamped((fraction * Double(rows * parts - 1)).rounded(), 0, rows * parts)
    for row in 0..<rows {
      let left = level - row * parts
      guard left > 0 else { return }
      for column in 0..<width {
        canvas.put(canvas.glyphs.bars[min(left, parts) - 1], x: x + column, y: rows - row, role)
      }
    }
  }

  /// The width of the gap under its rail, at whichever side has room.
  private func below(_ x: Int, y: Int, into canvas: inout Canvas) {
    canvas.put(canvas.glyphs.mark, x: x, y: y, .mark)
    guard let cut = spectrum.cut else { return }
    let bound = spectrum.threshold.map { bound in
      let sign = cut.above - cut.below > bound ? ">" : "<"
      return " \(sign) 4ℒ \(Units.significant(bound))"
    }
    let text = "gap \(Units.significant(cut.above - cut.below))\(bound ?? "")"
    let width = canvas.spelledWidth([Span(text)])
    let start = x + 2 + width <= canvas.width ? x + 2 : max(0, x - 1 - width)
    canvas.put(text, x: start, y: y, .text, limit: start < x ? x - start : nil)
  }
}
