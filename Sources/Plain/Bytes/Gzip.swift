/// Why packed bytes cannot be unpacked.
public enum GzipProblem: Error, Equatable, CustomStringConvertible {
  /// They end too early.
  case cutShort
  /// They are no DEFLATE, or not what was packed.
  case damaged
  /// They unpack to more than the limit.
  case tooLong(Int)

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .cutShort: "packed with gzip and cut short"
    case .damaged: "packed with gzip and damaged"
    case .tooLong(let limit): "packed with gzip and longer than \(limit) bytes: unpack it"
    }
  }
}

/// Files of gzip (RFC 1952).
public enum Gzip {
  /// Text is rarely packed to less than a hundredth; more is a trap, unless it is short.
  private static let expansion = 200
  private static let alwaysAllowed = 16 << 20

  /// Whether bytes begin as a file of gzip does.
  public static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B, 8]) }

  /// The bytes that were packed, checksums compared; several packed files in a row are one.
  ///
  /// - Parameter limit: the most bytes that may come out.
  public static func unpacked(
    _ bytes: [UInt8], limit: Int = 1 << 31
  ) throws(GzipProblem) -> [UInt8] {
    let limit = min(limit, max(alwaysAllowed, bytes.count * expansion))
    var output: [UInt8] = []
    var start = 0
    while start < bytes.count {
      // Zeros behind the end are what a tape or a block device adds.
      if !output.isEmpty, bytes[start...].allSatisfy({ $0 == 0 }) { break }
      start = try body(of: bytes, from: start)
      var inflate = Inflate(bytes[start...], limit: limit - output.count)
      let (member, end) = try inflate.run()
      guard end + 8 <= bytes.count else { throw .cutShort }
      guard bytes[end..<end + 4].littleEndian == UInt64(CRC32.of(member)),
        bytes[end + 4..<end + 8].littleEndian == UInt64(UInt32(truncatingIfNeeded: member.count))
      else { throw .damaged }
      output = output.isEmpty ? member : output + member
      start = end + 8
    }
    return output
  }

  /// Where the packed data behind a header begins.
  private static func body(of bytes: [UInt8], from start: Int) throws(GzipProblem) -> Int {
    guard start + 18 <= bytes.count else { throw .cutShort }
    let flags = bytes[start + 3]
    guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B, bytes[start + 2] == 8, flags < 0x20
    else { throw .damaged }
    var place = start + 10
    if flags & 4 != 0 { place += 2 + Int(bytes[place..<place + 2].littleEndian) }
    // A name and a remark, each closed by a zero.
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard place < bytes.count, let end = bytes[place...].firstIndex(of: 0) else {
        throw .cutShort
      }
      place = end + 1
    }
    if flags & 2 != 0 { place += 2 }
    guard place <= bytes.count else { throw .cutShort }
    return place
  }
}
