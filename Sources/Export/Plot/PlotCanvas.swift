import Plain

/// Something that a plot can be drawn on; coordinates are pixels from the top left corner.
protocol PlotCanvas {
  /// A line through `points`.
  mutating func line(_ points: [PlotPoint], color: RGB, width: Double)
  /// A filled rectangle between its upper left and its lower right corner.
  mutating func rectangle(from corner: PlotPoint, to opposite: PlotPoint, color: RGB)
  /// A filled polygon, through which `share` less than 1 lets what is below it be seen.
  mutating func area(_ corners: [PlotPoint], color: RGB, share: Double)
  /// A line of text with its baseline at `point`.
  mutating func text(_ text: String, at point: PlotPoint, anchor: PlotAnchor, color: RGB)
}

extension PlotCanvas {
  /// A dot, with a hole in it if it is not filled.
  mutating func dot(_ point: PlotPoint, color: RGB, radius: Double, isFilled: Bool = true) {
    line([point], color: color, width: radius)
    if !isFilled { line([point], color: .paper, width: radius - 2) }
  }
}

/// Something that can be drawn on any canvas.
protocol Drawing {
  /// Pixels to the right.
  var width: Double { get }
  /// Pixels down.
  var height: Double { get }
  /// Draws all of it.
  func draw(on canvas: inout some PlotCanvas)
}

extension Drawing {
  var width: Double { Plot.width }
  var height: Double { Plot.height }

  /// It as a vector drawing, the text of an SVG file.
  var svg: String {
    var canvas = SVGCanvas(width: width, height: height)
    draw(on: &canvas)
    return canvas.document
  }

  /// It as a picture, the bytes of a PNG file.
  var png: [UInt8] {
    var canvas = PixelCanvas(width: Int(width), height: Int(height))
    draw(on: &canvas)
    return PNGFile.bytes(canvas)
  }
}

/// A place: on a canvas in pixels, in a series in the units of the axes.
struct PlotPoint: Equatable {
  /// To the right.
  var x: Double
  /// Down on a canvas, up in a series.
  var y: Double
}

/// Which end of a text its point is.
enum PlotAnchor: String {
  /// The text begins there.
  case start
  /// The text has its middle there.
  case middle
  /// The text ends there.
  case end
}

/// Colours of a plot.
extension RGB {
  /// A colour between this one (`share` 0) and another (1).
  func mixed(with other: RGB, share: Double) -> RGB {
    func channel(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8((Double(from) + share * (Double(to) - Double(from))).rounded())
    }
    return RGB(
      channel(red, other.red), channel(green, other.green), channel(blue, other.blue))
  }

  static let paper = RGB(hex: 0xffffff)
  static let ink = RGB(hex: 0x222222)
  static let faint = RGB(hex: 0xdddddd)

  /// Colours that people tell apart whatever their eyes (Okabe and Ito 2008), then lighter, then darker ones of them.
  static func series(_ index: Int) -> RGB {
    let colors: [UInt32] = [
      0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000, 0x999999,
    ]
    let color = RGB(hex: colors[index % colors.count])
    return switch index / colors.count % 3 {
    case 1: color.mixed(with: .paper, share: 0.5)
    case 2: color.mixed(with: .ink, share: 0.5)
    default: color
    }
  }
}
