import Foundation

/// An sRGB colour.
public struct RGB: Sendable, Hashable {
  /// Channels, 0 to 255.
  public var red: UInt8, green: UInt8, blue: UInt8

  /// A colour by its channels.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour from its hexadecimal form, such as `0x0072b2`.
  public init(hex: UInt32) {
    self.init(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }

  /// A colour by linear light, 0 to 1, clipped.
  init(linearRed: Double, green: Double, blue: Double) {
    func encoded(_ light: Double) -> UInt8 {
      let clipped = min(1, max(0, light.isFinite ? light : 0))
      let value = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * pow(clipped, 1 / 2.4) - 0.055
      return UInt8(min(255, max(0, (value * 255).rounded())))
    }
    self.init(encoded(linearRed), encoded(green), encoded(blue))
  }

  /// 0xRRGGBB.
  public var number: Int32 { Int32(red) << 16 | Int32(green) << 8 | Int32(blue) }

  /// Channels as linear light, 0 to 1.
  public var linear: (red: Double, green: Double, blue: Double) {
    func decoded(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return (decoded(red), decoded(green), decoded(blue))
  }

  /// Relative luminance (WCAG 2).
  public var luminance: Double {
    let (red, green, blue) = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
}
