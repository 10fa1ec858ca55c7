import Plain

/// The shapes of a drawing, gathered so that each colour is one path.
struct SVGShapes {
  /// What lies over what, from the ground up.
  private enum Layer: CaseIterable {
    case ground, block, line, dot
  }

  /// What one path is drawn in.
  private struct Paint: Hashable {
    var layer: Layer
    var color: RGB
    /// Hundredths.
    var opacity: Int
  }

  /// Paints in order of appearance, so that a drawing is the same each time.
  private var paints: [Paint] = []
  private var rects: [Paint: [Rect]] = [:]
  private var paths: [Paint: String] = [:]

  /// Takes in the ground of a cell, and its glyph where that is drawn.
  mutating func add(_ cell: Cell, x: Int, y: Int, _ paper: Paper) {
    let size = GridSVG.cell
    let corner = (x: x * size.width, y: y * size.height)
    let (ink, ground) = paper.colors(cell.style)
    if ground != paper.ground {
      let all = Rect(x: corner.x, y: corner.y, width: size.width, height: size.height)
      add(all, Paint(layer: .ground, color: ground, opacity: 100))
    }
    func placed(_ rect: Rect) -> Rect {
      Rect(x: corner.x + rect.x, y: corner.y + rect.y, width: rect.width, height: rect.height)
    }
    func paint(_ layer: Layer, quarters: Int = 4) -> Paint {
      Paint(layer: layer, color: ink, opacity: (cell.style.dim ? 15 : 25) * quarters)
    }
    for part in GlyphPart.of(cell.character) ?? [] {
      switch part {
      case .block(let rect, let quarters): add(placed(rect), paint(.block, quarters: quarters))
      case .line(let rect): add(placed(rect), paint(.line))
      // No length and round ends: a circle in a few letters.
      case .dot(let x, let y): add("M\(corner.x + x) \(corner.y + y)h0", paint(.dot))
      case .outline(let x, let y, let path):
        add("M\(corner.x + x) \(corner.y + y)\(path)", paint(.line))
      }
    }
  }

  /// A group a layer, with a path a colour.
  ///
  /// To those who listen to a page they are nothing: the words say it all.
  func elements(_ paper: Paper) -> [String] {
    Layer.allCases.flatMap { layer in
      let paths = paints.filter { $0.layer == layer }.map { path($0) }
      return paths.isEmpty ? [] : [opening(layer)] + paths + ["</g>"]
    }
  }

  private func opening(_ layer: Layer) -> String {
    switch layer {
    // Neighbours meet without a seam at any scale.
    case .ground, .block: #"<g aria-hidden="true" shape-rendering="crispEdges">"#
    case .line: #"<g aria-hidden="true">"#
    case .dot: #"<g aria-hidden="true" stroke-width="3" stroke-linecap="round">"#
    }
  }

  private func path(_ paint: Paint) -> String {
    let rects = Rect.joined(rects[paint] ?? []).map { rect in
      "M\(rect.x) \(rect.y)h\(rect.width)v\(rect.height)h-\(rect.width)z"
    }
    let pen = paint.layer == .dot ? "stroke" : "fill"
    let opacity = paint.opacity == 100 ? "" : #" opacity="0.\#(paint.opacity)""#
    let data = rects.joined() + (paths[paint] ?? "")
    return #"<path \#(pen)="\#(paint.color.hex)"\#(opacity) d="\#(data)"/>"#
  }

  private mutating func add(_ rect: Rect, _ paint: Paint) {
    note(paint)
    rects[paint, default: []].append(rect)
  }

  private mutating func add(_ path: String, _ paint: Paint) {
    note(paint)
    paths[paint, default: ""] += path
  }

  private mutating func note(_ paint: Paint) {
    if rects[paint] == nil, paths[paint] == nil { paints.append(paint) }
  }
}

extension Rect {
  /// The same area in fewer rectangles: neighbours of a row become one, then equal ones of rows
  /// that follow each other.
  ///
  /// - Parameter rects: in reading order.
  fileprivate static func joined(_ rects: [Rect]) -> [Rect] {
    var rows: [Rect] = []
    for rect in rects {
      if let last = rows.last, last.maxX == rect.x, last.y == rect.y, last.height == rect.height {
        rows[rows.count - 1].width += rect.width
      } else {
        rows.append(rect)
      }
    }
    var result: [Rect] = []
    // Where a rectangle ends at the bottom, by its place.
    var ends: [Rect: Int] = [:]
    for rect in rows {
      func edge(_ y: Int) -> Rect { Rect(x: rect.x, y: y, width: rect.width, height: 0) }
      let index = ends.removeValue(forKey: edge(rect.y)) ?? result.count
      if index < result.count { result[index].height += rect.height } else { result.append(rect) }
      ends[edge(rect.maxY)] = index
    }
    return result
  }
}
