import Plain

/// A grid as a drawing: for pages and reports that show colours as they are.
///
/// Text stays text, a line a row, so that it can be searched and copied; glyphs are spread over
/// their cells whatever the font's own widths are.
public enum GridSVG {
  /// Width and height of a cell, in pixels.
  private static let cell = (width: 9, height: 18)
  /// From the top of a cell to the line that its text stands on.
  private static let ascent = 14

  /// An XML document.
  ///
  /// - Parameters:
  ///   - grid: what is drawn.
  ///   - theme: decides whether the paper is dark or light.
  public static func document(_ grid: Grid, theme: Theme) -> String {
    let paper = Paper(theme)
    let (width, height) = (grid.size.width * cell.width, grid.size.height * cell.height)
    var lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(width)" height="\#(height)""#
        + #" viewBox="0 0 \#(width) \#(height)" font-size="15""#
        + #" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace">"#,
      #"<rect width="\#(width)" height="\#(height)" fill="\#(hex(paper.ground))"/>"#,
    ]
    for y in 0..<grid.size.height {
      let runs = runs(grid.row(y))
      lines += runs.compactMap { ground($0, y: y, paper) }
      let text = runs.map { self.text($0, paper) }.joined()
      lines.append(#"<text y="\#(y * cell.height + ascent)" xml:space="preserve">\#(text)</text>"#)
    }
    return (lines + ["</svg>"]).joined(separator: "\n")
  }

  /// Neighbours of one style.
  private struct Run {
    var x: Int
    var width: Int
    var style: Style
    var text: String
  }

  private static func runs(_ row: ArraySlice<Cell>) -> [Run] {
    var runs: [Run] = []
    for (x, cell) in row.enumerated() {
      let isContinuation = cell.character == Cell.continuation.character
      let glyph = isContinuation ? "" : escaped(cell.character)
      if let last = runs.indices.last, isContinuation || runs[last].style == cell.style {
        runs[last].width += 1
        runs[last].text += glyph
      } else {
        runs.append(Run(x: x, width: 1, style: cell.style, text: glyph))
      }
    }
    // As in plain text, a row ends with its last sign; the ground of blanks is drawn all the same.
    for index in runs.indices.reversed() {
      while runs[index].text.last == " " { runs[index].text.removeLast() }
      if !runs[index].text.isEmpty { break }
    }
    return runs
  }

  private static func ground(_ run: Run, y: Int, _ paper: Paper) -> String? {
    let color = paper.colors(run.style).ground
    guard color != paper.ground else { return nil }
    return #"<rect x="\#(run.x * cell.width)" y="\#(y * cell.height)""#
      + #" width="\#(run.width * cell.width)" height="\#(cell.height)" fill="\#(hex(color))"/>"#
  }

  private static func text(_ run: Run, _ paper: Paper) -> String {
    guard !run.text.isEmpty else { return "" }
    let columns = CharacterWidth.of(unescaped(run.text))
    var attributes =
      #"x="\#(run.x * cell.width)" textLength="\#(columns * cell.width)""#
      + #" fill="\#(hex(paper.colors(run.style).ink))""#
    if run.style.bold { attributes += #" font-weight="bold""# }
    if run.style.dim { attributes += #" fill-opacity="0.6""# }
    if run.style.underline { attributes += #" text-decoration="underline""# }
    return "<tspan \(attributes)>\(run.text)</tspan>"
  }

  /// A character as XML may hold it: none that steers a terminal, and none that ends a tag.
  private static func escaped(_ character: Character) -> String {
    switch character {
    case "&": return "&amp;"
    case "<": return "&lt;"
    case ">": return "&gt;"
    default: break
    }
    let isText = character.unicodeScalars.allSatisfy { $0.value & 0xFFFE != 0xFFFE }
    return isText && CharacterWidth.of(character) > 0 ? String(character) : " "
  }

  private static func unescaped(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
  }

  private static func hex(_ rgb: RGB) -> String {
    "#"
      + [rgb.red, rgb.green, rgb.blue].map { channel in
        (channel < 16 ? "0" : "") + String(channel, radix: 16)
      }.joined()
  }
}

/// What stands for the terminal's own colours.
private struct Paper {
  let ink: RGB
  let ground: RGB

  /// Dark for a theme of light colours, and for one without any.
  init(_ theme: Theme) {
    let palette = theme.palette(.direct)
    let inks = Role.allCases.filter { $0 != .selectBg && $0 != .selectFg }
      .compactMap { palette[$0].foreground.rgb?.luminance }
    let isDark = inks.isEmpty || inks.reduce(0, +) / Double(inks.count) > 0.18
    ink = isDark ? RGB(0xd8, 0xd8, 0xd8) : RGB(0x20, 0x20, 0x20)
    ground = isDark ? RGB(0x16, 0x18, 0x1c) : RGB(0xff, 0xff, 0xff)
  }

  func colors(_ style: Style) -> (ink: RGB, ground: RGB) {
    let ink = style.foreground.rgb ?? ink
    let ground = style.background.rgb ?? ground
    return style.reverse ? (ground, ink) : (ink, ground)
  }
}
