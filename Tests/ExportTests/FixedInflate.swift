/// Reads one deflate block with the fixed codes (RFC 1951, 3.2.6), written from the tables there.
struct FixedInflate {
  struct Malformed: Error {}

  /// Least lengths of codes 257 to 285, and how many extra bits follow each.
  private static let bases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let extras = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]

  private let bytes: [UInt8]
  private var place = 0

  /// The data of a stream of one block.
  static func expand(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = FixedInflate(bytes: bytes)
    guard try stream.number(3) == 0b011 else { throw Malformed() }
    var data: [UInt8] = []
    while true {
      let symbol = try stream.symbol()
      if symbol == 256 { return data }
      if symbol < 256 {
        data.append(UInt8(symbol))
        continue
      }
      guard symbol < 286 else { throw Malformed() }
      let length = bases[symbol - 257] + (try stream.number(extras[symbol - 257]))
      let distance = try stream.code(5) + 1
      guard distance <= min(4, data.count) else { throw Malformed() }
      for _ in 0..<length { data.append(data[data.count - distance]) }
    }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func symbol() throws -> Int {
    var code = try code(7)
    if code <= 0b001_0111 { return 256 + code }
    code = code << 1 | (try self.code(1))
    if code <= 0b1011_1111 { return code - 0b0011_0000 }
    if code <= 0b1100_0111 { return 280 + code - 0b1100_0000 }
    return 144 + (code << 1 | (try self.code(1))) - 0b1_1001_0000
  }

  /// Most significant bit first.
  private mutating func code(_ bits: Int) throws -> Int {
    try (0..<bits).reduce(0) { value, _ in value << 1 | (try bit()) }
  }

  /// Least significant bit first.
  private mutating func number(_ bits: Int) throws -> Int {
    try (0..<bits).reduce(0) { value, index in value | (try bit()) << index }
  }

  private mutating func bit() throws -> Int {
    guard place < 8 * bytes.count else { throw Malformed() }
    defer { place += 1 }
    return Int(bytes[place / 8] >> UInt8(place % 8)) & 1
  }
}
