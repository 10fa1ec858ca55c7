/// Deflate (RFC 1951) of data in long runs: one block with the fixed codes, matches at one distance.
///
/// A plot is mostly paper, so this small part of the format does nearly as well as all of it.
struct RunDeflate {
  private var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var count = 0

  /// Lengths of matches: least length and extra bits of the codes from 257 on.
  private static let lengths: [(base: Int, extra: Int)] =
    [(0, 8), (1, 4), (2, 4), (3, 4), (4, 4), (5, 4)].flatMap { extra, codes in
      Array(repeating: extra, count: codes)
    }.reduce(into: [(base: Int, extra: Int)]()) { table, extra in
      let base = table.last.map { $0.base + 1 << $0.extra } ?? 3
      table.append((base, extra))
    } + [(258, 0)]

  /// The deflated form of `data`.
  ///
  /// - Parameter distance: how far back repetitions are looked for, 1 to 4.
  static func compress(_ data: [UInt8], distance: Int) -> [UInt8] {
    var stream = RunDeflate()
    stream.put(0b011, bits: 3)
    var place = 0
    while place < data.count {
      var length = 0
      if place >= distance {
        while length < 258, place + length < data.count,
          data[place + length] == data[place + length - distance]
        {
          length += 1
        }
      }
      if length >= 3 {
        stream.match(length, distance: distance)
        place += length
      } else {
        stream.symbol(Int(data[place]))
        place += 1
      }
    }
    stream.symbol(256)
    if stream.count > 0 { stream.put(0, bits: 8 - stream.count) }
    return stream.bytes
  }

  private mutating func match(_ length: Int, distance: Int) {
    let code = Self.lengths.lastIndex { $0.base <= length } ?? 0
    symbol(257 + code)
    put(UInt64(length - Self.lengths[code].base), bits: Self.lengths[code].extra)
    huffman(distance - 1, bits: 5)
  }

  /// A literal or length in the fixed code.
  private mutating func symbol(_ value: Int) {
    switch value {
    case ..<144: huffman(0x30 + value, bits: 8)
    case ..<256: huffman(0x190 + value - 144, bits: 9)
    case ..<280: huffman(value - 256, bits: 7)
    default: huffman(0xc0 + value - 280, bits: 8)
    }
  }

  /// Codes go out most significant bit first, everything else the other way.
  private mutating func huffman(_ code: Int, bits: Int) {
    for bit in (0..<bits).reversed() { put(UInt64(code >> bit & 1), bits: 1) }
  }

  private mutating func put(_ value: UInt64, bits: Int) {
    pending |= value << UInt64(count)
    count += bits
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      count -= 8
    }
  }
}
