import Metrics
import Plain
import Testing

@testable import TUI

/// A recording of screens, played on a terminal.
@Suite struct CastTests {
  /// What a recording holds: its header, and events as time and output.
  private func read(
    _ cast: Cast
  ) throws -> (header: JSONValue, events: [(time: Double, output: String)]) {
    let lines = try cast.text.split(separator: "\n").map { try JSONValue.parse(Array($0.utf8)) }
    let events = try lines.dropFirst().map { line in
      let parts = try #require(line.elements)
      #expect(parts.count == 3 && parts[1] == .string("o"))
      return (time: try #require(parts[0].double), output: try #require(parts[2].text))
    }
    return (try #require(lines.first), events)
  }

  @Test("The header is that of asciicast 2, whatever the title holds")
  func header() throws {
    let cast = Cast(
      size: Size(width: 80, height: 24), title: "a \"b\"\u{1B}[2J\nc", timestamp: 1_700_000_000)
    let (header, _) = try read(cast)
    #expect(header["version"]?.int == 2)
    #expect(header["width"]?.int == 80 && header["height"]?.int == 24)
    #expect(header["timestamp"]?.int == 1_700_000_000)
    #expect(header["title"]?.text == "a \"b\"[2J c")
    #expect(header["env"]?["TERM"]?.text == "xterm-256color")
  }

  @Test("A terminal that is fed the recording shows each screen, styles too, at its time")
  func replay() throws {
    let size = Size(width: 100, height: 30)
    var run = RunSnapshot()
    let monitor = Monitor(theme: .standard, session: .replay)
    var cast = Cast(size: size, title: "", timestamp: 0)
    var screens: [Grid] = []
    for event in SampleRun().events {
      run.apply(event)
      guard case .roundFinished = event else { continue }
      screens.append(
        monitor.render(
          run, size: size, capabilities: Capabilities(colors: .indexed, unicode: true)))
      cast.show(screens[screens.count - 1], at: Double(screens.count) * 0.7)
    }
    cast.end(at: 30)
    let (_, events) = try read(cast)
    try #require(screens.count == 30 && events.count == 32)

    var terminal = VirtualTerminal(columns: size.width, rows: size.height)
    // What stood there before the recording began is gone with its first event.
    terminal.receive(Array("left over\u{1B}[7m".utf8))
    terminal.receive(Array(events[0].output.utf8))
    #expect(terminal.grid == Grid(size) && !terminal.modes.contains(25))
    for (event, (index, screen)) in zip(events.dropFirst(), screens.enumerated()) {
      terminal.receive(Array(event.output.utf8))
      #expect(terminal.grid == screen, "screen \(index)")
      #expect(event.time == (Double(index + 1) * 700).rounded() / 1000)
    }
    terminal.receive(Array((events.last?.output ?? "").utf8))
    #expect(terminal.grid == screens.last && terminal.modes == VirtualTerminal.initialModes)
    #expect(terminal.unknown.isEmpty)
  }

  @Test("Random screens follow each other, wide characters among them")
  func randomScreens() throws {
    var random = SplitMix64(seed: 5)
    let size = Size(width: 24, height: 6)
    var cast = Cast(size: size, title: "", timestamp: 0)
    var terminal = VirtualTerminal(columns: size.width, rows: size.height)
    var screen = Grid(size)
    var told = 0
    for step in 0..<300 {
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let (x, y) = (
          Int.random(in: 0..<size.width - 1, using: &random),
          Int.random(in: 0..<size.height, using: &random)
        )
        let style = Style(
          foreground: .indexed(.random(in: 0...255, using: &random)),
          bold: .random(using: &random), reverse: .random(using: &random))
        // What a new sign covers half of is gone, as on a terminal.
        if screen[x, y] == .continuation { screen[x - 1, y] = .blank }
        let isWide = Bool.random(using: &random)
        for place in [x] + (isWide ? [x + 1] : []) where screen[place + 1, y] == .continuation {
          screen[place + 1, y] = .blank
        }
        screen[x, y] = Cell(isWide ? "漢" : "a", style)
        if isWide { screen[x + 1, y] = .continuation }
      }
      cast.show(screen, at: Double(step))
      let (_, events) = try read(cast)
      for event in events.dropFirst(told) { terminal.receive(Array(event.output.utf8)) }
      told = events.count
      #expect(terminal.grid == screen, "step \(step)")
    }
    #expect(terminal.unknown.isEmpty)
  }

  @Test("A screen that is as before is no event, and one that changes a sign is a short one")
  func differences() throws {
    var cast = Cast(size: Size(width: 100, height: 30), title: "", timestamp: 0)
    var grid = Grid(Size(width: 100, height: 30))
    for x in 0..<100 { grid[x, 9] = Cell("a") }
    cast.show(grid, at: 1)
    cast.show(grid, at: 2)
    grid[49, 9] = Cell("b", Style(bold: true))
    cast.show(grid, at: 3)
    let (_, events) = try read(cast)
    #expect(events.map(\.time) == [0, 1, 3])
    #expect(events.last?.output == "\u{1B}[10;50H\u{1B}[0;1mb\u{1B}[0m")
  }
}
