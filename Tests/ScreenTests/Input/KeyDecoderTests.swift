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
    var slow = KeyDecoder(escapeDelay: 0.5)
    _ = slow.keys([0x1b])
    #expect(slow.patience == 0.5)
  }

  @Test("A sequence that a slow line parts is no key of its bytes")
  func parted() {
    var decoder = KeyDecoder()
    // After the bracket: it is waited for, and dropped when nothing comes.
    #expect(decoder.keys("\u{1b}[".utf8).isEmpty && decoder.patience >= 0.25)
    #expect(decoder.keys("C".utf8, after: 0.2) == [.right])
    #expect(decoder.keys("\u{1b}[".utf8).isEmpty && decoder.flush().isEmpty)
    #expect(decoder.keys("\u{1b}O".utf8).isEmpty && decoder.flush().isEmpty)
    // After the escape byte, which has been taken for the Escape key.
    for rest in [["[C"], ["[", "C"], ["OC"]] {
      #expect(decoder.keys([0x1b]).isEmpty && decoder.flush() == [.escape])
      #expect(rest.flatMap { decoder.keys($0.utf8, after: 0.1) } == [.right], "\(rest)")
    }
    #expect(decoder.keys([0x1b]).isEmpty && decoder.flush() == [.escape])
    #expect(decoder.keys("[".utf8, after: 0.3) == [.character("[")])
    #expect(decoder.keys([0x1b]).isEmpty && decoder.flush() == [.escape])
    #expect(decoder.keys("q".utf8, after: 0.1) == [.character("q")])
  }

  @Test("Alt with a key is no key", arguments: ["q", "]", "é", " ", "\r", ".", "3"])
  func alt(key: String) {
    var decoder = KeyDecoder()
    #expect(decoder.keys("\u{1b}\(key)".utf8).isEmpty)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.keys("z".utf8) == [.character("z")])
  }

  @Test(
    "What a terminal answers is no key",
    arguments: [
      "\u{1b}]10;rgb:1e1e/1e1e/2e2e\u{7}", "\u{1b}]10;rgb:1e1e/1e1e/2e2e\u{1b}\\",
      "\u{1b}P>|tmux 3.3a\u{1b}\\", "\u{1b}_Gi=31;OK\u{1b}\\", "\u{1b}^note\u{1b}\\",
      "\u{1b}Xq\u{1b}\\",
      "\u{1b}[?62;22c", "\u{1b}[>0;276;0c", "\u{1b}[12;40R", "\u{1b}[?2026;2$y",
    ])
  func answers(bytes: String) {
    var whole = KeyDecoder()
    let typed = whole.keys("a\(bytes)b".utf8).filter { $0 != .function(3) }
    #expect(typed == [.character("a"), .character("b")])
    var parted = KeyDecoder()
    var keys: [Key] = []
    for byte in bytes.utf8 { keys += parted.keys([byte], after: 0.1) }
    #expect(keys.filter { $0 != .function(3) } == [] && parted.keys("q".utf8) == [.character("q")])
    // A string whose end is lost holds the keyboard for a second and no longer.
    var lost = KeyDecoder()
    _ = lost.keys(bytes.utf8.dropLast())
    #expect(lost.patience <= 1 && lost.flush().isEmpty)
    #expect(lost.keys("q".utf8) == [.character("q")])
  }

  @Test("Pasted text is one piece, whatever is in it")
  func paste() {
    let text = "quality of the run\n]]] \t\u{3}y"
    let bytes = Array("\u{1b}[200~\(text)\u{1b}[201~q".utf8)
    var decoder = KeyDecoder()
    #expect(decoder.keys(bytes) == [.paste(text), .character("q")])
    var parted = KeyDecoder()
    var keys: [Key] = []
    for byte in bytes { keys += parted.keys([byte], after: 0.1) }
    #expect(keys == [.paste(text), .character("q")])
    // Escape bytes in it are no text, and end nothing.
    #expect(
      decoder.keys("\u{1b}[200~a\u{1b}[Ab\u{1b}q\u{1b}[201~".utf8) == [.paste("a[Abq")])
    // Its end is lost: what came is dropped into one key as well.
    #expect(decoder.keys("\u{1b}[200~half".utf8).isEmpty && decoder.isWaiting)
    #expect(decoder.flush() == [.paste("half")] && !decoder.isWaiting)
    let long = decoder.keys(
      Array("\u{1b}[200~".utf8) + [UInt8](repeating: 0x71, count: 100_000)
        + Array("\u{1b}[201~".utf8))
    guard case .paste(let kept)? = long.first, long.count == 1 else {
      Issue.record("\(long.count) keys")
      return
    }
    #expect(kept.count == 4096)
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
    // Silence ends it, and so does the byte that would end a sequence.
    for isSilent in [true, false] {
      _ = decoder.keys(Array("\u{1b}[".utf8) + [UInt8](repeating: 0x31, count: 10_000))
      #expect(decoder.isWaiting && decoder.patience <= 0.25)
      #expect((isSilent ? decoder.flush() : decoder.keys([0x7e])).isEmpty)
      #expect(!decoder.isWaiting && decoder.keys([0x71]) == [.character("q")])
    }
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
