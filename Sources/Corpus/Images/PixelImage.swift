/// An image of bytes: rows from the top, pixels from the left, the channels of a pixel side by side.
public struct PixelImage: Sendable, Hashable {
  /// Pixels of a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// `height` · `width` · `channels` values.
  public let bytes: [UInt8]

  /// Most pixels of an image that is read: a small file cannot fill the memory.
  static let limit = 1 << 26

  /// An image of bytes that are as many as its size says.
  public init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    precondition(
      width > 0 && height > 0 && channels > 0 && bytes.count == width * height * channels,
      "an image has the bytes of its size")
    self.width = width
    self.height = height
    self.channels = channels
    self.bytes = bytes
  }

  /// The same in another number of channels: grey is repeated, colours become their luma (ITU-R BT.601).
  public func converted(channels wanted: Int) -> PixelImage {
    guard wanted != channels else { return self }
    var out: [UInt8] = []
    out.reserveCapacity(width * height * wanted)
    for pixel in 0..<width * height {
      let grey = luma(pixel)
      for _ in 0..<wanted { out.append(grey) }
    }
    return PixelImage(width: width, height: height, channels: wanted, bytes: out)
  }

  /// The same no wider and no higher than `limit`, each pixel the mean of those that it stands for.
  public func shrunk(to limit: Int) -> PixelImage {
    let longest = max(width, height)
    guard longest > limit, limit > 0 else { return self }
    return resized(
      width: max(1, width * limit / longest), height: max(1, height * limit / longest), .box)
  }

  /// How light a pixel is, in the integers that Pillow computes with.
  private func luma(_ pixel: Int) -> UInt8 {
    guard channels == 3 else { return bytes[pixel * channels] }
    let (red, green, blue) = (
      Int(bytes[3 * pixel]), Int(bytes[3 * pixel + 1]), Int(bytes[3 * pixel + 2])
    )
    return UInt8((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16)
  }
}
