import Foundation
import Testing

@testable import TUI

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an XML parser sees of a drawing: the words of each row, and what is filled with what.
final class Drawing: NSObject, XMLParserDelegate {
  /// Words by row.
  private(set) var words: [Int: String] = [:]
  /// Colours in use.
  private(set) var fills: Set<String> = []
  /// Elements of any kind.
  private(set) var elements = 0
  /// Filled rectangles of all paths, with the opacity of each.
  private(set) var rects: [(rect: Rect, opacity: Double)] = []
  /// Middles of all dots, as cells of one unit.
  private(set) var dots: Set<Rect> = []
  private var row: Int?

  /// Reads a document; fails the test when it is not well formed.
  init(_ document: String) throws {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements += 1
    if let fill = attributes["fill"] { fills.insert(fill) }
    if let stroke = attributes["stroke"] { fills.insert(stroke) }
    if name == "text" { row = attributes["y"].flatMap { Int($0) }.map { $0 / 16 } }
    if name == "path" {
      read(attributes["d"] ?? "", opacity: attributes["opacity"].flatMap { Double($0) } ?? 1)
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" { row = nil }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if let row { words[row, default: ""] += string }
  }

  private func read(_ path: String, opacity: Double) {
    for match in path.matches(of: /M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z/) {
      let numbers = [match.1, match.2, match.3, match.4].compactMap { Int($0) }
      #expect(match.3 == match.5)
      rects.append(
        (Rect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]), opacity))
    }
    for match in path.matches(of: /M(\d+) (\d+)h0/) {
      dots.insert(Rect(x: Int(match.1) ?? -1, y: Int(match.2) ?? -1, width: 1, height: 1))
    }
  }
}
