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
    writer.put([3, -1, Int.max])
    writer.put([1.5, -.infinity, Float.leastNonzeroMagnitude])
    writer.put([Float]())
    writer.put(nil as Double?)
    writer.put(2.5 as Double?)
    writer.put(nil as [Float]?)
    writer.put([7] as [Float]?)
    var reader = ByteReader(writer.bytes, failure: Damage.init)
    #expect(try reader.integer() == Int.min)
    #expect(try reader.double().bitPattern == (-0.0).bitPattern)
    #expect(try reader.integers() == [3, -1, Int.max])
    #expect(try reader.floats() == [1.5, -.infinity, Float.leastNonzeroMagnitude])
    #expect(try reader.floats() == [])
    #expect(try reader.optionalDouble() == nil)
    #expect(try reader.optionalDouble() == 2.5)
    #expect(try reader.optionalFloats() == nil)
    #expect(try reader.optionalFloats() == [7])
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
      _ = try reader.integers()
    }
    guard count != 2 else { return }
    #expect(throws: Damage.self) {
      var reader = ByteReader(writer.bytes, failure: Damage.init)
      _ = try reader.floats()
    }
  }

  @Test func everyCutIsAnError() {
    var writer = ByteWriter()
    writer.put([1, 2, 3])
    writer.put([1, 2, 3] as [Float]?)
    writer.put(4.0 as Double?)
    for length in 0..<writer.bytes.count {
      #expect(throws: Damage.self) {
        var reader = ByteReader(Array(writer.bytes.prefix(length)), failure: Damage.init)
        _ = try reader.integers()
        _ = try reader.optionalFloats()
        _ = try reader.optionalDouble()
        try reader.finish()
      }
    }
  }
}
