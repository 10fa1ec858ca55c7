import TUI
import Testing

@testable import Screen

@Suite struct CapabilityTests {
  @Test(
    "Colours: what the user asks for, as far as the terminal goes",
    arguments: [
      (.auto, 256, .indexed), (.auto, 88, .ansi), (.auto, 16, .ansi), (.auto, 8, .ansi),
      (.auto, 2, .mono), (.auto, 0, .mono), (.always, 256, .indexed), (.never, 256, .mono),
      (.mono, 256, .mono), (.ansi, 256, .ansi), (.ansi, 0, .mono), (.indexed, 8, .ansi),
      (.indexed, 256, .indexed), (.direct, 256, .indexed),
    ] as [(ColorChoice, Int, Capabilities.Colors)])
  func colors(choice: ColorChoice, terminal: Int, expected: Capabilities.Colors) {
    let facts = TerminalFacts(colors: terminal, hasDirectColor: false, isUTF8: true)
    #expect(
      facts.capabilities(color: choice, ascii: nil, environment: Self.xterm).colors == expected)
  }

  @Test("Direct colour only by the terminal's own word")
  func direct() {
    let facts = TerminalFacts(colors: 16_777_216, hasDirectColor: true, isUTF8: true)
    let colors = { facts.capabilities(color: $0, ascii: nil, environment: Self.xterm).colors }
    #expect(colors(.auto) == .direct)
    #expect(colors(.direct) == .direct)
    #expect(colors(.indexed) == .indexed)
    #expect(colors(.never) == .mono)
  }

  @Test("NO_COLOR and a dumb terminal mean none, unless the user insists")
  func noColor() {
    let facts = TerminalFacts(colors: 256, hasDirectColor: false, isUTF8: true)
    let quiet = TerminalEnvironment(term: "xterm-256color", noColor: true)
    #expect(facts.capabilities(color: .auto, ascii: nil, environment: quiet).colors == .mono)
    #expect(facts.capabilities(color: .always, ascii: nil, environment: quiet).colors == .indexed)
    #expect(facts.capabilities(color: .indexed, ascii: nil, environment: quiet).colors == .indexed)
    let dumb = TerminalEnvironment(term: "dumb")
    #expect(facts.capabilities(color: .auto, ascii: nil, environment: dumb).colors == .mono)
  }

  @Test("Glyphs: the locale decides, the user may ask for less")
  func glyphs() {
    func unicode(_ ascii: Bool?, utf8: Bool, term: String = "xterm") -> Bool {
      TerminalFacts(colors: 8, hasDirectColor: false, isUTF8: utf8).capabilities(
        color: .auto, ascii: ascii, environment: TerminalEnvironment(term: term)
      ).unicode
    }
    #expect(unicode(nil, utf8: true))
    #expect(!unicode(nil, utf8: false))
    #expect(!unicode(true, utf8: true))
    #expect(!unicode(false, utf8: false))
    #expect(!unicode(nil, utf8: true, term: "linux"))
    #expect(unicode(false, utf8: true, term: "linux"))
  }

  @Test("The environment is read by the rules of each variable")
  func environment() {
    func read(_ variables: [String: String]) -> TerminalEnvironment {
      TerminalEnvironment { variables[$0] }
    }
    #expect(read([:]) == TerminalEnvironment(term: ""))
    #expect(read(["TERM": "tmux", "NO_COLOR": ""]) == TerminalEnvironment(term: "tmux"))
    #expect(read(["NO_COLOR": "0"]).noColor)
    #expect(read(["TMUX": "/tmp/s,1,0"]).isMultiplexed)
    #expect(read(["STY": "1.pts"]).isMultiplexed)
  }

  @Test("Frames are bracketed only where brackets are known")
  func synchronized() {
    #expect(TerminalEnvironment(term: "xterm-kitty").knowsSynchronizedOutput)
    #expect(!TerminalEnvironment(term: "xterm", isMultiplexed: true).knowsSynchronizedOutput)
    #expect(!TerminalEnvironment(term: "vt100").knowsSynchronizedOutput)
  }

  @Test("Errors are one line that says what to do")
  func errors() {
    let errors: [ScreenError] = [
      .notATerminal(stream: "stdin"), .unknownTerminal(name: "nonsense"),
      .unknownTerminal(name: ""), .systemCall(name: "dup", number: 24),
    ]
    for error in errors {
      #expect(!error.description.contains("\n") && error.description.contains(": "))
    }
    #expect(errors[1].description.contains("TERM=nonsense"))
    #expect(errors[3].isInputOutput && !errors[0].isInputOutput)
  }

  private static let xterm = TerminalEnvironment(term: "xterm-256color")
}
