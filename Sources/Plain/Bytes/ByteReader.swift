/// Reads what `ByteWriter` wrote, from bytes that may be anything.
///
/// Every length is checked against the bytes that are there before anything is allocated.
public struct ByteReader<Failure: Error> {
  private let bytes: [UInt8]
  private let failure: (String) -> Failure
  private var place = 0

  /// Starts at the first byte; `failure` makes the caller's error of what is wrong.
  public init(_ bytes: [UInt8], failure: @escaping (String) -> Failure) {
    self.bytes = bytes
    self.failure = failure
  }

  /// The next whole number.
  public mutating func integer() throws(Failure) -> Int {
    Int(truncatingIfNeeded: try word(8))
  }

  /// The next number.
  public mutating func double() throws(Failure) -> Double {
    Double(bitPattern: try word(8))
  }

  /// The next text.
  public mutating func text() throws(Failure) -> String {
    let count = try count(width: 1)
    defer { place += count }
    guard let text = String(validating: bytes[place..<place + count], as: UTF8.self) else {
      throw failure("a name is not UTF-8")
    }
    return text
  }

  /// The next byte.
  public mutating func octet() throws(Failure) -> UInt8 {
    UInt8(truncatingIfNeeded: try word(1))
  }

  /// The number of entries of a list that follows, each of which has at least `width` bytes.
  public mutating func entries(width: Int = 8) throws(Failure) -> Int { try count(width: width) }

  /// The next list of whole numbers of four bytes.
  public mutating func int32s() throws(Failure) -> [Int32] { try vector() }

  /// The next list of numbers.
  public mutating func floats() throws(Failure) -> [Float] { try vector() }

  /// The next list of numbers of one width, of which every pattern of bits is one.
  public mutating func vector<Number: BitwiseCopyable>() throws(Failure) -> [Number] {
    let width = MemoryLayout<Number>.stride
    let count = try count(width: width)
    let start = place
    place += count * width
    guard count > 0 else { return [] }
    return Array(unsafeUninitializedCapacity: count) { values, filled in
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(values).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count * width]))
      }
      filled = count
    }
  }

  /// Fails unless everything has been read.
  public func finish() throws(Failure) {
    guard place == bytes.count else { throw failure("bytes are left over") }
  }

  private mutating func count(width: Int) throws(Failure) -> Int {
    let count = try integer()
    guard count >= 0, count <= (bytes.count - place) / width else {
      throw failure("a list claims \(count) values but the bytes end before")
    }
    return count
  }

  private mutating func word(_ width: Int) throws(Failure) -> UInt64 {
    guard bytes.count - place >= width else { throw failure("cut short") }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[place + index]) << UInt64(8 * index) }
    place += width
    return value
  }
}
