import CNcurses
import TUI

/// Writes rows of cells into an ncurses window.
struct RowPainter {
  private let window: UnsafeMutablePointer<WINDOW>
  private let unicode: Bool
  private var colors: ColorEncoder
  private var row: [cchar_t] = []
  private var ink = Ink(style: .plain, attributes: 0, pair: 0)

  /// How ncurses wants a style.
  private struct Ink {
    var style: Style
    var attributes: attr_t
    var pair: Int32
  }

  init(window: UnsafeMutablePointer<WINDOW>, unicode: Bool, colors: ColorEncoder) {
    self.window = window
    self.unicode = unicode
    self.colors = colors
  }

  /// Writes `cells` from the left edge of row `y`; the row is cut or filled up to `width`.
  mutating func paint(_ cells: ArraySlice<Cell>, at y: Int, width: Int) {
    row.removeAll(keepingCapacity: true)
    var column = 0
    var index = cells.startIndex
    while column < width {
      let cell = index < cells.endIndex ? cells[index] : .blank
      let next = index + 1
      let isWide =
        next < cells.endIndex && cells[next].character == Cell.continuation.character
        && column + 1 < width
      column += append(cell, span: isWide ? 2 : 1)
      index += isWide ? 2 : 1
    }
    row.withUnsafeBufferPointer { cells in
      _ = mvwadd_wchnstr(window, Int32(y), 0, cells.baseAddress, Int32(cells.count))
    }
  }

  /// Adds a cell of the given number of columns, whatever its character really takes.
  private mutating func append(_ cell: Cell, span: Int) -> Int {
    if cell.style != ink.style { ink = encode(cell.style) }
    var text = glyph(cell.character)
    let width = Int(cn_width(text[0]))
    if width != span && !(width == 1 && span == 2) { text = Self.unknown }
    row.append(encoded(text))
    // A wide place with a narrow glyph: a blank keeps the columns to its right in their place.
    if span == 2 && width != 2 { row.append(encoded(Self.blank)) }
    return span
  }

  private static let unknown: [wchar_t] = [63, 0]
  private static let blank: [wchar_t] = [32, 0]
  /// A base and four combining marks is what an ncurses cell holds.
  private static let longestGlyph = Int(CCHARW_MAX)

  private func glyph(_ character: Character) -> [wchar_t] {
    if let ascii = character.asciiValue { return ascii < 32 ? Self.blank : [wchar_t(ascii), 0] }
    guard unicode else { return Self.unknown }
    return character.unicodeScalars.prefix(Self.longestGlyph).map { wchar_t($0.value) } + [0]
  }

  private func encoded(_ text: [wchar_t]) -> cchar_t {
    var cell = cchar_t()
    if cn_set_cell(&cell, text, ink.attributes, ink.pair) != OK {
      _ = cn_set_cell(&cell, Self.unknown, ink.attributes, ink.pair)
    }
    return cell
  }

  private mutating func encode(_ style: Style) -> Ink {
    let numbers = colors.encode(style)
    let attributes = cn_attributes(
      style.bold || numbers.brightens, style.dim, style.underline, style.reverse)
    let isPlain = numbers.foreground < 0 && numbers.background < 0
    // Pairs are handed out, and taken back when they run out, by ncurses.
    let pair = isPlain ? 0 : max(0, alloc_pair(numbers.foreground, numbers.background))
    return Ink(style: style, attributes: attributes, pair: pair)
  }
}
