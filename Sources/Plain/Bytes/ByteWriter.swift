/// Writes values as little-endian bytes.
public struct ByteWriter: Sendable {
  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []

  /// Starts with nothing.
  public init() {}

  /// Eight bytes.
  public mutating func put(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes += $0 }
  }

  /// Eight bytes: the bits, those of a NaN too.
  public mutating func put(_ value: Double) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
  }

  /// A count, then eight bytes each.
  public mutating func put(_ values: [Int]) {
    put(values.count)
    values.forEach { put($0) }
  }

  /// A count, then four bytes each.
  public mutating func put(_ values: [Float]) {
    put(values.count)
    bytes.reserveCapacity(bytes.count + 4 * values.count)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
    }
  }

  /// Whether there is one, then it.
  public mutating func put(_ value: Double?) {
    put(value == nil ? 0 : 1)
    if let value { put(value) }
  }

  /// Whether there is a list, then it.
  public mutating func put(_ values: [Float]?) {
    put(values == nil ? 0 : 1)
    if let values { put(values) }
  }
}
