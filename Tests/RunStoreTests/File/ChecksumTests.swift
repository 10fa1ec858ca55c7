import Foundation
import Testing

@testable import RunStore

@Suite struct ChecksumTests {
  @Test func shortInputsFollowTheDefinition() {
    // Worked by hand: basis xor length, then per byte xor and multiply.
    #expect(Checksum.of(Data()) == Int64(bitPattern: 0xcbf2_9ce4_8422_2325))
    let one = ((0xcbf2_9ce4_8422_2325 as UInt64 ^ 1) ^ 0x61) &* 0x0000_0100_0000_01b3
    #expect(Checksum.of(Data([0x61])) == Int64(bitPattern: one))
  }

  @Test func everySingleBitMatters() {
    let original = Data(Samples.state(3, bytes: 61))
    let expected = Checksum.of(original)
    for index in original.indices {
      for bit in 0..<8 {
        var changed = original
        changed[index] ^= 1 << UInt8(bit)
        #expect(Checksum.of(changed) != expected)
      }
    }
    #expect(Checksum.of(original + [0]) != expected)
    #expect(Checksum.of(original.dropLast()) != expected)
  }

  @Test func aSliceIsItsBytes() {
    let data = Data(Samples.state(1, bytes: 40))
    #expect(Checksum.of(data.dropFirst(5)) == Checksum.of(Data(data.dropFirst(5))))
  }
}
