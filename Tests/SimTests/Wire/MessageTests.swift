import Testing

@testable import Sim

struct MessageTests {
  @Test func itsBytesAreThoseOfItsEncoding() {
    var message = Message()
    #expect(message.bytes == 0 && message.encoded.isEmpty)
    message.add("scores", [1, -2.5, .nan])
    message.add("layers", flags: [true, false, false, false, false, false, false, false, true])
    #expect(message.bytes == 3 * 4 + 2)
    #expect(message.encoded.count == message.bytes)
    #expect(message.encoded.prefix(4) == [0, 0, 0x80, 0x3f])
    #expect(message.encoded.suffix(2) == [1, 1])
    for count in 0...17 {
      var flags = Message()
      flags.add("layers", flags: Array(repeating: true, count: count))
      #expect(flags.bytes == flags.encoded.count && flags.bytes == (count + 7) / 8)
    }
  }

  @Test func partsAreFoundByTheirNames() {
    var message = Message()
    message.add("a", [1])
    var other = Message()
    other.add("b", [2, 3])
    message.append(other)
    #expect(message.numbers("a") == [1] && message.numbers("b") == [2, 3])
    #expect(message.numbers("c").isEmpty)
    #expect(message.bytes == 12)
  }
}
