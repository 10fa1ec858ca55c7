import Foundation
import Metrics
import Testing

@testable import TUI

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct GridSVGTests {
  /// What an XML parser sees: the text of each row, and the colours used.
  private final class Drawing: NSObject, XMLParserDelegate {
    var rows: [String] = []
    var fills: Set<String> = []
    var grounds = 0

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      if name == "text" { rows.append("") }
      if name == "rect" { grounds += 1 }
      if let fill = attributes["fill"] { fills.insert(fill) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      // Between the rows there are line ends, which belong to none.
      if string != "\n", !rows.isEmpty { rows[rows.count - 1] += string }
    }
  }

  private func parsed(_ document: String) throws -> Drawing {
    let parser = XMLParser(data: Data(document.utf8))
    let drawing = Drawing()
    parser.delegate = drawing
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return drawing
  }

  @Test(arguments: ["default", "light", "mono"], [true, false])
  func everyRowIsThereAsText(name: String, unicode: Bool) throws {
    let theme = try ThemeLibrary.load(name)
    for size in [Size(width: 120, height: 36), Size(width: 40, height: 12)] {
      let grid = Monitor(theme: theme).render(
        SampleRun().snapshot, size: size,
        capabilities: Capabilities(colors: .direct, unicode: unicode))
      let drawing = try parsed(GridSVG.document(grid, theme: theme))
      let plain = GridText.plain(grid).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(drawing.rows == plain.map(String.init))
    }
  }

  @Test func coloursAreThoseOfTheTheme() throws {
    let capabilities = Capabilities(colors: .direct, unicode: true)
    func fills(_ theme: Theme) throws -> Set<String> {
      let grid = Monitor(theme: theme).render(
        SampleRun().snapshot, size: Size(width: 120, height: 36), capabilities: capabilities)
      return try parsed(GridSVG.document(grid, theme: theme)).fills
    }
    // Violet marks, red failures, blue loss; dark paper for middle tones, white for dark ones.
    #expect(try fills(.standard).isSuperset(of: ["#a566d8", "#4f87d7", "#16181c"]))
    #expect(try fills(.light).isSuperset(of: ["#7a3db0", "#2458b8", "#ffffff"]))
    #expect(try fills(.mono) == ["#d8d8d8", "#16181c"])
  }

  @Test func nothingInACellEndsATagOrSteersATerminal() throws {
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
    let drawing = try parsed(document)
    #expect(drawing.rows[0].hasPrefix("<>&\"'      "))
    #expect(drawing.rows[0].hasSuffix("!"))
    #expect(drawing.rows[1] == String(repeating: "&", count: odd.count))
    #expect(drawing.grounds == 1 + odd.count)
    #expect(document.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
  }

  @Test func anEmptyGridIsADrawingToo() throws {
    let drawing = try parsed(GridSVG.document(Grid(Size(width: 0, height: 0)), theme: .mono))
    #expect(drawing.rows.isEmpty)
    let blank = try parsed(GridSVG.document(Grid(Size(width: 3, height: 2)), theme: .mono))
    #expect(blank.rows == ["", ""])
  }
}
