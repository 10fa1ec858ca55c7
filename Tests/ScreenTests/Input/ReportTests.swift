import TUI
import Testing

@testable import Screen

/// What a terminal reports by itself: the mouse, and its answer to what its background is.
@Suite struct ReportTests {
  @Test(
    "A mouse report is one key, in cells from 0",
    arguments: [
      ("\u{1b}[<0;1;1M", MouseEvent(.press, column: 0, row: 0)),
      ("\u{1b}[<0;120;36m", MouseEvent(.release, column: 119, row: 35)),
      ("\u{1b}[<1;2;3M", MouseEvent(.press, .middle, column: 1, row: 2)),
      ("\u{1b}[<2;2;3M", MouseEvent(.press, .right, column: 1, row: 2)),
      ("\u{1b}[<32;7;8M", MouseEvent(.drag, column: 6, row: 7)),
      ("\u{1b}[<34;7;8M", MouseEvent(.drag, .right, column: 6, row: 7)),
      ("\u{1b}[<64;5;6M", MouseEvent(.wheelUp, column: 4, row: 5)),
      ("\u{1b}[<65;5;6M", MouseEvent(.wheelDown, column: 4, row: 5)),
      // Shift, Alt and Control are dropped.
      ("\u{1b}[<28;5;6M", MouseEvent(.press, column: 4, row: 5)),
      ("\u{1b}[<81;99999;6M", MouseEvent(.wheelDown, column: 99998, row: 5)),
    ])
  func mouse(bytes: String, event: MouseEvent) {
    var decoder = KeyDecoder()
    #expect(decoder.keys("a\(bytes)b".utf8) == [.character("a"), .mouse(event), .character("b")])
    #expect(!decoder.isWaiting)
  }

  @Test("A report may be parted at every byte")
  func parted() {
    for bytes in [
      "\u{1b}[<0;12;7M", "\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{7}",
      "\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\",
    ] {
      var whole = KeyDecoder()
      let expected = whole.keys(bytes.utf8)
      #expect(expected.count == 1)
      for cut in 1..<bytes.utf8.count {
        var decoder = KeyDecoder()
        let head = decoder.keys(bytes.utf8.prefix(cut))
        #expect(head.isEmpty && decoder.isWaiting)
        #expect(decoder.keys(bytes.utf8.dropFirst(cut), after: 0.02) == expected, "\(cut)")
        #expect(!decoder.isWaiting)
      }
    }
  }

  @Test(
    "What is no report is dropped whole, and nothing of it is typed",
    arguments: [
      "\u{1b}[<0;0;1M", "\u{1b}[<0;1;0M", "\u{1b}[<0;1M", "\u{1b}[<0;1;2;3M", "\u{1b}[<;;M",
      "\u{1b}[<M",
      "\u{1b}[<0;-1;2M", "\u{1b}[<3;1;1M", "\u{1b}[<35;1;1M", "\u{1b}[<66;1;1M", "\u{1b}[<64;1;1m",
      "\u{1b}[<128;1;1M", "\u{1b}[<0;100000;1M", "\u{1b}[<99999999999999999999;1;1M",
      "\u{1b}[<0;1;1A", "\u{1b}[<5~", "\u{1b}[M !!", "\u{1b}[M\u{20}\u{7f}q",
      "\u{1b}[<0;\(String(repeating: "9", count: 5000));1M",
    ])
  func garbage(bytes: String) {
    var whole = KeyDecoder()
    #expect(whole.keys("\(bytes)b".utf8) == [.character("b")])
    var parted = KeyDecoder()
    let keys = bytes.utf8.flatMap { parted.keys([$0], after: 0.01) }
    #expect(keys == [] && parted.keys("b".utf8) == [.character("b")])
    // Its end is lost: silence ends it.
    var lost = KeyDecoder()
    #expect(lost.keys(bytes.utf8.dropLast()).isEmpty && lost.patience <= 1)
    #expect(lost.flush().isEmpty && lost.keys("b".utf8) == [.character("b")])
  }

  @Test(
    "A terminal tells its background in one to four digits a channel",
    arguments: [
      ("rgb:1e1e/1e1e/2e2e", [0x1e, 0x1e, 0x2e]), ("rgb:FFFF/ffff/0000", [255, 255, 0]),
      ("rgb:ff/80/00", [255, 128, 0]), ("rgb:f/8/0", [255, 136, 0]),
      ("rgb:fff/800/000", [255, 128, 0]),
    ] as [(String, [UInt8])])
  func background(answer: String, channels: [UInt8]) {
    for end in ["\u{7}", "\u{1b}\\"] {
      var decoder = KeyDecoder()
      let keys = decoder.keys("a\u{1b}]11;\(answer)\(end)b".utf8)
      let color = Key.background(red: channels[0], green: channels[1], blue: channels[2])
      #expect(keys == [.character("a"), color, .character("b")])
    }
  }

  @Test(
    "An answer that says no colour is no key",
    arguments: [
      "11;?", "11;rgb:", "11;rgb:1/2", "11;rgb:1/2/3/4", "11;rgb:12345/0/0", "11;rgb:/0/0",
      "11;rgb:-1/0/0", "11;rgb:g/0/0", "11;rgb:１/0/0", "10;rgb:0/0/0",
      "11;rgb:ffff/ffff/ffffffffffffff",
      "11;rgba:0/0/0/0", "0;title",
    ])
  func noColour(answer: String) {
    var decoder = KeyDecoder()
    #expect(decoder.keys("\u{1b}]\(answer)\u{7}b".utf8) == [.character("b")])
    #expect(decoder.keys("\u{1b}P\(answer)\u{1b}\\b".utf8) == [.character("b")])
  }
}
