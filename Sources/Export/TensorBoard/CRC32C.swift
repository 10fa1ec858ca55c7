/// The Castagnoli checksum, and the masked form that TFRecord files store.
enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? (value >> 1) ^ 0x82f6_3b78 : value >> 1
    }
  }

  /// The checksum of `bytes` (RFC 3720, appendix B.4).
  static func of(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { (value: UInt32, byte: UInt8) in
      (value >> 8) ^ table[Int((value ^ UInt32(byte)) & 0xff)]
    }
  }

  /// Rotated and offset: a checksum over data that holds checksums would be weak.
  static func masked(_ bytes: [UInt8]) -> UInt32 {
    let value = of(bytes)
    return ((value >> 15) | (value << 17)) &+ 0xa282_ead8
  }
}
