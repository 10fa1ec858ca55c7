/// Dots in cells: braille with eight dots a cell, ASCII with two, or one glyph a cell.
struct DotGrid {
  /// Dots in a row.
  let width: Int
  /// Dots in a column.
  let height: Int
  private let columns: Int
  private let perCell: (x: Int, y: Int)
  private var bits: [UInt8]
  private var roles: [Role]
  private let form: Form

  /// How dots are drawn.
  enum Form: Equatable {
    /// Eight dots a cell.
    case braille
    /// Two dots a cell.
    case halves
    /// One dot a cell, which is a glyph.
    case glyph(Character)
  }

  /// No dots in so many cells.
  init(columns: Int, rows: Int, form: Form) {
    self.columns = max(0, columns)
    self.form = form
    perCell =
      switch form {
      case .braille: (2, 4)
      case .halves: (1, 2)
      case .glyph: (1, 1)
      }
    width = self.columns * perCell.x
    height = max(0, rows) * perCell.y
    bits = Array(repeating: 0, count: self.columns * max(0, rows))
    roles = Array(repeating: .text, count: bits.count)
  }

  /// Sets the dot at (`x`, `y`) from the top left; the last role wins its cell.
  mutating func set(_ x: Int, _ y: Int, _ role: Role) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let cell = y / perCell.y * columns + x / perCell.x
    let (dx, dy) = (x % perCell.x, y % perCell.y)
    bits[cell] |= form == .braille ? Self.braille[dy][dx] : UInt8(1 << dy)
    roles[cell] = role
  }

  /// Draws the cells that hold dots.
  func draw(into canvas: inout Canvas, x: Int, y: Int) {
    for (index, pattern) in bits.enumerated() where pattern != 0 {
      canvas.put(
        glyph(pattern), x: x + index % columns, y: y + index / columns, roles[index])
    }
  }

  private func glyph(_ pattern: UInt8) -> Character {
    switch form {
    case .braille: Self.glyphs[Int(pattern)]
    case .halves: pattern == 1 ? "'" : pattern == 2 ? "." : ":"
    case .glyph(let glyph): glyph
    }
  }

  private static let braille: [[UInt8]] = [
    [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
  ]
  private static let glyphs: [Character] = (0..<256).map { pattern in
    Unicode.Scalar(UInt32(0x2800 + pattern)).map { Character($0) } ?? " "
  }
}
