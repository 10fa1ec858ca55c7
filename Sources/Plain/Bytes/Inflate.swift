/// Unpacks DEFLATE (RFC 1951) from bytes that nobody vouches for: whatever they are, it ends with bytes or a problem.
struct Inflate {
  private static let orderOfLengths = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]
  /// Smallest length of the symbols from 257 on, and how many bits are added to it.
  private static let lengths: [(base: Int, extra: Int)] = {
    var table: [(base: Int, extra: Int)] = []
    var base = 3
    for code in 0..<28 {
      let extra = code < 8 ? 0 : code / 4 - 1
      table.append((base, extra))
      base += 1 << extra
    }
    return table + [(258, 0)]
  }()
  /// The same of distances.
  private static let distances: [(base: Int, extra: Int)] = {
    var base = 1
    return (0..<30).map { code in
      let extra = code < 4 ? 0 : code / 2 - 1
      defer { base += 1 << extra }
      return (base, extra)
    }
  }()

  private let bytes: ArraySlice<UInt8>
  private let limit: Int
  private var cursor: Int
  private var buffer: UInt64 = 0
  private var buffered = 0
  private var output: [UInt8] = []

  /// - Parameter limit: more bytes than this are a problem, so that a small file cannot fill the memory.
  init(_ bytes: ArraySlice<UInt8>, limit: Int) {
    self.bytes = bytes
    self.limit = limit
    cursor = bytes.startIndex
  }

  /// Unpacks all blocks.
  /// - Returns: what was packed, and where the next byte behind it is.
  mutating func run() throws(GzipProblem) -> (output: [UInt8], end: Int) {
    var isLast = false
    while !isLast {
      isLast = try bits(1) == 1
      switch try bits(2) {
      case 0: try stored()
      case 1: try compressed(.fixedLiterals, .fixedDistances)
      case 2:
        let (literals, distances) = try codes()
        try compressed(literals, distances)
      default: throw .damaged
      }
    }
    return (output, cursor - buffered / 8)
  }

  private mutating func fill(_ count: Int) {
    while buffered < count, cursor < bytes.endIndex {
      buffer |= UInt64(bytes[cursor]) << UInt64(buffered)
      buffered += 8
      cursor += 1
    }
  }

  private mutating func bits(_ count: Int) throws(GzipProblem) -> Int {
    fill(count)
    guard buffered >= count else { throw .cutShort }
    let value = Int(buffer & (1 << UInt64(count) - 1))
    buffer >>= UInt64(count)
    buffered -= count
    return value
  }

  private mutating func symbol(_ code: PrefixCode) throws(GzipProblem) -> Int {
    fill(PrefixCode.longest)
    guard let found = code.symbol(UInt16(truncatingIfNeeded: buffer)) else {
      throw buffered < PrefixCode.longest ? .cutShort : .damaged
    }
    guard found.length <= buffered else { throw .cutShort }
    buffer >>= UInt64(found.length)
    buffered -= found.length
    return found.symbol
  }

  private mutating func stored() throws(GzipProblem) {
    _ = try bits(buffered % 8)
    let count = try bits(16)
    guard try bits(16) == ~count & 0xFFFF else { throw .damaged }
    guard output.count + count <= limit else { throw .tooLong(limit) }
    for _ in 0..<count { output.append(UInt8(try bits(8))) }
  }

  private mutating func codes() throws(GzipProblem) -> (PrefixCode, PrefixCode) {
    let (literals, distances) = (try bits(5) + 257, try bits(5) + 1)
    let given = try bits(4) + 4
    var lengths = Array(repeating: 0, count: 19)
    for place in Self.orderOfLengths.prefix(given) { lengths[place] = try bits(3) }
    guard literals <= 286, let code = PrefixCode(lengths) else { throw .damaged }
    var all: [Int] = []
    while all.count < literals + distances {
      switch try symbol(code) {
      case 16:
        guard let last = all.last else { throw .damaged }
        all += Array(repeating: last, count: try bits(2) + 3)
      case 17: all += Array(repeating: 0, count: try bits(3) + 3)
      case 18: all += Array(repeating: 0, count: try bits(7) + 11)
      case let length: all.append(length)
      }
    }
    guard all.count == literals + distances,
      let first = PrefixCode(Array(all[..<literals])),
      let second = PrefixCode(Array(all[literals...]))
    else { throw .damaged }
    return (first, second)
  }

  private mutating func compressed(
    _ literals: PrefixCode, _ distances: PrefixCode
  ) throws(GzipProblem) {
    while true {
      let literal = try symbol(literals)
      if literal == 256 { return }
      if literal < 256 {
        guard output.count < limit else { throw .tooLong(limit) }
        output.append(UInt8(literal))
        continue
      }
      guard literal - 257 < Self.lengths.count else { throw .damaged }
      let (base, extra) = Self.lengths[literal - 257]
      let length = base + (try bits(extra))
      let code = try symbol(distances)
      guard code < Self.distances.count else { throw .damaged }
      let distance = Self.distances[code].base + (try bits(Self.distances[code].extra))
      guard distance <= output.count else { throw .damaged }
      guard output.count + length <= limit else { throw .tooLong(limit) }
      // It may reach into what it writes itself: one byte after another.
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}

/// A prefix code of DEFLATE as a table over the next fifteen bits.
private struct PrefixCode {
  static let longest = 15
  static let fixedLiterals = PrefixCode(
    unchecked: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  static let fixedDistances = PrefixCode(unchecked: Array(repeating: 5, count: 32))

  /// Bits that the table is looked up with: as many as the longest code has.
  private let width: Int
  /// Symbol and length by the next bits; length 0 where no code is.
  private var table: [UInt16]

  /// Nil for lengths that give two symbols the same code.
  init?(_ lengths: [Int]) {
    let used = lengths.reduce(0) { $1 > 0 ? $0 + 1 << (Self.longest - $1) : $0 }
    guard used <= 1 << Self.longest else { return nil }
    self.init(unchecked: lengths)
  }

  private init(unchecked lengths: [Int]) {
    width = max(1, lengths.max() ?? 1)
    table = Array(repeating: 0, count: 1 << width)
    var next = 0
    for length in 1...width {
      for (symbol, own) in lengths.enumerated() where own == length {
        // Codes are read from their highest bit on, all else from the lowest.
        var place = 0
        for bit in 0..<length where next >> bit & 1 == 1 { place |= 1 << (length - 1 - bit) }
        for slot in stride(from: place, to: table.count, by: 1 << length) {
          table[slot] = UInt16(symbol << 4 | length)
        }
        next += 1
      }
      next <<= 1
    }
  }

  func symbol(_ bits: UInt16) -> (symbol: Int, length: Int)? {
    let entry = Int(table[Int(bits) & (1 << width - 1)])
    return entry == 0 ? nil : (entry >> 4, entry & 15)
  }
}
