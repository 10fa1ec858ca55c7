/// A Protocol Buffers message as it is encoded, field by field in the order of the calls.
struct ProtobufMessage {
  /// The encoding so far.
  private(set) var bytes: [UInt8] = []

  /// How a field's value is encoded.
  private enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case delimited = 2
    case fixed32 = 5
  }

  /// Adds an `int64` field.
  mutating func put(_ field: UInt64, integer value: Int64) {
    key(field, .varint)
    varint(UInt64(bitPattern: value))
  }

  /// Adds a `double` field.
  mutating func put(_ field: UInt64, double value: Double) {
    key(field, .fixed64)
    bytes += Self.littleEndian(value.bitPattern)
  }

  /// Adds a `float` field.
  mutating func put(_ field: UInt64, float value: Float) {
    key(field, .fixed32)
    bytes += Self.littleEndian(value.bitPattern)
  }

  /// Adds a `string` field.
  mutating func put(_ field: UInt64, text: String) {
    key(field, .delimited)
    varint(UInt64(text.utf8.count))
    bytes += Array(text.utf8)
  }

  /// Adds a field that is a message itself.
  mutating func put(_ field: UInt64, message: ProtobufMessage) {
    key(field, .delimited)
    varint(UInt64(message.bytes.count))
    bytes += message.bytes
  }

  /// The bytes of an integer, least significant first.
  static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private mutating func key(_ field: UInt64, _ type: WireType) {
    varint(field << 3 | type.rawValue)
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
