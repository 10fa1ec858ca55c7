import TUI
import Testing

@testable import Screen

@Suite struct KeyDecoderTests {
  @Test(
    "Every dialect of a key is understood",
    arguments: [
      ("\u{1b}[A", .up), ("\u{1b}OA", .up), ("\u{1b}[B", .down), ("\u{1b}OB", .down),
      ("\u{1b}[C", .right), ("\u{1b}OC", .right), ("\u{1b}[D", .left), ("\u{1b}OD", .left),
      ("\u{1b}[H", .home), ("\u{1b}OH", .home), ("\u{1b}[1~", .home), ("\u{1b}[7~", .home),
      ("\u{1b}[F", .end), ("\u{1b}OF", .end), ("\u{1b}[4~", .end), ("\u{1b}[8~", .end),
      ("\u{1b}[5~", .pageUp), ("\u{1b}[6~", .pageDown), ("\u{1b}[3~", .delete),
      ("\u{1b}[Z", .backTab), ("\u{1b}[1;5A", .up), ("\u{1b}[5;3~", .pageUp),
      ("\u{1b}OP", .function(1)), ("\u{1b}[11~", .function(1)), ("\u{1b}[[A", .function(1)),
      ("\u{1b}OS", .function(4)), ("\u{1b}[[E", .function(5)), ("\u{1b}[15~", .function(5)),
      ("\u{1b}[17~", .function(6)), ("\u{1b}[21~", .function(10)), ("\u{1b}[23~", .function(11)),
      ("\u{1b}[24~", .function(12)), ("\u{1b}[24;2~", .function(12)),
      ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{1b}OM", .enter),
      ("\u{7f}", .backspace), ("\u{8}", .backspace),
      ("\u{1}", .control("a")), ("\u{3}", .control("c")), ("\u{c}", .control("l")),
      ("\u{1a}", .control("z")), ("\u{1c}", .control("\\")), ("\u{0}", .control(" ")),
      ("a", .character("a")), (" ", .character(" ")), ("~", .character("~")),
      ("é", .character("é")), ("世", .character("世")), ("😀", .character("😀")),
    ] as [(String, Key)])
  func table(bytes: String, key: Key) {
    var decoder = KeyDecoder()
    #expect(decoder.keys(bytes.utf8) == [key])
    #expect(!decoder.isWaiting)
  }

  @Test("A sequence may come byte by byte")
  func split() {
    for bytes in ["\u{1b}[24;2~", "\u{1b}OA", "世", "😀", "\u{1b}[[C"] {
      var whole = KeyDecoder()
      let expected = whole.keys(bytes.utf8)
      var decoder = KeyDecoder()
      var keys: [Key] = []
      for byte in bytes.utf8 {
        #expect(keys.isEmpty)
        keys += decoder.keys([byte])
      }
      #expect(keys == expected && keys.count == 1)
    }
  }

  @Test("Silence makes an escape byte the Escape key")
  func escape() {
    var decoder = KeyDecoder()
    #expect(decoder.keys([0x1b]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [.escape])
    #expect(!decoder.isWaiting)
    #expect(decoder.keys([0x1b, 0x1b]) == [.escape])
    #expect(decoder.flush() == [.escape])
    #expect(decoder.keys([0x1b, 0x71]) == [.escape, .character("q")])
    #expect(decoder.keys([0x1b, 0x5b]).isEmpty)
    #expect(decoder.flush() == [.escape, .character("[")])
  }

  @Test("Keys in a row keep their order")
  func sequence() {
    var decoder = KeyDecoder()
    #expect(
      decoder.keys("a\u{1b}[A\u{1b}OBé\u{1b}[5~z".utf8)
        == [.character("a"), .up, .down, .character("é"), .pageUp, .character("z")])
  }

  @Test("Noise is dropped and the next key still heard")
  func noise() {
    let noise: [[UInt8]] = [
      [0xff], [0xc3, 0x28].dropLast(), [0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80], [0xc2, 0x9b], Array("\u{1b}[99~".utf8), Array("\u{1b}[?1;2c".utf8),
      Array("\u{1b}[M !!".utf8), Array("\u{1b}[<0;1;1M".utf8), Array("\u{1b}Oz".utf8),
      Array("\u{1b}[2\u{7}".utf8).dropLast(),
    ]
    for bytes in noise {
      var decoder = KeyDecoder()
      _ = decoder.keys(bytes)
      _ = decoder.flush()
      #expect(decoder.keys([0x71]) == [.character("q")], "after \(bytes)")
    }
  }

  @Test("An endless sequence does not fill the memory or block the keys after it")
  func endless() {
    var decoder = KeyDecoder()
    _ = decoder.keys(Array("\u{1b}[".utf8) + [UInt8](repeating: 0x31, count: 10_000))
    #expect(!decoder.isWaiting)
    #expect(decoder.keys([0x71]) == [.character("q")])
  }

  @Test("Random bytes never trap, and nothing waits for ever")
  func fuzz() {
    var generator = SystemRandomNumberGenerator()
    let likely: [UInt8] = [0x1b, 0x5b, 0x4f, 0x4d, 0x31, 0x3b, 0x7e, 0xe4, 0xb8, 0x96]
    for _ in 0..<500 {
      var decoder = KeyDecoder()
      for _ in 0..<20 {
        let bytes = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
          Bool.random(using: &generator)
            ? UInt8.random(in: 0...255, using: &generator)
            : likely.randomElement(using: &generator) ?? 0
        }
        _ = decoder.keys(bytes)
      }
      _ = decoder.flush()
      #expect(!decoder.isWaiting)
    }
  }
}
