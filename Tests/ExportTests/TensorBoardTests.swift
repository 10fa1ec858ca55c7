import Testing

@testable import Export

@Suite struct TensorBoardTests {
  /// Bytes and their checksums: RFC 3720, appendix B.4, then the usual check word, then nothing.
  private static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
    (bytes: [UInt8](repeating: 0, count: 32), checksum: 0x8a91_36aa),
    (bytes: [UInt8](repeating: 0xff, count: 32), checksum: 0x62a8_ab43),
    (bytes: [UInt8](0..<32), checksum: 0x46dd_794e),
    (bytes: [UInt8]((0..<32).reversed()), checksum: 0x113f_db5c),
    (bytes: [UInt8]("123456789".utf8), checksum: 0xe306_9283),
    (bytes: [], checksum: 0),
  ]

  @Test("Castagnoli checksums")
  func checksums() {
    for (bytes, checksum) in Self.vectors {
      #expect(CRC32C.of(bytes) == checksum, "\(bytes)")
    }
  }

  @Test("Masked checksums are those of TensorBoard's own `masked_crc32c`")
  func mask() {
    #expect(CRC32C.masked([]) == 0xa282_ead8)
    #expect(CRC32C.masked(Array("123456789".utf8)) == 0xc78a_b0e5)
    #expect(CRC32C.masked([24, 0, 0, 0, 0, 0, 0, 0]) == 0x224b_7fa3)
  }

  @Test("Protocol Buffers: the examples of the encoding guide, and every wire type")
  func encoding() {
    var message = ProtobufMessage()
    message.put(1, integer: 150)
    #expect(message.bytes == [0x08, 0x96, 0x01])
    var text = ProtobufMessage()
    text.put(2, text: "testing")
    #expect(text.bytes == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67])
    var outer = ProtobufMessage()
    outer.put(3, message: message)
    #expect(outer.bytes == [0x1a, 0x03, 0x08, 0x96, 0x01])
    var double = ProtobufMessage()
    double.put(1, double: 1)
    #expect(double.bytes == [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f])
    var float = ProtobufMessage()
    float.put(2, float: -2)
    #expect(float.bytes == [0x15, 0, 0, 0, 0xc0])
    var negative = ProtobufMessage()
    negative.put(1, integer: -1)
    let ones = [UInt8](repeating: 0xff, count: 9)
    #expect(negative.bytes.dropFirst().dropLast() == ones[...])
    #expect(negative.bytes.first == 0x08 && negative.bytes.last == 0x01)
  }

  @Test("A frame has its length, both checksums, and nothing after them")
  func frames() {
    let empty = EventFile(wallTime: 0)
    // Event { wall_time: 0, file_version: "brain.Event:2" }.
    var event: [UInt8] = [0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a, 13]
    event += Array("brain.Event:2".utf8)
    let length: [UInt8] = [UInt8(event.count), 0, 0, 0, 0, 0, 0, 0]
    #expect(Array(empty.bytes[0..<8]) == length)
    #expect(Array(empty.bytes[8..<12]) == ProtobufMessage.littleEndian(CRC32C.masked(length)))
    #expect(Array(empty.bytes[12..<36]) == event)
    #expect(Array(empty.bytes[36...]) == ProtobufMessage.littleEndian(CRC32C.masked(event)))
    var file = empty
    file.append([.init(tag: "a", value: .nan)], step: 1, wallTime: 0)
    #expect(file.bytes == empty.bytes, "what is not a number leaves no frame")
    file.append([.init(tag: "a", value: 1)], step: 1, wallTime: 0)
    #expect(file.bytes.count > empty.bytes.count)
  }
}
