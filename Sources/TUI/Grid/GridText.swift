/// A grid as text: for files, pipes, documentation and tests.
public enum GridText {
  /// Lines of plain text, without spaces at their ends.
  public static func plain(_ grid: Grid) -> String {
    rows(grid).map { row in
      var line = ""
      for cell in row where cell.character != Cell.continuation.character {
        line.append(cell.character)
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  /// Lines with ANSI escapes for their styles; each line ends in the terminal's own style.
  public static func ansi(_ grid: Grid) -> String {
    rows(grid).map { row in
      var line = ""
      var style = Style.plain
      for cell in row where cell.character != Cell.continuation.character {
        if cell.style != style {
          line += sequence(cell.style)
          style = cell.style
        }
        line.append(cell.character)
      }
      return style == .plain ? line : line + "\u{1B}[0m"
    }.joined(separator: "\n")
  }

  /// The styles of a grid, run-length encoded: a line a row such as `a12b3`, then a line a style.
  public static func styles(_ grid: Grid) -> String {
    var known: [Style: String] = [:]
    var legend: [String] = []
    let lines = rows(grid).map { row in
      var line = ""
      var run: (name: String, length: Int)?
      for cell in row {
        let name = known[cell.style] ?? name(known.count)
        if known[cell.style] == nil {
          known[cell.style] = name
          legend.append("\(name) \(description(cell.style))")
        }
        if run?.name == name {
          run?.length += 1
        } else {
          if let run { line += "\(run.name)\(run.length)" }
          run = (name, 1)
        }
      }
      return line + (run.map { "\($0.name)\($0.length)" } ?? "")
    }
    return (lines + legend).joined(separator: "\n")
  }

  private static func rows(_ grid: Grid) -> [ArraySlice<Cell>] {
    (0..<grid.size.height).map { grid.row($0) }
  }

  private static func name(_ index: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    let head = index < letters.count ? "" : name(index / letters.count - 1)
    return head + String(letters[index % letters.count])
  }

  private static func description(_ style: Style) -> String {
    var parts: [String] = []
    if style.foreground != .standard { parts.append("fg \(text(style.foreground))") }
    if style.background != .standard { parts.append("bg \(text(style.background))") }
    if style.bold { parts.append("bold") }
    if style.dim { parts.append("dim") }
    if style.underline { parts.append("underline") }
    if style.reverse { parts.append("reverse") }
    return parts.isEmpty ? "plain" : parts.joined(separator: " ")
  }

  private static func text(_ color: Color) -> String {
    switch color {
    case .standard: "default"
    case .indexed(let index): String(index)
    case .rgb(let red, let green, let blue): "\(red),\(green),\(blue)"
    }
  }

  /// What makes a terminal write in a style, whatever it wrote in before.
  static func sequence(_ style: Style) -> String {
    var codes = ["0"]
    if style.bold { codes.append("1") }
    if style.dim { codes.append("2") }
    if style.underline { codes.append("4") }
    if style.reverse { codes.append("7") }
    codes += code(style.foreground, base: 30) + code(style.background, base: 40)
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func code(_ color: Color, base: Int) -> [String] {
    switch color {
    case .standard: []
    case .indexed(let index) where index < 8: [String(base + Int(index))]
    case .indexed(let index) where index < 16: [String(base + 52 + Int(index))]
    case .indexed(let index): [String(base + 8), "5", String(index)]
    case .rgb(let red, let green, let blue):
      [String(base + 8), "2", String(red), String(green), String(blue)]
    }
  }
}
