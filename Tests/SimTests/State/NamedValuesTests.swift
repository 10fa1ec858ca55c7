import Plain
import Testing

@testable import Sim

struct NamedValuesTests {
  private var sample: NamedValues {
    var values = NamedValues()
    values.vectors = ["own": [1, -0.0, .infinity], "ähnlich": []]
    values.positions = ["layers": [0, 3, -1]]
    values.numbers = ["steps": 7, "mean": 0.1]
    return values
  }

  @Test func theyGoBackExactly() throws {
    #expect(try NamedValues(decoding: sample.encoded) == sample)
    #expect(try NamedValues(decoding: NamedValues().encoded) == NamedValues())
  }

  @Test func theOrderOfNamesIsFixed() {
    var other = NamedValues()
    for (name, values) in sample.vectors.reversed() { other.vectors[name] = values }
    other.positions = sample.positions
    for (name, value) in sample.numbers.reversed() { other.numbers[name] = value }
    #expect(other.encoded == sample.encoded)
  }

  @Test func anotherVersionIsRefusedInASentence() {
    var bytes = sample.encoded
    bytes[0] = 9
    let error = #expect(throws: CheckpointError.self) { try NamedValues(decoding: bytes) }
    #expect(error?.description.contains("version 9 where this program reads 1") == true)
  }

  @Test func everyCutIsAnError() {
    let bytes = sample.encoded
    for count in 0..<bytes.count {
      #expect(throws: CheckpointError.self) {
        try NamedValues(decoding: Array(bytes.prefix(count)))
      }
    }
    #expect(throws: CheckpointError.self) { try NamedValues(decoding: bytes + [0]) }
  }

  @Test func whatAMethodDoesNotKeepDoesNotFit() {
    #expect(sample.fits([StateField("own", count: 3), StateField("ähnlich", count: 0)]))
    #expect(!sample.fits([StateField("own", count: 3)]))
    #expect(!sample.fits([StateField("own", count: 2), StateField("ähnlich", count: 0)]))
    #expect(NamedValues().fits([]))
  }
}
