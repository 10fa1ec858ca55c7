import Metrics
import Testing

@testable import TUI

/// A screen as a drawing: words that can be searched, and shapes.
@Suite struct GridSVGTests {
  private static func frame(
    _ theme: Theme, _ size: Size = Size(width: 120, height: 36), unicode: Bool = true
  ) -> Grid {
    Monitor(theme: theme).render(
      SampleRun().snapshot, size: size,
      capabilities: Capabilities(colors: .direct, unicode: unicode))
  }

  /// Braille, blocks, lines and the marks beside them.
  private static func isShape(_ character: Character) -> Bool {
    let ranges: [ClosedRange<Character>] = ["\u{2500}"..."\u{259F}", "\u{2800}"..."\u{28FF}"]
    return "■·●◆▸◀▴◦".contains(character) || ranges.contains { $0.contains(character) }
  }

  @Test(
    "The words of every row are there, in their order, with a blank between",
    arguments: ["default", "light", "mono"], [true, false])
  func words(name: String, unicode: Bool) throws {
    let theme = try ThemeLibrary.load(name)
    for size in [Size(width: 120, height: 36), Size(width: 40, height: 12)] {
      let grid = Self.frame(theme, size, unicode: unicode)
      let drawing = try Drawing(GridSVG.document(grid, theme: theme))
      let rows = GridText.plain(grid).split(separator: "\n", omittingEmptySubsequences: false)
      for (y, row) in rows.enumerated() {
        let words = row.split { $0 == " " || Self.isShape($0) }
        #expect(drawing.words[y] ?? "" == words.joined(separator: " "), "row \(y)")
      }
    }
  }

  @Test("The colours are those of the theme, and its paper is dark or white with it")
  func colours() throws {
    func fills(_ theme: Theme) throws -> Set<String> {
      try Drawing(GridSVG.document(Self.frame(theme), theme: theme)).fills
    }
    // Violet marks, red failures, blue loss; dark paper for middle tones, white for dark ones.
    #expect(try fills(.standard).isSuperset(of: ["#a566d8", "#4f87d7", "#16181c"]))
    #expect(try fills(.light).isSuperset(of: ["#7a3db0", "#2458b8", "#ffffff"]))
    #expect(try fills(.mono) == ["#d8d8d8", "#16181c"])
  }

  @Test("The dots of a whole screen are where its cells are, whatever stands to their left")
  func dotsOfAScreen() throws {
    let grid = Self.frame(.standard)
    var expected: Set<Rect> = []
    for y in 0..<grid.size.height {
      for (x, cell) in grid.row(y).enumerated() {
        for place in BrailleNames.places(of: cell.character) ?? [] {
          expected.insert(
            Rect(x: 8 * x + 2 + 4 * place.x, y: 16 * y + 2 + 4 * place.y, width: 1, height: 1))
        }
        if cell.character == "·" {
          expected.insert(Rect(x: 8 * x + 4, y: 16 * y + 8, width: 1, height: 1))
        }
      }
    }
    #expect(expected.count > 300)
    #expect(try Drawing(GridSVG.document(grid, theme: .standard)).dots == expected)
  }

  @Test("A drawing of a full screen is small: runs are one shape, and a colour is one path")
  func size() throws {
    let document = GridSVG.document(Self.frame(.standard), theme: .standard)
    #expect(document.utf8.count < 40_000)
    #expect(try Drawing(document).elements < 500)
    var grid = Grid(Size(width: 30, height: 5))
    for y in 0..<5 {
      for x in 0..<30 { grid[x, y] = Cell("█", Style(foreground: .rgb(1, 2, 3))) }
    }
    let block = GridSVG.document(grid, theme: .standard)
    #expect(block.contains(##"<path fill="#010203" d="M0 0h240v80h-240z"/>"##))
    #expect(try Drawing(block).elements == 4)
  }

  @Test("Nothing in a cell ends a tag or steers a terminal")
  func oddCharacters() throws {
    let odd: [Character] = [
      "<", ">", "&", "\"", "'", "\u{0}", "\u{1B}", "\u{7}", "\u{9F}", "\u{202E}", "\u{FFFE}",
      "\u{FFFF}", "\u{1FFFE}", "漢", "é", "e\u{301}", "👩‍👩‍👧‍👦", "]", "\n", "\r\n",
    ]
    var grid = Grid(Size(width: odd.count + 1, height: 2))
    for (x, character) in odd.enumerated() {
      grid[x, 0] = Cell(character, Style(foreground: .indexed(UInt8(x)), bold: x % 2 == 0))
      grid[x, 1] = Cell(
        "&", Style(background: .rgb(1, 2, UInt8(x)), underline: true, reverse: true))
    }
    grid[odd.count, 0] = Cell("!")
    let document = GridSVG.document(grid, theme: .standard)
    let drawing = try Drawing(document)
    #expect(drawing.words[0] == "<>&\"' 漢ée\u{301}👩‍👩‍👧‍👦] !")
    #expect(drawing.words[1] == String(repeating: "&", count: odd.count))
    // Reversed, the ground is the ink of the terminal: one rectangle for all of them.
    #expect(drawing.rects.map(\.rect) == [Rect(x: 0, y: 16, width: 8 * odd.count, height: 16)])
    #expect(document.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
  }

  @Test("A piece of text begins at its cell and is as long as its cells")
  func textPlaces() throws {
    var grid = Grid(Size(width: 12, height: 1))
    for (x, character) in "│a 漢\u{0}b   cd".enumerated() { grid[x, 0] = Cell(character) }
    let document = GridSVG.document(grid, theme: .standard)
    #expect(document.contains(#"<tspan x="8" textLength="40">a 漢b</tspan> "#))
    #expect(document.contains(#"<tspan x="72" textLength="16">cd</tspan></text>"#))
  }

  @Test("An empty grid is a drawing too")
  func empty() throws {
    for size in [Size(width: 0, height: 0), Size(width: 3, height: 2)] {
      let drawing = try Drawing(GridSVG.document(Grid(size), theme: .mono))
      #expect(drawing.words.isEmpty && drawing.elements == 2)
    }
  }
}
