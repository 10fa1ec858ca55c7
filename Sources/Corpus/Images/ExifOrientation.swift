import Plain

/// How a camera was held, as the Exif block of a file says (CIPA DC-008, tag 0x0112); numbered as there.
enum ExifOrientation: Int, Sendable {
  case upright = 1
  case mirrored, upsideDown, flipped, transposed, right, transverse, left

  /// Of a PNG's bytes; nil where it does not say.
  init?(png bytes: [UInt8]) {
    guard let block = PNGChunks.first("eXIf", of: bytes) else { return nil }
    self.init(tiff: Array(block))
  }

  /// Of a JPEG's bytes; nil where it does not say.
  init?(jpeg bytes: [UInt8]) {
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF, bytes[place + 1] != 0xDA {
      let end = place + 2 + Int(bytes[place + 2..<place + 4].bigEndian)
      guard end <= bytes.count, end > place + 3 else { return nil }
      let segment = bytes[place + 4..<end]
      if bytes[place + 1] == 0xE1, segment.starts(with: Array("Exif\0\0".utf8)) {
        self.init(tiff: Array(segment.dropFirst(6)))
        return
      }
      place = end
    }
    return nil
  }

  private init?(tiff bytes: [UInt8]) {
    let isLittle = bytes.starts(with: Array("II".utf8))
    func number(_ place: Int, _ width: Int) -> Int? {
      guard place >= 0, place + width <= bytes.count else { return nil }
      let digits = bytes[place..<place + width]
      return Int(isLittle ? digits.littleEndian : digits.bigEndian)
    }
    guard number(2, 2) == 42, let first = number(4, 4), let count = number(first, 2) else {
      return nil
    }
    for entry in 0..<count {
      let place = first + 2 + 12 * entry
      guard number(place, 2) == 0x0112 else { continue }
      guard let value = number(place + 8, 2) else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }
}

extension PixelImage {
  /// The image as it is to be seen that a camera took in this position.
  func turned(_ orientation: ExifOrientation) -> PixelImage {
    let isTurned = orientation.rawValue > ExifOrientation.flipped.rawValue
    let fromRight = [.mirrored, .upsideDown, .transverse, .left].contains(orientation)
    let fromBelow = [.upsideDown, .flipped, .right, .transverse].contains(orientation)
    let size = isTurned ? (width: height, height: width) : (width: width, height: height)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let (across, down) = isTurned ? (y, x) : (x, y)
        let row = fromBelow ? height - 1 - down : down
        let place = (row * width + (fromRight ? width - 1 - across : across)) * channels
        out += bytes[place..<place + channels]
      }
    }
    return PixelImage(width: size.width, height: size.height, channels: channels, bytes: out)
  }
}
