/// A grid as a drawing: for pages and reports that show colours as they are.
///
/// Words stay text that can be searched and copied. Curves, bars and frames are shapes, because
/// fonts disagree on how wide such glyphs are, and a curve that shifts tells another story.
public enum GridSVG {
  /// Pixels of a cell, which are also the units that shapes are given in.
  static let cell = Size(width: 8, height: 16)

  /// An XML document.
  ///
  /// - Parameters:
  ///   - grid: what is drawn.
  ///   - theme: decides whether the paper is dark or light.
  public static func document(_ grid: Grid, theme: Theme) -> String {
    let paper = Paper(theme)
    let (width, height) = (grid.size.width * cell.width, grid.size.height * cell.height)
    var shapes = SVGShapes()
    var text: [String] = []
    for y in 0..<grid.size.height {
      for (x, cell) in grid.row(y).enumerated() { shapes.add(cell, x: x, y: y, paper) }
      if let row = SVGText.row(grid.row(y), y: y, paper) { text.append(row) }
    }
    let lines =
      [
        #"<?xml version="1.0" encoding="UTF-8"?>"#,
        #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(width)" height="\#(height)""#
          + #" viewBox="0 0 \#(width) \#(height)" fill="\#(paper.ink.hex)" font-size="13.3""#
          + #" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace">"#,
        #"<rect width="\#(width)" height="\#(height)" fill="\#(paper.ground.hex)"/>"#,
      ] + shapes.elements(paper) + text + ["</svg>"]
    return lines.joined(separator: "\n")
  }
}
