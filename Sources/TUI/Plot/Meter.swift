extension Canvas {
  /// Draws a bar of `width` cells, filled to `fraction`, in the colours of a ramp.
  mutating func meter(_ fraction: Double, ramp: Ramp, x: Int, y: Int, width: Int) {
    guard width > 0 else { return }
    let share = fraction.isFinite ? min(1, max(0, fraction)) : 0
    // Something is never drawn as nothing, and less than all never as all.
    var cells = Int((share * Double(width)).rounded())
    if share > 0 { cells = max(1, cells) }
    if share < 1, width > 1 { cells = min(width - 1, cells) }
    for cell in 0..<width {
      if cell < cells {
        let place = width > 1 ? Double(cell) / Double(width - 1) : share
        put(glyphs.full, x: x + cell, y: y, palette.style(ramp, place))
      } else {
        put(glyphs.empty, x: x + cell, y: y, .dim)
      }
    }
  }

  /// Draws the last `width` values from 0 up as bars of one row, the greatest as high as `tallest`
  /// of eight parts.
  mutating func bars(
    _ values: [Double], role: Role, x: Int, y: Int, width: Int, tallest: Int = 8
  ) {
    guard width > 0, let top = values.filter(\.isFinite).max(), top > 0 else { return }
    let recent = values.suffix(width)
    for (index, value) in recent.enumerated() where value.isFinite {
      let level = Int.clamped(
        (value / top * Double(tallest - 1)).rounded(), 0, min(tallest, glyphs.bars.count) - 1)
      put(glyphs.bars[level], x: x + index, y: y, role)
    }
  }
}
