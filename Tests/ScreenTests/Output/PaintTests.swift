import TUI
import Testing

@testable import Screen

extension TerminalTests {
  @Suite struct PaintTests {
    @Test("What is shown is the grid, frame after frame", arguments: [true, false])
    func randomGrids(synchronized: Bool) throws {
      let size = Size(width: 33, height: 9)
      let pty = try PseudoTerminal(columns: size.width, rows: size.height)
      let terminal = try CursesTerminal(
        options: TerminalTests.options(on: pty), output: pty.slave)
      defer { terminal.close() }
      #expect(terminal.size == size)
      var generator = SystemRandomNumberGenerator()
      var grid = Grid(size)
      for frame in 0..<16 {
        scribble(on: &grid, frame.isMultiple(of: 4) ? 200 : 12, using: &generator)
        terminal.show(grid, synchronized: synchronized)
        try #require(shows(pty, grid), "frame \(frame): \(difference(pty, grid))")
      }
      #expect(pty.shown(columns: size.width, rows: size.height).unknown.isEmpty)
      #expect(pty.text.contains("\u{1b}[?2026h") == synchronized)
    }

    @Test("A frame like the last one sends nothing")
    func unchanged() throws {
      let pty = try PseudoTerminal(columns: 20, rows: 4)
      let terminal = try CursesTerminal(
        options: TerminalTests.options(on: pty), output: pty.slave)
      defer { terminal.close() }
      var grid = Grid(Size(width: 20, height: 4))
      grid[3, 2] = Cell("é", Style(bold: true))
      #expect(terminal.show(grid, synchronized: true) == 4)
      #expect(shows(pty, grid))
      let count = pty.output.count
      #expect(terminal.show(grid, synchronized: true) == 0)
      grid[0, 0] = Cell("x")
      #expect(terminal.show(grid, synchronized: false) == 1)
      #expect(shows(pty, grid))
      #expect(pty.output.count - count < 16)
    }

    @Test("A grid of another size is cut, or filled with blanks")
    func otherSizes() throws {
      let pty = try PseudoTerminal(columns: 20, rows: 4)
      let terminal = try CursesTerminal(
        options: TerminalTests.options(on: pty), output: pty.slave)
      defer { terminal.close() }
      var full = Grid(Size(width: 20, height: 4))
      for y in 0..<4 { for x in 0..<20 { full[x, y] = Cell("x") } }
      terminal.show(full, synchronized: false)
      #expect(shows(pty, full))
      var small = Grid(Size(width: 3, height: 2))
      small[2, 1] = Cell("s")
      terminal.show(small, synchronized: false)
      var expected = Grid(full.size)
      expected[2, 1] = Cell("s")
      #expect(shows(pty, expected))
      var large = Grid(Size(width: 30, height: 9))
      for x in 0..<30 { large[x, 3] = Cell("l") }
      terminal.show(large, synchronized: false)
      expected[2, 1] = .blank
      for x in 0..<20 { expected[x, 3] = Cell("l") }
      #expect(shows(pty, expected))
    }

    @Test("Columns keep their place whatever a cell holds")
    func strangeCells() throws {
      let pty = try PseudoTerminal(columns: 20, rows: 1)
      let terminal = try CursesTerminal(
        options: TerminalTests.options(on: pty), output: pty.slave)
      defer { terminal.close() }
      var grid = Grid(Size(width: 20, height: 1))
      // Wide without its second half, narrow with one, controls, a mark without a base.
      let cells: [Character] = ["世", "a", "b", "\u{0}", "c", "\u{1b}", "\u{9b}", "\u{301}", "d"]
      for (x, character) in cells.enumerated() { grid[x, 0] = Cell(character) }
      grid[19, 0] = Cell("|")
      terminal.show(grid, synchronized: false)
      #expect(pty.wait { pty.shown(columns: 20, rows: 1).line(0) == "?ab c ??d          |" })
    }

    @Test("ASCII alone, without colour, on a terminal that has neither")
    func lesserForms() throws {
      let pty = try PseudoTerminal(columns: 10, rows: 1)
      var options = TerminalTests.options(on: pty, term: "vt100")
      options.ascii = true
      let terminal = try CursesTerminal(options: options, output: pty.slave)
      defer { terminal.close() }
      #expect(terminal.capabilities == Capabilities(colors: .mono, unicode: false))
      var grid = Grid(Size(width: 10, height: 1))
      grid[0, 0] = Cell("⣿", Style(foreground: .rgb(1, 2, 3), background: .indexed(7)))
      grid[1, 0] = Cell("a", Style(foreground: .indexed(3), reverse: true))
      terminal.show(grid, synchronized: false)
      #expect(pty.wait { pty.shown(columns: 10, rows: 1).line(0) == "?a" })
      let shown = pty.shown(columns: 10, rows: 1).grid
      #expect(shown[0, 0].style == .plain)
      #expect(shown[1, 0].style == Style(reverse: true))
    }

