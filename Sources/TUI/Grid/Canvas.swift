/// A pen on a grid: draws in the coordinates of one rectangle and never outside of it.
///
/// Text is made safe here, for every caller: controls are dropped, wide characters are never cut in
/// half, and a terminal without Unicode gets the ASCII spelling.
struct Canvas {
  /// What has been drawn.
  private(set) var grid: Grid
  /// The rectangle drawn in.
  private(set) var bounds: Rect
  /// Styles by meaning.
  let palette: Palette
  /// Glyphs to draw with.
  let glyphs: Glyphs

  /// A blank canvas of a whole screen.
  init(size: Size, palette: Palette, glyphs: Glyphs) {
    grid = Grid(size)
    bounds = Rect(x: 0, y: 0, width: grid.size.width, height: grid.size.height)
    self.palette = palette
    self.glyphs = glyphs
  }

  /// Columns to draw in.
  var width: Int { bounds.width }
  /// Rows to draw in.
  var height: Int { bounds.height }

  /// Draws with `rect`, in present coordinates, as the whole world.
  mutating func within(_ rect: Rect, _ draw: (inout Canvas) -> Void) {
    let outer = bounds
    bounds = Rect(
      x: outer.x + rect.x, y: outer.y + rect.y, width: rect.width, height: rect.height
    ).intersection(outer)
    if !bounds.isEmpty { draw(&self) }
    bounds = outer
  }

  /// Puts one glyph of width 1.
  mutating func put(_ character: Character, x: Int, y: Int, _ style: Style) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    grid[bounds.x + x, bounds.y + y] = Cell(character, style)
  }

  /// Puts one glyph of width 1.
  mutating func put(_ character: Character, x: Int, y: Int, _ role: Role) {
    put(character, x: x, y: y, palette[role])
  }

  /// Puts text of at most `limit` columns, cut with an ellipsis; returns the column after it.
  @discardableResult
  mutating func put(_ text: String, x: Int, y: Int, _ style: Style, limit: Int? = nil) -> Int {
    let room = min(limit ?? Int.max, width - x)
    guard room > 0, y >= 0, y < height else { return x }
    let spelled = glyphs.spelled(Text.clean(text))
    let fitting = Text.ellipsized(spelled, width: room, mark: glyphs.ellipsis)
    var column = x
    for character in fitting.lazy.map(Self.bounded) {
      let columns = CharacterWidth.of(character)
      guard columns > 0, column + columns <= width else { continue }
      if column >= 0 {
        put(character, x: column, y: y, style)
        if columns == 2 {
          put(Cell.continuation.character, x: column + 1, y: y, style)
        }
      }
      column += columns
    }
    return column
  }

  /// Puts text in a role; see `put(_:x:y:_:limit:)`.
  @discardableResult
  mutating func put(_ text: String, x: Int, y: Int, _ role: Role, limit: Int? = nil) -> Int {
    put(text, x: x, y: y, palette[role], limit: limit)
  }

  /// Puts spans one after the other in at most `limit` columns; returns the column after them.
  @discardableResult
  mutating func put(_ spans: [Span], x: Int, y: Int, limit: Int? = nil) -> Int {
    let end = x + min(limit ?? Int.max, max(0, width - x))
    var column = x
    for span in spans where column < end {
      var style = palette[span.role]
      if span.reverse { style.reverse.toggle() }
      column = put(span.text, x: column, y: y, style, limit: end - column)
    }
    return column
  }

  /// Puts a line with spans at its left and at its right.
  ///
  /// Where there is no room for both, the left ones are cut; when `yielding`, the right ones are
  /// left out.
  mutating func line(_ y: Int, left: [Span], right: [Span] = [], yielding: Bool = false) {
    let rightWidth = spelledWidth(right)
    if yielding, spelledWidth(left) + 1 + rightWidth > width {
      put(left, x: 0, y: y)
      return
    }
    let start = max(0, width - rightWidth)
    put(left, x: 0, y: y, limit: right.isEmpty ? width : max(0, start - 1))
    put(right, x: start, y: y)
  }

  /// Columns that spans take in the glyphs of this canvas.
  func spelledWidth(_ spans: [Span]) -> Int {
    spans.reduce(0) { $0 + CharacterWidth.of(glyphs.spelled(Text.clean($1.text))) }
  }

  /// Blanks everything.
  mutating func clear() {
    for y in 0..<height {
      for x in 0..<width { put(" ", x: x, y: y, Style.plain) }
    }
  }

  /// Gives row `y` the look of a selection, keeping its glyphs.
  mutating func select(row y: Int, from start: Int = 0) {
    guard y >= 0, y < height else { return }
    let paint = palette.selection
    for x in start..<max(start, width) {
      var cell = grid[bounds.x + x, bounds.y + y]
      if paint.reverse {
        cell.style.reverse = true
      } else {
        cell.style.background = paint.background
        cell.style.dim = false
        if cell.style.foreground == .standard { cell.style.foreground = paint.foreground }
      }
      cell.style.bold = cell.style.bold || paint.bold
      grid[bounds.x + x, bounds.y + y] = cell
    }
  }

  /// Draws a frame along the edge of the canvas, with a title at its left and a note at its right.
  mutating func frame(title: [Span], note: [Span] = [], focused: Bool) {
    let style = palette[focused ? .borderFocus : .border]
    guard width >= 2, height >= 2 else { return }
    for x in 1..<width - 1 {
      put(glyphs.horizontal, x: x, y: 0, style)
      put(glyphs.horizontal, x: x, y: height - 1, style)
    }
    for y in 1..<max(1, height - 1) {
      put(glyphs.vertical, x: 0, y: y, style)
      put(glyphs.vertical, x: width - 1, y: y, style)
    }
    put(glyphs.topLeft, x: 0, y: 0, style)
    put(glyphs.topRight, x: width - 1, y: 0, style)
    put(glyphs.bottomLeft, x: 0, y: height - 1, style)
    put(glyphs.bottomRight, x: width - 1, y: height - 1, style)
    let end = put([Span(" ")] + title + [Span(" ")], x: 2, y: 0, limit: width - 4)
    // Of a note in parts as many as there is room for, the first before the others.
    var note = note
    while !note.isEmpty, end + 1 + spelledWidth(note) + 2 > width - 2 {
      note.removeSubrange((note.lastIndex(of: .notePart) ?? 0)...)
    }
    guard !note.isEmpty else { return }
    put([Span(" ")] + note + [Span(" ")], x: width - 4 - spelledWidth(note), y: 0)
  }

  /// A character as every terminal draws it: the first of several that are joined to one picture, which terminals draw in
  /// one, two or six columns; and of at most eight scalars, for data may hold thousands.
  private static func bounded(_ character: Character) -> Character {
    let scalars = character.unicodeScalars
    let isJoined = scalars.contains { $0.value == 0x200D || $0.value == 0xFE0F }
    guard isJoined || scalars.count > 8, let first = scalars.first else { return character }
    return Character(first)
  }
}
