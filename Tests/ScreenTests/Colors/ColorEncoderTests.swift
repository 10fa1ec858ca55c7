import TUI
import Testing

@testable import Screen

@Suite struct ColorEncoderTests {
  @Test("The terminal's own colours and mono need no numbers")
  func plain() {
    var encoder = Self.encoder(.indexed, colors: 256)
    #expect(encoder.encode(.plain) == (-1, -1, false))
    var mono = Self.encoder(.mono, colors: 256)
    #expect(
      mono.encode(Style(foreground: .rgb(255, 0, 0), background: .indexed(3))) == (-1, -1, false))
  }

  @Test("Fixed colours keep their index, direct ones take the nearest")
  func indexed() {
    var encoder = Self.encoder(.indexed, colors: 256)
    #expect(
      encoder.encode(Style(foreground: .indexed(200), background: .indexed(9))) == (200, 9, false))
    #expect(
      encoder.encode(Style(foreground: .rgb(255, 95, 0), background: .rgb(8, 8, 8))) == (
        202, 232, false
      ))
    #expect(encoder.encode(Style(background: .rgb(254, 1, 2))) == (-1, 196, false))
  }

  @Test("Sixteen colours: the closest name")
  func sixteen() {
    var encoder = Self.encoder(.ansi, colors: 16)
    #expect(encoder.encode(Style(foreground: .rgb(250, 10, 10))) == (9, -1, false))
    #expect(encoder.encode(Style(foreground: .indexed(196))) == (9, -1, false))
    #expect(encoder.encode(Style(foreground: .indexed(12))) == (12, -1, false))
  }

  @Test("Eight colours: the bright half is bold ink, and plain paper")
  func eight() {
    var encoder = Self.encoder(.ansi, colors: 8)
    #expect(encoder.encode(Style(foreground: .indexed(9))) == (1, -1, true))
    #expect(encoder.encode(Style(foreground: .indexed(1))) == (1, -1, false))
    #expect(encoder.encode(Style(background: .indexed(12))) == (-1, 4, false))
  }

  @Test("Direct colour: numbers are the colours, below 8 they are names")
  func direct() {
    var encoder = Self.encoder(.direct, colors: 16_777_216, direct: true)
    #expect(encoder.encode(Style(foreground: .rgb(1, 2, 3))) == (0x010203, -1, false))
    #expect(encoder.encode(Style(foreground: .rgb(0, 0, 0))) == (0, -1, false))
    #expect(encoder.encode(Style(foreground: .rgb(0, 0, 5))) == (8, -1, false))
    #expect(encoder.encode(Style(foreground: .indexed(5))) == (5, -1, false))
    #expect(encoder.encode(Style(foreground: .indexed(9))) == (0xff0000, -1, false))
    #expect(encoder.encode(Style(foreground: .indexed(232))) == (0x080808, -1, false))
  }

  @Test("A fixed palette asked for on a terminal with direct colour is drawn by its values")
  func indexedOnDirect() {
    var encoder = Self.encoder(.indexed, colors: 16_777_216, direct: true)
    #expect(encoder.encode(Style(foreground: .rgb(254, 1, 2))) == (0xff0000, -1, false))
    #expect(encoder.encode(Style(foreground: .indexed(16))) == (8, -1, false))
  }

  @Test("Without default colours a half-coloured style stands on black, in white")
  func noDefaults() {
    var encoder = ColorEncoder(
      depth: .ansi, facts: TerminalFacts(colors: 8, hasDirectColor: false, isUTF8: true),
      hasDefaultColors: false)
    #expect(encoder.encode(Style(foreground: .indexed(2))) == (2, 0, false))
    #expect(encoder.encode(Style(background: .indexed(2))) == (7, 2, false))
  }

  private static func encoder(
    _ depth: Capabilities.Colors, colors: Int, direct: Bool = false
  ) -> ColorEncoder {
    ColorEncoder(
      depth: depth, facts: TerminalFacts(colors: colors, hasDirectColor: direct, isUTF8: true),
      hasDefaultColors: true)
  }
}