    @Test("Eight colours: bright ink is bold")
    func eightColors() throws {
      let pty = try PseudoTerminal(columns: 10, rows: 1)
      let options = TerminalTests.options(on: pty, term: "xterm")
      let terminal = try CursesTerminal(options: options, output: pty.slave)
      defer { terminal.close() }
      #expect(terminal.capabilities.colors == .ansi)
      var grid = Grid(Size(width: 10, height: 1))
      grid[0, 0] = Cell("a", Style(foreground: .indexed(9)))
      grid[1, 0] = Cell("b", Style(foreground: .rgb(0, 0, 230)))
      terminal.show(grid, synchronized: false)
      grid[0, 0].style = Style(foreground: .indexed(1), bold: true)
      grid[1, 0].style = Style(foreground: .indexed(4))
      #expect(shows(pty, grid))
    }

    @Test("Sizes from 1x1 on follow the terminal", arguments: [(1, 1), (2, 1), (300, 100), (1, 9)])
    func sizes(width: Int, height: Int) throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let terminal = try CursesTerminal(
        options: TerminalTests.options(on: pty), output: pty.slave)
      defer { terminal.close() }
      #expect(!terminal.followSize())
      pty.resize(columns: width, rows: height)
      #expect(terminal.followSize())
      #expect(terminal.size == Size(width: width, height: height))
      var grid = Grid(terminal.size)
      grid[width - 1, height - 1] = Cell("x")
      terminal.show(grid, synchronized: false)
      #expect(shows(pty, grid))
    }

    private func shows(_ pty: PseudoTerminal, _ grid: Grid) -> Bool {
      let expected = visible(grid)
      return pty.wait {
        visible(pty.shown(columns: grid.size.width, rows: grid.size.height).grid) == expected
      }
    }

    /// What an eye can tell apart: a blank has neither ink nor weight.
    private func visible(_ grid: Grid) -> Grid {
      var grid = grid
      for y in 0..<grid.size.height {
        for x in 0..<grid.size.width where grid[x, y].character == " " {
          let style = grid[x, y].style
          if style.underline || style.reverse { continue }
          grid[x, y].style = Style(background: style.background)
        }
      }
      return grid
    }

    /// The first cell that is not as drawn.
    private func difference(_ pty: PseudoTerminal, _ grid: Grid) -> String {
      let terminal = pty.shown(columns: grid.size.width, rows: grid.size.height)
      let (shown, expected) = (visible(terminal.grid), visible(grid))
      for y in 0..<grid.size.height {
        for x in 0..<grid.size.width where shown[x, y] != expected[x, y] {
          return "(\(x), \(y)) shows \(shown[x, y]), not \(expected[x, y]); \(terminal.unknown)"
        }
      }
      return "none"
    }

    /// Changes about `count` cells, wide characters and every kind of style among them.
    private func scribble(
      on grid: inout Grid, _ count: Int, using generator: inout some RandomNumberGenerator
    ) {
      let glyphs: [Character] = ["a", "#", " ", "é", "⣿", "█", "─", "世", "e\u{301}", " "]
      for _ in 0..<count {
        let x = Int.random(in: 0..<grid.size.width, using: &generator)
        let y = Int.random(in: 0..<grid.size.height, using: &generator)
        let character = glyphs.randomElement(using: &generator) ?? "a"
        let isWide = character == "世"
        if isWide && x + 1 == grid.size.width { continue }
        for column in [x, isWide ? x + 1 : x] { clear(column, y, &grid) }
        grid[x, y] = Cell(character, style(using: &generator))
        if isWide { grid[x + 1, y] = .continuation }
      }
    }

    /// Blanks a cell, and both halves if it is one of a wide character.
    private func clear(_ x: Int, _ y: Int, _ grid: inout Grid) {
      let hole = Cell.continuation.character
      if grid[x, y].character == hole { grid[x - 1, y] = .blank }
      if grid[x + 1, y].character == hole, x + 1 < grid.size.width { grid[x + 1, y] = .blank }
      grid[x, y] = .blank
    }

    private func style(using generator: inout some RandomNumberGenerator) -> Style {
      func color() -> Color {
        Bool.random(using: &generator)
          ? .standard : .indexed(UInt8.random(in: 0...255, using: &generator))
      }
      func flag() -> Bool { Int.random(in: 0..<4, using: &generator) == 0 }
      return Style(
        foreground: color(), background: color(), bold: flag(), dim: flag(), underline: flag(),
        reverse: flag())
    }
  }
}
