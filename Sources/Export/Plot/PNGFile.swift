import Plain

/// Pixels as a Portable Network Graphics file (RFC 2083), eight bits a channel.
enum PNGFile {
  /// The file of a canvas.
  static func bytes(_ canvas: PixelCanvas) -> [UInt8] {
    var header = bigEndian(UInt32(canvas.width)) + bigEndian(UInt32(canvas.height))
    header += [8, 2, 0, 0, 0]
    let rowLength = 3 * canvas.width
    var scanlines: [UInt8] = []
    scanlines.reserveCapacity((rowLength + 1) * canvas.height)
    for row in 0..<canvas.height {
      scanlines.append(0)
      scanlines += canvas.pixels[row * rowLength..<(row + 1) * rowLength]
    }
    return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + chunk("IHDR", header)
      + chunk("IDAT", zlib(scanlines)) + chunk("IEND", [])
  }

  /// A chunk: length, type, data, checksum of type and data.
  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(CRC32.of(body))
  }

  /// A zlib stream (RFC 1950): deflated data and its Adler-32.
  static func zlib(_ data: [UInt8]) -> [UInt8] {
    // Runs of one colour repeat at a distance of three bytes.
    [0x78, 0x01] + RunDeflate.compress(data, distance: 3) + bigEndian(adler32(data))
  }

  /// The checksum of a zlib stream.
  static func adler32(_ data: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in data {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return b << 16 | a
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
