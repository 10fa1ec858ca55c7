import Foundation
import Testing

@Suite struct FallbackTests {
  @Test("Without a terminal the run goes on, a line a round", arguments: [[], ["watch"]])
  func noTerminal(command: [String]) throws {
    let outcome = try Program.run(command + Program.tiny, in: try Scratch())
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    #expect(outcome.lines.count { $0.hasPrefix("round ") } == 2)
    #expect(outcome.lines.last?.hasPrefix("parameters sha256 ") == true)
    #expect(!outcome.output.contains("\u{1b}"))
  }

  @Test(
    "A terminal on which nothing can be placed gets lines", arguments: ["dumb", "nonsense", ""])
  func unknown(term: String) throws {
    let monitor = try MonitorProcess(rounds: 2, environment: ["TERM": term])
    #expect(monitor.process.wait(seconds: 30) == .exited(0))
    let text = monitor.process.terminal.text
    let name = term.isEmpty ? "(empty)" : term
    #expect(text.hasPrefix("fedtop: unknown terminal: TERM=\(name): "))
    #expect(text.contains("round 2/2"))
    #expect(text.contains("finished 2 rounds"))
    if term == "dumb" { #expect(!text.contains("\u{1b}")) }
    monitor.expectRestored()
  }

  @Test("A size in the environment that no terminal has is not believed")
  func absurdSize() throws {
    let monitor = try MonitorProcess(environment: ["COLUMNS": "99999", "LINES": "9999"])
    #expect(monitor.shows("RUNNING"))
    monitor.send("\u{3}")
    monitor.expectEnd(130)
  }

  @Test(
    "NO_COLOR and --color never draw without colours, the default with them",
    arguments: [
      (["NO_COLOR": "1"], [], false), ([:], ["--color", "never"], false),
      (["NO_COLOR": ""], [], true), ([:], [], true),
      (["NO_COLOR": "1"], ["--color", "always"], true),
    ] as [([String: String], [String], Bool)])
  func colors(environment: [String: String], options: [String], hasColors: Bool) throws {
    let monitor = try MonitorProcess(options, environment: environment)
    #expect(monitor.shows("RUNNING"))
    let colors = monitor.process.terminal.text.matches(
      of: /\x1b\[[0-9;]*[34]8;5;[0-9]+m|\x1b\[[34][0-7]m/)
    #expect(colors.isEmpty != hasColors)
  }

  @Test(
    "A locale without UTF-8, and --ascii, draw with ASCII alone",
    arguments: [
      (["LC_ALL": "C"], []), ([:], ["--ascii"]),
    ] as [([String: String], [String])])
  func ascii(environment: [String: String], options: [String]) throws {
    let monitor = try MonitorProcess(options, environment: environment)
    #expect(monitor.shows("RUNNING"))
    #expect(monitor.process.terminal.output.allSatisfy { $0 < 0x80 })
  }
}
