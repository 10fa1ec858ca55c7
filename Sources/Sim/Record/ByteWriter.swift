/// Writes values as little-endian bytes.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes += $0 }
  }

  mutating func put(_ value: Double) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  mutating func put(_ values: [Int]) {
    put(values.count)
    values.forEach { put($0) }
  }

  mutating func put(_ values: [Float]) {
    put(values.count)
    bytes.reserveCapacity(bytes.count + 4 * values.count)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
    }
  }

  mutating func put(_ value: Double?) {
    put(value == nil ? 0 : 1)
    if let value { put(value) }
  }

  mutating func put(_ values: [Float]?) {
    put(values == nil ? 0 : 1)
    if let values { put(values) }
  }
}

/// Reads what `ByteWriter` wrote, from bytes that may be anything.
struct ByteReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func integer() throws(CheckpointError) -> Int {
    Int(truncatingIfNeeded: try word(8))
  }

  mutating func double() throws(CheckpointError) -> Double {
    Double(bitPattern: try word(8))
  }

  mutating func integers() throws(CheckpointError) -> [Int] {
    let count = try count(width: 8)
    var values: [Int] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try integer()) }
    return values
  }

  mutating func floats() throws(CheckpointError) -> [Float] {
    let count = try count(width: 4)
    var values: [Float] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      values.append(Float(bitPattern: UInt32(truncatingIfNeeded: try word(4))))
    }
    return values
  }

  mutating func optionalDouble() throws(CheckpointError) -> Double? {
    try integer() == 0 ? nil : try double()
  }

  mutating func optionalFloats() throws(CheckpointError) -> [Float]? {
    try integer() == 0 ? nil : try floats()
  }

  /// Fails unless everything has been read.
  func finish() throws(CheckpointError) {
    guard place == bytes.count else { throw CheckpointError("checkpoint: bytes are left over") }
  }

  private mutating func count(width: Int) throws(CheckpointError) -> Int {
    let count = try integer()
    guard count >= 0, count <= (bytes.count - place) / width else {
      throw CheckpointError("checkpoint: a list claims \(count) values but the bytes end before")
    }
    return count
  }

  private mutating func word(_ width: Int) throws(CheckpointError) -> UInt64 {
    guard bytes.count - place >= width else { throw CheckpointError("checkpoint: cut short") }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[place + index]) << UInt64(8 * index) }
    place += width
    return value
  }
}
