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

  /// A count of bytes, then UTF-8.
  public mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes += text.utf8
  }

  /// One byte.
  public mutating func put(octet: UInt8) { bytes.append(octet) }

  /// A count, then four bytes each.
  public mutating func put(_ values: [Int32]) { put(vector: values) }

  /// A count, then four bytes each.
  public mutating func put(_ values: [Float]) { put(vector: values) }

  /// A count, then the values as they lie in memory: every machine there is a build for has the least significant byte in
  /// front.
  public mutating func put<Number: BitwiseCopyable>(vector values: [Number]) {
    put(values.count)
    values.withUnsafeBytes { bytes += $0 }
  }
}
