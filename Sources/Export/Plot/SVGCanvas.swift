import Metrics
import Plain

/// A drawing as Scalable Vector Graphics.
struct SVGCanvas: PlotCanvas {
  /// Pixels to the right.
  var width = Plot.width
  /// Pixels down.
  var height = Plot.height
  private(set) var elements: [String] = []

  /// The file's text.
  var document: String {
    let size = "\(number(width)) \(number(height))"
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" font-family="sans-serif" \
      font-size="16">
      <rect width="100%" height="100%" fill="\(Self.hex(.paper))"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  mutating func line(_ points: [PlotPoint], color: RGB, width: Double) {
    let style = "stroke=\"\(Self.hex(color))\" stroke-width=\"\(number(width))\""
    if points.count == 1, let point = points.first {
      elements.append(
        "<circle cx=\"\(number(point.x))\" cy=\"\(number(point.y))\" r=\"\(number(width))\" "
          + "fill=\"\(Self.hex(color))\"/>")
      return
    }
    elements.append(
      "<polyline points=\"\(path(points))\" fill=\"none\" stroke-linejoin=\"round\" \(style)/>")
  }

  mutating func rectangle(from corner: PlotPoint, to opposite: PlotPoint, color: RGB) {
    elements.append(
      "<rect x=\"\(number(corner.x))\" y=\"\(number(corner.y))\" "
        + "width=\"\(number(opposite.x - corner.x))\" height=\"\(number(opposite.y - corner.y))\" "
        + "fill=\"\(Self.hex(color))\"/>")
  }

  mutating func area(_ corners: [PlotPoint], color: RGB, share: Double) {
    elements.append(
      "<polygon points=\"\(path(corners))\" fill=\"\(Self.hex(color))\" "
        + "fill-opacity=\"\(number(share))\"/>")
  }

  mutating func text(
    _ text: String, at point: PlotPoint, anchor: PlotAnchor, color: RGB
  ) {
    elements.append(
      "<text x=\"\(number(point.x))\" y=\"\(number(point.y))\" text-anchor=\"\(anchor.rawValue)\" "
        + "fill=\"\(Self.hex(color))\">\(Self.escaped(text))</text>")
  }

  /// Text as XML holds it; characters that XML cannot hold are replaced.
  static func escaped(_ text: String) -> String {
    printable(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }

  private static func hex(_ color: RGB) -> String {
    "#"
      + [color.red, color.green, color.blue].map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
  }

  private func path(_ points: [PlotPoint]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  private func number(_ value: Double) -> String { Units.fixed(value, 2) }
}
