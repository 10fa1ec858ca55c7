import Testing

@testable import Plain

/// The error of whoever reads.
private struct Damage: Error {
  var problem: String
}

struct ByteWriterTests {
  @Test func everythingComesBack() throws {
    var writer = ByteWriter()
    writer.put(Int.min)
    writer.put(-0.0)
    writer.put("Größe")
    writer.put([3, -1, Int32.max])
    writer.put([1.5, -.infinity, Float.leastNonzeroMagnitude])
    writer.put([Float]())
    var reader = ByteReader(writer.bytes, failure: Damage.init)
    #expect(try reader.integer() == Int.min)
    #expect(try reader.double().bitPattern == (-0.0).bitPattern)
    #expect(try reader.text() == "Größe")
    #expect(try reader.int32s() == [3, -1, Int32.max])
    #expect(try reader.floats() == [1.5, -.infinity, Float.leastNonzeroMagnitude])
    #expect(try reader.floats() == [])
    try reader.finish()
  }

  @Test func notANumberKeepsItsBits() throws {
    let odd = Float(bitPattern: 0x7fc0_1234)
    var writer = ByteWriter()
    writer.put([odd])
    var reader = ByteReader(writer.bytes, failure: Damage.init)
    #expect(try reader.floats().map(\.bitPattern) == [odd.bitPattern])
  }

  @Test func bytesAreLittleEndian() {
    var writer = ByteWriter()
    writer.put(0x0102)
    #expect(writer.bytes == [2, 1, 0, 0, 0, 0, 0, 0])
  }

  @Test func leftOverBytesAreAnError() throws {
    var writer = ByteWriter()
    writer.put(1)
    writer.put(2)
    var reader = ByteReader(writer.bytes, failure: Damage.init)
    _ = try reader.integer()
    #expect(throws: Damage.self) { try reader.finish() }
  }

  @Test(arguments: [-1, 2, 1 << 40, Int.max, Int.min])
  func aWildCountIsAnErrorBeforeAnythingIsAllocated(count: Int) {
    var writer = ByteWriter()
    writer.put(count)
    writer.put(1.0)
    #expect(throws: Damage.self) {
      var reader = ByteReader(writer.bytes, failure: Damage.init)
      _ = try reader.entries()
    }
    #expect(throws: Damage.self) {
      var reader = ByteReader(writer.bytes + [0], failure: Damage.init)
      _ = try (reader.int32s(), reader.finish())
    }
    guard count != 2 else { return }
    #expect(throws: Damage.self) {
      var reader = ByteReader(writer.bytes, failure: Damage.init)
      _ = try reader.floats()
    }
  }

  @Test func aNameThatIsNotUTF8IsAnError() {
    var writer = ByteWriter()
    writer.put("ab")
    var bytes = writer.bytes
    bytes[8] = 0xff
    #expect(throws: Damage.self) {
      var reader = ByteReader(bytes, failure: Damage.init)
      _ = try reader.text()
    }
  }

  @Test func everyCutIsAnError() {
    var writer = ByteWriter()
    writer.put([1, 2, 3] as [Int32])
    writer.put([1, 2, 3] as [Float])
    writer.put("name")
    for length in 0..<writer.bytes.count {
      #expect(throws: Damage.self) {
        var reader = ByteReader(Array(writer.bytes.prefix(length)), failure: Damage.init)
        _ = try reader.int32s()
        _ = try reader.floats()
        _ = try reader.text()
        try reader.finish()
      }
    }
  }
}
