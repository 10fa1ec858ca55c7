import Testing

@testable import TUI

@Suite struct TextTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
    ("👍", 2), ("👩‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("\u{2764}\u{FE0F}", 2), ("─", 1), ("⣿", 1),
    ("■", 1), ("→", 1),
    ("ρ", 1),
    ("\u{301}", 0), ("\u{7}", 0), ("\u{9B}", 0), ("\r\n", 0), ("\u{202E}", 0), ("\u{200B}", 0),
    ("Ａ", 2), ("ｱ", 1),
  ])
  func width(text: String, columns: Int) {
    #expect(CharacterWidth.of(text) == columns)
  }

  @Test func glyphsOfBothSetsTakeOneColumn() {
    for glyphs in [Glyphs.unicode, .ascii] {
      let all =
        glyphs.shades + glyphs.bars + glyphs.spinner + [
          glyphs.topLeft, glyphs.topRight, glyphs.bottomLeft, glyphs.bottomRight, glyphs.horizontal,
          glyphs.vertical, glyphs.full, glyphs.empty, glyphs.selected, glyphs.gal, glyphs.mark,
          glyphs.done, glyphs.failed, glyphs.dash, glyphs.ellipsis, glyphs.knobAt, glyphs.knobRail,
        ]
      for glyph in all { #expect(CharacterWidth.of(glyph) == 1) }
    }
  }

  @Test func ellipsisByWidth() {
    #expect(Text.ellipsized("abcdef", width: 4, mark: "…") == "abc…")
    #expect(Text.ellipsized("abcd", width: 4, mark: "…") == "abcd")
    #expect(Text.ellipsized("漢字漢字", width: 4, mark: "…") == "漢…")
    #expect(Text.ellipsized("漢字", width: 0, mark: "…").isEmpty)
    #expect(Text.ellipsized("漢字", width: 1, mark: "…") == "…")
  }

  @Test func cleaning() {
    #expect(Text.clean("a\u{1B}[31mb\u{7}\nc\td\u{9B}e\u{202E}f") == "a[31mb c def")
    #expect(Text.clean("漢\u{0}字") == "漢字")
  }

  @Test func wrapping() {
    #expect(Text.wrapped("one two three", width: 7) == ["one two", "three"])
    #expect(Text.wrapped("", width: 7).isEmpty)
    #expect(Text.wrapped("longword x", width: 4) == ["longword", "x"])
  }

  @Test func canvasClipsAndNeverCutsAWideCharacter() {
    var canvas = Canvas(
      size: Size(width: 6, height: 2), palette: Theme.standard.palette(.mono), glyphs: .unicode)
    canvas.put("漢字漢字", x: 1, y: 0, .text)
    #expect(GridText.plain(canvas.grid) == " 漢字…\n")
    canvas.put("abc", x: -1, y: 1, .text)
    #expect(GridText.plain(canvas.grid) == " 漢字…\nbc")
    canvas.within(Rect(x: 2, y: 1, width: 2, height: 5)) { $0.put("wxyz", x: 0, y: 0, .text) }
    #expect(GridText.plain(canvas.grid) == " 漢字…\nbcw…")
    canvas.put("x", x: 0, y: 99, .text)
    canvas.put("x", x: 99, y: 0, .text)
    #expect(GridText.plain(canvas.grid) == " 漢字…\nbcw…")
  }

  @Test func asciiSpelling() {
    #expect(Glyphs.ascii.spelled("ρ 0.5 → 0.6 漢") == "rho 0.5 > 0.6 ?")
    #expect(Glyphs.unicode.spelled("ρ → 漢") == "ρ → 漢")
  }

  @Test func gridAsText() {
    var grid = Grid(Size(width: 4, height: 2))
    grid[0, 0] = Cell("a", Style(foreground: .indexed(214), bold: true))
    grid[1, 0] = Cell("b", Style(foreground: .indexed(9), background: .rgb(1, 2, 3)))
    #expect(GridText.plain(grid) == "ab\n")
    #expect(
      GridText.ansi(grid)
        == "\u{1B}[0;1;38;5;214ma\u{1B}[0;91;48;2;1;2;3mb\u{1B}[0m  \n    ")
    #expect(
      GridText.styles(grid) == "a1b1c2\nc4\na fg 214 bold\nb fg 9 bg 1,2,3\nc plain")
  }

  /// A picture joined of several is drawn in one, two or six columns by one terminal or another: its first part is the same
  /// everywhere.
  @Test func joinedPicturesAreDrawnByTheirFirst() {
    var canvas = Canvas(
      size: Size(width: 12, height: 1), palette: Theme.standard.palette(.mono), glyphs: .unicode)
    let end = canvas.put("👩‍👩‍👧family|", x: 0, y: 0, Role.text)
    #expect(GridText.plain(canvas.grid) == "👩family|")
    #expect(end == 9)
  }
}
