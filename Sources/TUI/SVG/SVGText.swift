import Plain

/// The words of a row as text, each where its cells are.
enum SVGText {
  /// From the top of a cell to the line that its text stands on.
  private static let ascent = 12

  /// Signs that look alike and follow each other.
  private struct Piece {
    var x: Int
    var columns = 0
    var look: Look
    var text = ""
    /// Whether a blank lies before it.
    var isApart: Bool
  }

  /// How text looks; its ground is drawn apart.
  private struct Look: Equatable {
    var ink: RGB
    var bold: Bool
    var dim: Bool
    var underline: Bool

    init(_ style: Style, _ paper: Paper) {
      ink = paper.colors(style).ink
      (bold, dim, underline) = (style.bold, style.dim, style.underline)
    }
  }

  /// The text of a row, with one blank for all that lies between two words; nil for a row without.
  static func row(_ cells: ArraySlice<Cell>, y: Int, _ paper: Paper) -> String? {
    let text = pieces(cells, paper).map { ($0.isApart ? " " : "") + element($0, paper) }.joined()
    guard !text.isEmpty else { return nil }
    return #"<text y="\#(y * GridSVG.cell.height + ascent)">\#(text)</text>"#
  }

  private static func pieces(_ cells: ArraySlice<Cell>, _ paper: Paper) -> [Piece] {
    var pieces: [Piece] = []
    var gap = 0
    for (x, cell) in cells.enumerated() {
      if cell.character == Cell.continuation.character, gap == 0, !pieces.isEmpty {
        pieces[pieces.count - 1].columns += 1
        continue
      }
      guard let glyph = escaped(cell.character) else {
        gap += 1
        continue
      }
      let look = Look(cell.style, paper)
      // A single blank may stay inside; wider gaps would let what follows them drift in viewers
      // that do not keep to the length of a piece.
      let goesOn = pieces.last?.look == look && (gap == 0 || gap == 1 && !look.underline)
      if !goesOn { pieces.append(Piece(x: x, look: look, isApart: gap > 0 && !pieces.isEmpty)) }
      let blank = goesOn && gap == 1
      pieces[pieces.count - 1].text += (blank ? " " : "") + glyph
      pieces[pieces.count - 1].columns += blank ? 2 : 1
      gap = 0
    }
    return pieces
  }

  private static func element(_ piece: Piece, _ paper: Paper) -> String {
    let cell = GridSVG.cell
    var attributes = #"x="\#(piece.x * cell.width)""#
    if piece.columns > 1 { attributes += #" textLength="\#(piece.columns * cell.width)""# }
    if piece.look.ink != paper.ink { attributes += #" fill="\#(piece.look.ink.hex)""# }
    if piece.look.bold { attributes += #" font-weight="bold""# }
    if piece.look.dim { attributes += #" fill-opacity="0.6""# }
    if piece.look.underline { attributes += #" text-decoration="underline""# }
    return "<tspan \(attributes)>\(piece.text)</tspan>"
  }

  /// A character as XML may hold it: none that steers a terminal, and none that ends a tag; nil for
  /// a blank, and for what is a shape.
  private static func escaped(_ character: Character) -> String? {
    switch character {
    case " ": return nil
    case "&": return "&amp;"
    case "<": return "&lt;"
    case ">": return "&gt;"
    default: break
    }
    let isText = character.unicodeScalars.allSatisfy { $0.value & 0xFFFE != 0xFFFE }
    guard isText, CharacterWidth.of(character) > 0, GlyphPart.of(character) == nil else {
      return nil
    }
    return String(character)
  }
}
