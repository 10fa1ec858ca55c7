import Plain
import Testing

struct PackedTests {
  private struct Everything: Codable, Equatable {
    enum Word: String, Codable { case one, two }
    indirect enum Shape: Codable, Equatable {
      case point
      case line([Float], name: String)
      case both(Shape, Shape)
    }

    var flag = true
    var whole = Int.min
    var large = UInt64.max
    var small: Int8 = -128
    var double = -0.0
    var float = Float.leastNonzeroMagnitude
    var text = "Größe\u{0}"
    var word = Word.two
    var nothing: Int?
    var something: Double? = 1.5
    var gaps: [Int?] = [1, nil, 3]
    var ranges = [0..<3, 5..<9]
    var names: [String: [Float]] = ["a": [], "b": [1, -.infinity]]
    var byWord: [Word: Double] = [.one: 1, .two: 2]
    var rows: [[Double]] = [[1], [], [2, 3]]
    var flags = [true, false]
    var halves: [UInt16] = [0, .max]
    var octets: [Int8] = [-1, 127]
    var places: [Int32] = [.min, 0]
    var integers = [Int.max, -1]
    var none: [String] = []
    var shape = Shape.both(.line([1, 2], name: ""), .point)
  }

  @Test func everythingComesBack() throws {
    let value = Everything()
    #expect(try Packed.value(from: Packed.bytes(of: value)) == value)
  }

  @Test func notANumberKeepsItsBits() throws {
    let odd = [Float(bitPattern: 0x7fc0_1234), Float(bitPattern: 0xffa0_0001)]
    let back = try Packed.value([Float].self, from: Packed.bytes(of: odd))
    #expect(back.map(\.bitPattern) == odd.map(\.bitPattern))
    let double = Double(bitPattern: 0x7ff8_0000_0000_0abc)
    let same = try Packed.value(Double.self, from: Packed.bytes(of: double))
    #expect(same.bitPattern == double.bitPattern)
  }

  @Test func bytesThatEndBeforeAreRefused() throws {
    let bytes = try Packed.bytes(of: Everything())
    for count in bytes.indices {
      #expect(throws: (any Error).self) {
        try Packed.value(Everything.self, from: Array(bytes[..<count]))
      }
    }
    #expect(throws: PackedProblem.self) {
      try Packed.value(Everything.self, from: bytes + [0])
    }
  }

  @Test func oneWrongByteNeverEndsTheProgram() throws {
    let bytes = try Packed.bytes(of: Everything())
    for place in bytes.indices {
      for bit in [1, 16, 128, 255] as [UInt8] {
        var wrong = bytes
        wrong[place] ^= bit
        _ = try? Packed.value(Everything.self, from: wrong)
      }
    }
  }

  @Test func deepTreesAreRefused() throws {
    // A list of one list of one list, and so on.
    let one: [UInt8] = [7, 1, 0, 0, 0, 0, 0, 0, 0]
    let deep = Array(repeating: one, count: 100_000).flatMap(\.self) + [0]
    #expect(throws: PackedProblem.self) { try PackedValue(deep) }
  }

  @Test func anotherTypeIsRefused() throws {
    let bytes = try Packed.bytes(of: [1.5])
    #expect(throws: DecodingError.self) { try Packed.value([Float].self, from: bytes) }
    #expect(throws: DecodingError.self) { try Packed.value(String.self, from: bytes) }
    #expect(throws: DecodingError.self) { try Packed.value([String: Int].self, from: bytes) }
    #expect(throws: DecodingError.self) {
      try Packed.value(UInt8.self, from: Packed.bytes(of: 256))
    }
  }
}
