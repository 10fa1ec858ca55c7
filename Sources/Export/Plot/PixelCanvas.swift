import Plain

/// A drawing as rows of pixels.
struct PixelCanvas: PlotCanvas {
  /// Columns.
  let width: Int
  /// Rows.
  let height: Int
  /// Red, green and blue of each pixel, row by row from the top.
  private(set) var pixels: [UInt8]

  /// Pixels of the canvas that a dot of a letter is wide.
  private static let dot = 2

  /// A white canvas.
  init(width: Int = Int(Plot.width), height: Int = Int(Plot.height)) {
    self.width = width
    self.height = height
    pixels = Array(repeating: 255, count: 3 * width * height)
  }

  mutating func line(_ points: [PlotPoint], color: RGB, width: Double) {
    if points.count == 1, let point = points.first {
      segment(point, point, color, width: 2 * width)
    }
    for (start, end) in zip(points, points.dropFirst()) { segment(start, end, color, width: width) }
  }

  mutating func rectangle(from corner: PlotPoint, to opposite: PlotPoint, color: RGB) {
    // Edges are rounded, not widths: neighbours leave no gap.
    let columns = Int(corner.x.rounded())..<max(Int(corner.x.rounded()), Int(opposite.x.rounded()))
    for y in Int(corner.y.rounded())..<max(Int(corner.y.rounded()), Int(opposite.y.rounded())) {
      for x in columns { blend(x, y, color, share: 1) }
    }
  }

  mutating func area(_ corners: [PlotPoint], color: RGB, share: Double) {
    let edges = zip(corners, corners.dropFirst() + corners.prefix(1))
    let heights = corners.map(\.y)
    guard let top = heights.min(), let bottom = heights.max() else { return }
    for y in max(0, Int(top))..<max(0, min(height, Int(bottom) + 1)) {
      // Inside is what an odd number of edges lies to the left of.
      let middle = Double(y) + 0.5
      let crossings = edges.compactMap { from, to -> Double? in
        guard (from.y <= middle) != (to.y <= middle) else { return nil }
        return from.x + (middle - from.y) / (to.y - from.y) * (to.x - from.x)
      }.sorted()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let (left, right) = (crossings[pair].rounded(), crossings[pair + 1].rounded())
        for x in max(0, Int(left))..<max(0, Int(right)) { blend(x, y, color, share: share) }
      }
    }
  }

  mutating func text(
    _ text: String, at point: PlotPoint, anchor: PlotAnchor, color: RGB
  ) {
    let advance = Self.dot * (PixelFont.width + 1)
    let length = Double(text.count * advance)
    let shift = anchor == .start ? 0 : anchor == .middle ? length / 2 : length
    var left = Int(point.x - shift)
    let top = Int(point.y) - Self.dot * 7
    for character in text {
      for (column, dots) in PixelFont.columns(of: character).enumerated() {
        for row in 0..<8 where dots >> row & 1 == 1 {
          fill(left + column * Self.dot, top + row * Self.dot, color)
        }
      }
      left += advance
    }
  }

  private mutating func fill(_ left: Int, _ top: Int, _ color: RGB) {
    for y in top..<top + Self.dot {
      for x in left..<left + Self.dot { blend(x, y, color, share: 1) }
    }
  }

  /// A line with round ends: each pixel near it is covered by how near it is.
  private mutating func segment(
    _ start: PlotPoint, _ end: PlotPoint, _ color: RGB, width: Double
  ) {
    let reach = width / 2 + 1
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = dx * dx + dy * dy
    let rows = Int(min(start.y, end.y) - reach)...Int(max(start.y, end.y) + reach)
    let columns = Int(min(start.x, end.x) - reach)...Int(max(start.x, end.x) + reach)
    for y in rows {
      for x in columns {
        let (px, py) = (Double(x) + 0.5 - start.x, Double(y) + 0.5 - start.y)
        let along = length > 0 ? min(1, max(0, (px * dx + py * dy) / length)) : 0
        let (ox, oy) = (px - along * dx, py - along * dy)
        let distance = (ox * ox + oy * oy).squareRoot()
        blend(x, y, color, share: min(1, max(0, width / 2 + 0.5 - distance)))
      }
    }
  }

  private mutating func blend(_ x: Int, _ y: Int, _ color: RGB, share: Double) {
    guard share > 0, (0..<width).contains(x), (0..<height).contains(y) else { return }
    let place = 3 * (y * width + x)
    for (channel, value) in [color.red, color.green, color.blue].enumerated() {
      let old = Double(pixels[place + channel])
      pixels[place + channel] = UInt8((old + share * (Double(value) - old)).rounded())
    }
  }
}
