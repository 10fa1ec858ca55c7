import Metrics

extension Canvas {
  /// Draws a series in one row, its least value lowest and its greatest highest; what is no number is left out.
  ///
  /// The last value of each column is drawn, so that the row ends where the series does.
  ///
  /// - Returns: the column after it.
  @discardableResult
  mutating func sparkline(_ values: [Double?], role: Role, x: Int, y: Int, width: Int) -> Int {
    let known = values.compactMap { $0 }.filter(\.isFinite).map(Optional.some)
    let columns = downsample(known, width: width).compactMap { $0?.last }
    guard let least = columns.min(), let most = columns.max() else { return x }
    let top = Double(glyphs.bars.count - 1)
    // Halves first: the span of two finite numbers may be more than there is.
    let span = most / 2 - least / 2
    for (offset, value) in columns.enumerated() {
      let share = span > 0 ? (value / 2 - least / 2) / span : 0.5
      let level = Int.clamped((share * top).rounded(), 0, glyphs.bars.count - 1)
      put(glyphs.bars[level], x: x + offset, y: y, role)
    }
    return x + columns.count
  }
}
