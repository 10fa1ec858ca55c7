import Metrics

/// Small pictures side by side, two pixels a cell: the upper half of a cell is its ink, the lower one its paper.
///
/// With few colours, or in ASCII, a glyph of the two's mean lightness stands for both.
struct SampleImageRow {
  let images: [SampleImage]

  /// Cells between two pictures.
  private static let gap = 2

  /// Rows of cells, with one of labels.
  var height: Int { 1 + (images.map { ($0.height + 1) / 2 }.max() ?? 0) }

  /// Draws row `row` of the cells, from `x` on, of as many pictures as fit.
  func draw(_ row: Int, into canvas: inout Canvas, x: Int, y: Int) {
    var x = x
    for image in images {
      guard x + image.width <= canvas.width else { return }
      if row == height - 1 {
        canvas.put(image.label, x: x, y: y, canvas.palette[.dim], limit: image.width)
      } else {
        for column in 0..<image.width {
          let (upper, lower) = (image.light(column, 2 * row), image.light(column, 2 * row + 1))
          draw(upper, lower, into: &canvas, x: x + column, y: y)
        }
      }
      x += image.width + Self.gap
    }
  }

  private func draw(_ upper: Double, _ lower: Double, into canvas: inout Canvas, x: Int, y: Int) {
    if canvas.glyphs.unicode, let ink = Self.grey(upper, canvas.palette.colors),
      let paper = Self.grey(lower, canvas.palette.colors)
    {
      canvas.put("▀", x: x, y: y, Style(foreground: ink, background: paper))
      return
    }
    let shades = canvas.glyphs.shades
    let place = Int((upper + lower) / 2 * Double(shades.count - 1) + 0.5)
    canvas.put(shades[min(shades.count - 1, max(0, place))], x: x, y: y, .text)
  }

  /// A true grey; nil where there are too few colours for one.
  static func grey(_ light: Double, _ colors: Capabilities.Colors) -> Color? {
    let level = UInt8(min(255, max(0, light * 255 + 0.5)))
    switch colors {
    case .direct: return .rgb(level, level, level)
    case .indexed: return Color.rgb(level, level, level).reduced(to: .indexed)
    case .ansi, .mono: return nil
    }
  }
}
