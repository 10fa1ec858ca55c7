import Foundation

/// How pixels between pixels are made, by the numbers that `preprocessor_config.json` has for it.
enum Resampling: Int, Sendable {
  case nearest = 0
  case lanczos = 1
  case bilinear = 2
  case bicubic = 3
  case box = 4

  /// How far a pixel reaches, in pixels.
  var reach: Double {
    switch self {
    case .nearest, .box: 0.5
    case .bilinear: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  /// The weight of a pixel at a distance within reach.
  func weight(_ distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .nearest, .box: return distance > -0.5 && distance <= 0.5 ? 1 : 0
    case .bilinear: return max(0, 1 - x)
    case .bicubic:
      if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
    case .lanczos: return x < 3 ? sinc(x) * sinc(x / 3) : 0
    }
  }

  private func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(.pi * x) / (.pi * x) }
}

extension PixelImage {
  /// The image in another size, as Pillow resizes bytes.
  ///
  /// A filter is as wide as what it shrinks, so that no pixel is lost (antialiasing); first along rows, then along columns,
  /// in fixed point, rounded to bytes after each.
  func resized(width newWidth: Int, height newHeight: Int, _ filter: Resampling) -> PixelImage {
    var image = self
    if newWidth != width {
      let taps = Taps(from: width, to: newWidth, filter)
      image = image.filtered(taps, width: newWidth, height: height, step: channels) { y, _ in
        y * width * channels
      }
    }
    if newHeight != height {
      let taps = Taps(from: height, to: newHeight, filter)
      let row = newWidth * channels
      image = image.filtered(taps, width: newWidth, height: newHeight, step: row) { _, x in
        x * channels
      }
    }
    return image
  }

  // Each value of the result is a weighted sum of values that are `step` apart, from `start` of its row and column on.
  private func filtered(
    _ taps: Taps, width newWidth: Int, height newHeight: Int, step: Int,
    start: (_ row: Int, _ column: Int) -> Int
  ) -> PixelImage {
    let alongRows = step == channels
    var out: [UInt8] = []
    out.reserveCapacity(newWidth * newHeight * channels)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let (first, weights) = taps.places[alongRows ? x : y]
        let place = start(y, x) + first * step
        for channel in 0..<channels {
          var sum = 1 << (Taps.bits - 1)
          for (index, weight) in weights.enumerated() {
            sum += Int(bytes[place + index * step + channel]) * weight
          }
          out.append(UInt8(clamping: sum >> Taps.bits))
        }
      }
    }
    return PixelImage(width: newWidth, height: newHeight, channels: channels, bytes: out)
  }
}

/// For each place of the result the first place that it is made of, and weights in fixed point from there on.
private struct Taps {
  /// Bits behind the point: a byte and a sign have room above them in 32.
  static let bits = 22

  var places: [(first: Int, weights: [Int])] = []

  init(from old: Int, to new: Int, _ filter: Resampling) {
    let scale = Double(old) / Double(new)
    guard filter != .nearest else {
      places = (0..<new).map {
        (min(old - 1, Int((Double($0) + 0.5) * scale)), [1 << Self.bits])
      }
      return
    }
    let width = max(scale, 1)
    let reach = filter.reach * width
    for place in 0..<new {
      let center = (Double(place) + 0.5) * scale
      let first = max(0, Int(center - reach + 0.5))
      let end = min(old, Int(center + reach + 0.5))
      let weights = (first..<end).map { filter.weight((Double($0) - center + 0.5) / width) }
      let sum = weights.reduce(0, +)
      places.append(
        (
          first,
          weights.map { Int(($0 / (sum == 0 ? 1 : sum) * Double(1 << Self.bits)).rounded()) }
        ))
    }
  }
}
