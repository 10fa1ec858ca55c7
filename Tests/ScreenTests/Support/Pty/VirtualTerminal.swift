import TUI

/// What an xterm shows: just enough of one to read back what ncurses draws on it.
struct VirtualTerminal {
  /// The picture.
  private(set) var grid: Grid
  /// Private modes that are on, such as 1049, the alternate screen.
  private(set) var modes = Self.initialModes
  /// What a fresh terminal has on: lines wrap, and the cursor is seen.
  static let initialModes: Set<Int> = [7, 25]
  /// Sequences that were not understood; a test that trusts the picture expects none.
  private(set) var unknown: [String] = []

  private var column = 0
  private var row = 0
  private var wraps = false
  private var pen = Style.plain
  private var region: ClosedRange<Int>
  private var lastCharacter: Character = " "

  init(columns: Int, rows: Int) {
    grid = Grid(Size(width: columns, height: rows))
    region = 0...max(0, rows - 1)
  }

  /// The text of a row, without blanks at its end.
  func line(_ y: Int) -> String {
    var text = String(grid.row(y).map(\.character).filter { $0 != Cell.continuation.character })
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Shows `bytes`.
  mutating func receive(_ bytes: [UInt8]) {
    var rest = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\u{1b}": escape(&rest)
      case "\r": (column, wraps) = (0, false)
      case "\n": lineFeed()
      case "\u{8}": (column, wraps) = (max(0, column - 1), false)
      case "\u{7}", "\u{e}", "\u{f}": break
      default: put(scalar)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if (0x300...0x36f).contains(scalar.value) {
      let x = wraps ? column : column - 1
      grid[x, row].character = Character(String(grid[x, row].character) + String(scalar))
      return
    }
    let width = (0x4e00...0x9fff).contains(scalar.value) ? 2 : 1
    if wraps || column + width > grid.size.width {
      column = 0
      lineFeed()
    }
    lastCharacter = Character(scalar)
    grid[column, row] = Cell(lastCharacter, pen)
    if width == 2 { grid[column + 1, row] = .continuation }
    column += width
    wraps = column >= grid.size.width
    if wraps { column = grid.size.width - 1 }
  }

  private mutating func lineFeed() {
    wraps = false
    if row == region.upperBound { scroll(from: region.lowerBound, by: 1) } else { row += 1 }
    row = min(row, grid.size.height - 1)
  }

  /// Moves the rows of the region from `top` on up (`by` > 0) or down, and blanks what is left.
  private mutating func scroll(from top: Int, by count: Int) {
    let old = grid
    for y in top...region.upperBound {
      let source = y + count
      let isInside = (top...region.upperBound).contains(source)
      for x in 0..<grid.size.width { grid[x, y] = isInside ? old[x, source] : erased }
    }
  }

  private var erased: Cell { Cell(" ", Style(background: pen.background)) }

  private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
    guard let kind = rest.popFirst() else { return }
    switch kind {
    case "[":
      // A sequence that was cut off ends where the next one begins, as in every terminal.
      let body = rest.prefix { !("@"..."~").contains($0) && $0 != "\u{1b}" }
      rest = rest.dropFirst(body.count)
      guard rest.first != "\u{1b}", let final = rest.popFirst() else { return }
      control(String(String.UnicodeScalarView(body)), final)
    case "(": _ = rest.popFirst()
    case "]":
      while let next = rest.popFirst(), next != "\u{7}" {
        if next == "\u{1b}" {
          _ = rest.popFirst()
          break
        }
      }
    case "=", ">": break
    case "\u{1b}": escape(&rest)
    case "M": if row == region.lowerBound { scroll(from: row, by: -1) } else { row -= 1 }
    default: unknown.append("ESC \(kind)")
    }
  }

  private mutating func control(_ body: String, _ final: Unicode.Scalar) {
    let isPrivate = body.hasPrefix("?")
    let numbers = body.drop { $0 == "?" }.split(separator: ";", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch final {
    case "H", "f": moveTo(column: (numbers.dropFirst().first ?? 1) - 1, row: first - 1)
    case "A": moveTo(column: column, row: row - count)
    case "B": moveTo(column: column, row: row + count)
    case "C": moveTo(column: column + count, row: row)
    case "D": moveTo(column: column - count, row: row)
    case "G": moveTo(column: first - 1, row: row)
    case "d": moveTo(column: column, row: first - 1)
    case "J": eraseScreen(first)
    case "K": erase(first == 0 ? column..<grid.size.width : 0..<column + 1)
    case "X": erase(column..<min(grid.size.width, column + count))
    case "P": shift(by: count)
    case "@": shift(by: -count)
    case "L": scroll(from: row, by: -count)
    case "M": scroll(from: row, by: count)
    case "S": scroll(from: region.lowerBound, by: count)
    case "T": scroll(from: region.lowerBound, by: -count)
    case "b": for _ in 0..<count { put(lastCharacter.unicodeScalars.first ?? " ") }
    case "r":
      region = max(0, first - 1)...((numbers.dropFirst().first ?? grid.size.height) - 1)
      moveTo(column: 0, row: 0)
    case "m": paint(numbers)
    case "h": if isPrivate { modes.formUnion(numbers) }
    case "l": if isPrivate { modes.subtract(numbers) }
    case "t": break
    default: unknown.append("CSI \(body)\(final)")
    }
  }

  private mutating func moveTo(column x: Int, row y: Int) {
    column = min(max(0, x), grid.size.width - 1)
    row = min(max(0, y), grid.size.height - 1)
    wraps = false
  }

  private mutating func erase(_ columns: Range<Int>) {
    for x in columns { grid[x, row] = erased }
  }

  private mutating func eraseScreen(_ part: Int) {
    let rows =
      switch part {
      case 0: row + 1..<max(row + 1, grid.size.height)
      case 1: 0..<row
      default: 0..<grid.size.height
      }
    for y in rows { for x in 0..<grid.size.width { grid[x, y] = erased } }
    if part < 2 { erase(part == 0 ? column..<grid.size.width : 0..<column + 1) }
  }

  /// Moves the rest of the row left (`count` > 0) or right.
  private mutating func shift(by count: Int) {
    let old = grid
    for x in column..<grid.size.width {
      let source = x + count
      let isInside = source >= column && source < grid.size.width
      grid[x, row] = isInside ? old[source, row] : erased
    }
  }

  private mutating func paint(_ numbers: [Int]) {
    var rest = (numbers.isEmpty ? [0] : numbers)[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: pen = .plain
      case 1: pen.bold = true
      case 2: pen.dim = true
      case 4: pen.underline = true
      case 7: pen.reverse = true
      case 22: (pen.bold, pen.dim) = (false, false)
      case 24: pen.underline = false
      case 27: pen.reverse = false
      case 30...37: pen.foreground = .indexed(UInt8(number - 30))
      case 90...97: pen.foreground = .indexed(UInt8(number - 82))
      case 40...47: pen.background = .indexed(UInt8(number - 40))
      case 100...107: pen.background = .indexed(UInt8(number - 92))
      case 39: pen.foreground = .standard
      case 49: pen.background = .standard
      case 38, 48:
        let index = UInt8(clamping: rest.dropFirst().first ?? 0)
        rest = rest.dropFirst(2)
        if number == 38 {
          pen.foreground = .indexed(index)
        } else {
          pen.background = .indexed(index)
        }
      default: unknown.append("SGR \(number)")
      }
    }
  }
}
