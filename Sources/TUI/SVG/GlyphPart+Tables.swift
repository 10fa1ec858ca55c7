extension GlyphPart {
  /// Marks whose width fonts disagree on, and the middle dot that fills meters beside them.
  static let marks: [Character: [GlyphPart]] = [
    "·": [.dot(x: 4, y: 8)],
    "■": [.line(Rect(x: 1, y: 5, width: 6, height: 7))],
    "●": [.outline(x: 1, y: 8, path: "a3 3 0 1 1 0 .01z")],
    "◦": [.outline(x: 2, y: 8, path: "a2 2 0 1 1 0 .01zm1 0a1 1 0 1 0 0-.01z")],
    "◆": [.outline(x: 1, y: 8, path: "l3-4 3 4-3 4z")],
    "▸": [.outline(x: 2, y: 4, path: "l5 4-5 4z")],
    "◀": [.outline(x: 7, y: 4, path: "v8l-6-4z")],
    "▴": [.outline(x: 1, y: 11, path: "l3-6 3 6z")],
  ]

  /// Lines of boxes, light and heavy, and the light ones with round corners.
  ///
  /// A glyph of mixed weights, of double lines or of dashes is not drawn by us, and stays text.
  static let lines: [Character: [GlyphPart]] = {
    let arms = ["lr", "ud", "rd", "ld", "ru", "lu", "udr", "udl", "lrd", "lru", "udlr"]
    let halves = ["l", "u", "r", "d"]
    var table: [Character: [GlyphPart]] = [
      "╭": [.outline(x: 4, y: 16, path: "v-4a4 4 0 0 1 4-4v1a3 3 0 0 0-3 3v4z")],
      "╮": [.outline(x: 0, y: 8, path: "h1a4 4 0 0 1 4 4v4h-1v-4a3 3 0 0 0-3-3h-1z")],
      "╰": [.outline(x: 4, y: 0, path: "h1v5a3 3 0 0 0 3 3v1a4 4 0 0 1-4-4z")],
      "╯": [.outline(x: 4, y: 0, path: "h1v5a4 4 0 0 1-4 4h-1v-1h1a3 3 0 0 0 3-3z")],
    ]
    for (glyph, arms) in zip("─│┌┐└┘├┤┬┴┼╴╵╶╷", arms + halves) {
      table[glyph] = line(arms, width: 1)
    }
    for (glyph, arms) in zip("━┃┏┓┗┛┣┫┳┻╋╸╹╺╻", arms + halves) {
      table[glyph] = line(arms, width: 2)
    }
    return table
  }()

  /// Arms to the left, right, up and down that meet in the middle of a cell.
  ///
  /// A light one lies a unit beside the middle of a heavy one, so that both have sharp edges.
  private static func line(_ arms: String, width: Int) -> [GlyphPart] {
    let (x, y) = (5 - width, 9 - width)
    var parts: [GlyphPart] = []
    if arms.contains("u") || arms.contains("d") {
      let (start, end) = (arms.contains("u") ? 0 : y, arms.contains("d") ? 16 : 9)
      parts.append(.line(Rect(x: x, y: start, width: width, height: end - start)))
    }
    // Last, so that it joins the line of the cell to its right.
    if arms.contains("l") || arms.contains("r") {
      let (start, end) = (arms.contains("l") ? 0 : x, arms.contains("r") ? 8 : 5)
      parts.append(.line(Rect(x: start, y: y, width: end - start, height: width)))
    }
    return parts
  }
}
