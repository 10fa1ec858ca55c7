/// A part of a glyph that is drawn rather than set, in a cell of 8 by 16 units.
enum GlyphPart: Equatable {
  /// A rectangle that joins those of the cells around it, in so many quarters of the ink.
  case block(Rect, quarters: Int)
  /// A piece of a line, which joins too; or a mark with straight edges.
  case line(Rect)
  /// A dot, by its middle.
  case dot(x: Int, y: Int)
  /// A closed curve that begins at a point, as relative commands of an SVG path.
  case outline(x: Int, y: Int, path: String)

  /// The parts of a glyph; nil for one that is text.
  ///
  /// Drawn are braille, block elements, the lines of boxes, and the marks of `Glyphs` whose width
  /// differs from font to font.
  static func of(_ character: Character) -> [GlyphPart]? {
    guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else {
      return nil
    }
    let offset = { (start: UInt32) in Int(scalar.value - start) }
    switch scalar.value {
    case 0x2500...0x257F: return lines[character]
    case 0x2580...0x259F: return block(offset(0x2580))
    case 0x2800...0x28FF: return braille(offset(0x2800))
    default: return marks[character]
    }
  }

  /// Dots 1 to 8 are bits 0 to 7: two columns of three, and a row below that came later.
  private static func braille(_ pattern: Int) -> [GlyphPart] {
    let places = [(2, 2), (2, 6), (2, 10), (6, 2), (6, 6), (6, 10), (2, 14), (6, 14)]
    return places.enumerated().filter { pattern >> $0.offset & 1 == 1 }.map {
      .dot(x: $0.element.0, y: $0.element.1)
    }
  }

  /// Block elements, by their place in their table.
  private static func block(_ index: Int) -> [GlyphPart] {
    func full(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> GlyphPart {
      .block(Rect(x: x, y: y, width: width, height: height), quarters: 4)
    }
    switch index {
    case 0x00: return [full(0, 0, 8, 8)]
    case 0x01...0x08: return [full(0, 16 - 2 * index, 8, 2 * index)]
    case 0x09...0x0F: return [full(0, 0, 16 - index, 16)]
    case 0x10: return [full(4, 0, 4, 16)]
    case 0x11...0x13:
      return [.block(Rect(x: 0, y: 0, width: 8, height: 16), quarters: index - 0x10)]
    case 0x14: return [full(0, 0, 8, 2)]
    case 0x15: return [full(7, 0, 1, 16)]
    default:
      // Upper left, upper right, lower left, lower right are bits 0 to 3.
      let quadrants = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14][index - 0x16]
      return (0..<4).filter { quadrants >> $0 & 1 == 1 }.map {
        full($0 % 2 * 4, $0 / 2 * 8, 4, 8)
      }
    }
  }
}
