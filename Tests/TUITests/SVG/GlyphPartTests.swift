import Testing

@testable import TUI

/// Each drawn glyph against what its Unicode name says that it looks like.
@Suite struct GlyphPartTests {
  private static func name(_ value: Int) -> String {
    Unicode.Scalar(UInt32(value))?.properties.name ?? ""
  }

  private static func glyph(_ value: Int) -> Character {
    Unicode.Scalar(UInt32(value)).map(Character.init) ?? " "
  }

  /// A drawing of one glyph in the first cell.
  private static func drawing(_ glyph: Character) throws -> Drawing {
    var grid = Grid(Size(width: 1, height: 1))
    grid[0, 0] = Cell(glyph)
    return try Drawing(GridSVG.document(grid, theme: .standard))
  }

  /// The units of a cell that are covered.
  private static func covered(_ drawing: Drawing) -> Set<Rect> {
    Set(drawing.rects.flatMap { units($0.rect.x..<$0.rect.maxX, $0.rect.y..<$0.rect.maxY) })
  }

  private static func units(_ columns: Range<Int>, _ rows: Range<Int>) -> [Rect] {
    rows.flatMap { y in columns.map { Rect(x: $0, y: y, width: 1, height: 1) } }
  }

  @Test("Every braille pattern has exactly the dots of its name")
  func braille() throws {
    for value in 0x2800...0x28FF {
      let expected = try #require(BrailleNames.places(of: Self.glyph(value)))
      let dots = try Self.drawing(Self.glyph(value)).dots
      #expect(
        dots
          == Set(expected.map { Rect(x: 2 + 4 * $0.x, y: 2 + 4 * $0.y, width: 1, height: 1) }),
        "\(Self.name(value))")
    }
  }

  @Test("Every block element covers what its name says, and no more")
  func blocks() throws {
    let eighths = [
      "ONE EIGHTH": 1, "ONE QUARTER": 2, "THREE EIGHTHS": 3, "HALF": 4, "FIVE EIGHTHS": 5,
      "THREE QUARTERS": 6, "SEVEN EIGHTHS": 7,
    ]
    let quadrants = [
      "UPPER LEFT": (0..<4, 0..<8), "UPPER RIGHT": (4..<8, 0..<8), "LOWER LEFT": (0..<4, 8..<16),
      "LOWER RIGHT": (4..<8, 8..<16),
    ]
    let shades = ["LIGHT SHADE": 0.25, "MEDIUM SHADE": 0.5, "DARK SHADE": 0.75]
    for value in 0x2580...0x259F {
      let name = Self.name(value)
      let drawing = try Self.drawing(Self.glyph(value))
      var expected: [Rect] = []
      if name == "FULL BLOCK" || shades[name] != nil {
        expected = Self.units(0..<8, 0..<16)
      } else if name.hasPrefix("QUADRANT ") {
        for part in name.dropFirst("QUADRANT ".count).split(separator: " AND ") {
          let (columns, rows) = try #require(quadrants[String(part)])
          expected += Self.units(columns, rows)
        }
      } else {
        let words = name.split(separator: " ")
        let count = try #require(eighths[words[1..<words.count - 1].joined(separator: " ")])
        switch words[0] {
        case "UPPER": expected = Self.units(0..<8, 0..<2 * count)
        case "LOWER": expected = Self.units(0..<8, 16 - 2 * count..<16)
        case "LEFT": expected = Self.units(0..<count, 0..<16)
        default: expected = Self.units(8 - count..<8, 0..<16)
        }
      }
      #expect(Self.covered(drawing) == Set(expected), "\(name)")
      #expect(drawing.rects.allSatisfy { $0.opacity == shades[name] ?? 1 }, "\(name)")
    }
  }

  @Test("Lines of boxes reach the edges that their names say, where those of their neighbours do")
  func lines() throws {
    var drawn = 0
    for value in 0x2500...0x257F {
      let name = Self.name(value)
      let units = Self.covered(try Self.drawing(Self.glyph(value)))
      guard !units.isEmpty else { continue }
      drawn += 1
      func has(_ direction: String, _ axis: String) -> Bool {
        name.contains(direction) || name.contains(axis)
      }
      let isHeavy = name.contains("HEAVY")
      let rows = isHeavy ? 7..<9 : 8..<9
      let columns = isHeavy ? 3..<5 : 4..<5
      let edges = [
        (has("LEFT", "HORIZONTAL"), Self.units(0..<1, rows), units.filter { $0.x == 0 }),
        (has("RIGHT", "HORIZONTAL"), Self.units(7..<8, rows), units.filter { $0.x == 7 }),
        (has("UP", "VERTICAL"), Self.units(columns, 0..<1), units.filter { $0.y == 0 }),
        (has("DOWN", "VERTICAL"), Self.units(columns, 15..<16), units.filter { $0.y == 15 }),
      ]
      for (reaches, expected, found) in edges {
        #expect(found == Set(reaches ? expected : []), "\(name)")
      }
    }
    #expect(drawn == 30)
  }

  @Test("A frame is two lines across, two down, and four corners that meet them")
  func frame() throws {
    var grid = Grid(Size(width: 5, height: 4))
    for (y, row) in ["╭───╮", "│   │", "│   │", "╰───╯"].enumerated() {
      for (x, character) in row.enumerated() { grid[x, y] = Cell(character) }
    }
    let document = GridSVG.document(grid, theme: .standard)
    let drawing = try Drawing(document)
    #expect(
      Set(drawing.rects.map(\.rect)) == [
        Rect(x: 8, y: 8, width: 24, height: 1), Rect(x: 8, y: 56, width: 24, height: 1),
        Rect(x: 4, y: 16, width: 1, height: 32), Rect(x: 36, y: 16, width: 1, height: 32),
      ])
    for start in ["M4 16v", "M32 8h", "M4 48h", "M36 48h"] {
      #expect(document.contains(start))
    }
    #expect(drawing.words.isEmpty && drawing.elements == 4)
  }

  @Test("What the monitor draws its plots and frames with is drawn, and no letter is")
  func monitorGlyphs() {
    let glyphs = Glyphs.unicode
    let drawn =
      [
        glyphs.topLeft, glyphs.topRight, glyphs.bottomLeft, glyphs.bottomRight, glyphs.horizontal,
        glyphs.vertical, glyphs.full, glyphs.empty, glyphs.selected, glyphs.gal, glyphs.mark,
        glyphs.back, glyphs.live, glyphs.knobAt, glyphs.knobRail, glyphs.ghost, glyphs.fork,
      ] + glyphs.shades.filter { $0 != " " } + glyphs.bars + glyphs.spinner
    #expect(drawn.filter { GlyphPart.of($0) == nil } == [])
    let text = (0x20...0x24FF).compactMap { Unicode.Scalar($0) }.map(Character.init)
    #expect(Set(text.filter { GlyphPart.of($0) != nil }) == ["·"])
  }
}

/// Where the dots of a braille pattern are, by its Unicode name.
enum BrailleNames {
  /// Column and row of each dot; nil for a character that is no pattern.
  static func places(of character: Character) -> [(x: Int, y: Int)]? {
    guard let scalar = character.unicodeScalars.first, (0x2800...0x28FF).contains(scalar.value),
      let name = scalar.properties.name
    else { return nil }
    // Such as BRAILLE PATTERN DOTS-1245, or BRAILLE PATTERN BLANK. Six dots by columns, then a row.
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    return name.split(separator: "-").dropFirst().first.map { digits in
      digits.compactMap(\.wholeNumberValue).map { places[$0 - 1] }
    } ?? []
  }
}
