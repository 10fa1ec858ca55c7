import Metrics

/// Fisher information as heat: layers by modules, layers by rounds, and which layers travel.
struct FisherPane: Pane {
  let kind = PaneKind.fisher
  let isElastic = true

  func minimumRows(_ scene: Scene) -> Int {
    max(3, min(6, (scene.snapshot.fisher.first?.count ?? 0) + 2))
  }

  func preferredRows(_ scene: Scene, width: Int) -> Int {
    min(16, max(4, scene.snapshot.fisher.count + 3))
  }

  func note(_ scene: Scene) -> [Span] {
    let layers = scene.snapshot.started?.model.layers ?? scene.snapshot.fisher.count
    guard layers > 0 else { return [] }
    return [
      Span("◆ ", .gal), Span("\(scene.snapshot.gal.count) of \(layers)", .text),
      Span(" layers global", .dim),
    ]
  }

  func summary(_ scene: Scene) -> [Span] {
    let matrix = HeatMatrix(scene.snapshot, columns: 0)
    guard let scale = matrix.scale, let hottest = matrix.hottest else {
      return [Span("not measured", .dim)]
    }
    return [
      Span("\(Units.significant(scale.low)) – \(Units.significant(scale.high))", .text),
      Span("  hottest L\(hottest)", .dim), Span("  ◆ ", .gal),
      Span(galText(matrix), .text),
    ]
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let matrix = HeatMatrix(scene.snapshot, columns: canvas.width)
    guard matrix.layers > 0, let scale = matrix.scale else {
      canvas.put("not measured by this method yet", x: 1, y: 0, .dim)
      let gal = galText(matrix)
      if !gal.isEmpty { canvas.put("global layers \(gal)", x: 1, y: 1, .text) }
      return
    }
    // The scale and the layer under the crosshair share a line where rows are few.
    let isLow = canvas.height < matrix.modules.count + 3
    let rows = canvas.height - (isLow ? 1 : 2)
    let map = Rect(x: 0, y: 0, width: canvas.width, height: rows)
    canvas.within(map) { canvas in
      if matrix.layers + 1 <= rows || matrix.layers > canvas.width - 8 {
        upright(matrix, scene, into: &canvas)
      } else {
        lying(matrix, scene, into: &canvas)
      }
    }
    if !isLow || scene.state.selectedLayer != nil {
      crosshair(matrix, scene, y: rows, into: &canvas)
    }
    if !isLow || scene.state.selectedLayer == nil {
      legend(scale, y: canvas.height - 1, into: &canvas)
    }
  }

  /// Layers from top to bottom: modules on the left, rounds on the right.
  private func upright(_ matrix: HeatMatrix, _ scene: Scene, into canvas: inout Canvas) {
    let label = 6
    let count = max(1, matrix.modules.count)
    let zoom = scene.state.zoomed
    let room = canvas.width - label - 1
    let cell = max(1, min(zoom ? 9 : 6, (room >= 34 ? room - 18 : room) / count))
    let right = label + count * cell + 2
    let columns = canvas.width - right - 1
    for (module, name) in matrix.modules.enumerated() {
      let title = Text.ellipsized(name, width: max(1, cell - 1), mark: canvas.glyphs.ellipsis)
      canvas.put(title, x: label + module * cell, y: 0, .dim)
    }
    let hasHistory = columns >= 8 && !matrix.history.isEmpty
    let drawn = matrix.history.count
    if hasHistory {
      canvas.put("mean, rounds 1–\(scene.snapshot.round)", x: right, y: 0, .dim)
    }
    // A layer is as high as there is room for, up to three rows.
    let tall = max(1, min(3, (canvas.height - 1) / matrix.layers))
    let rows = (canvas.height - 1) / tall
    let selected = scene.state.selectedLayer ?? 0
    let top = max(0, min(selected - rows / 2, matrix.layers - rows))
    for line in 0..<min(rows, matrix.layers) * tall {
      let layer = top + line / tall
      let y = line + 1
      let isMiddle = line % tall == tall / 2
      if isMiddle { self.label(layer, matrix, scene, x: 0, y: y, into: &canvas) }
      for module in 0..<count {
        let fraction = matrix.fraction(layer: layer, module: module)
        heat(fraction, x: label + module * cell, y: y, width: max(1, cell - 1), &canvas)
        if zoom, isMiddle, cell >= 9, matrix.values[layer].indices.contains(module) {
          let text = Units.significant(matrix.values[layer][module])
          number(text, fraction, x: label + module * cell, y: y, &canvas)
        }
      }
      guard hasHistory else { continue }
      let wide = max(1, min(3, columns / max(1, drawn)))
      let skip = max(0, drawn - columns / wide)
      for (place, round) in matrix.history.dropFirst(skip).enumerated() {
        let value = round.indices.contains(layer) ? round[layer] : .nan
        heat(matrix.scale?.fraction(value), x: right + place * wide, y: y, width: wide, &canvas)
      }
    }
  }

  /// Layers from left to right, for deep encoders in low panes.
  private func lying(_ matrix: HeatMatrix, _ scene: Scene, into canvas: inout Canvas) {
    let label = min(8, max(4, (matrix.modules.map(\.count).max() ?? 3) + 1))
    let cell = max(1, min(5, (canvas.width - label - 1) / max(1, matrix.layers)))
    let every = cell >= 3 ? 1 : cell == 2 ? 2 : 5
    for layer in 0..<matrix.layers {
      let x = label + layer * cell
      let isSelected = scene.state.selectedLayer == layer
      if matrix.gal.contains(layer) {
        canvas.put(canvas.glyphs.gal, x: x, y: 0, .gal)
        if cell >= 3 { canvas.put(String(layer), x: x + 1, y: 0, isSelected ? .key : .dim) }
      } else if layer % every == 0 || isSelected {
        canvas.put(String(layer), x: x, y: 0, isSelected ? .key : .dim)
      }
    }
    for (module, name) in matrix.modules.enumerated() where module + 1 < canvas.height {
      canvas.put(name, x: 1, y: module + 1, .dim, limit: label - 2)
      for layer in 0..<matrix.layers {
        heat(
          matrix.fraction(layer: layer, module: module), x: label + layer * cell, y: module + 1,
          width: max(1, cell - (cell > 2 ? 1 : 0)), &canvas)
      }
    }
  }

  private func label(
    _ layer: Int, _ matrix: HeatMatrix, _ scene: Scene, x: Int, y: Int, into canvas: inout Canvas
  ) {
    let isSelected = scene.state.selectedLayer == layer
    if isSelected { canvas.put(canvas.glyphs.selected, x: x, y: y, .key) }
    canvas.put("L\(layer)", x: x + 1, y: y, isSelected ? .key : .text)
    if matrix.gal.contains(layer) { canvas.put(canvas.glyphs.gal, x: x + 4, y: y, .gal) }
  }

  /// Draws one value: as colour where there are many, as colour and shade with sixteen, as shade
  /// without any.
  private func heat(
    _ fraction: Double?, x: Int, y: Int, width: Int, _ canvas: inout Canvas
  ) {
    guard let fraction else {
      canvas.put(canvas.glyphs.dash, x: x, y: y, .dim)
      return
    }
    let shades = canvas.glyphs.shades
    let shade = shades[Int.clamped(fraction * Double(shades.count - 1) + 1, 1, shades.count - 1)]
    for column in 0..<width {
      guard let color = canvas.palette.color(.heat, fraction) else {
        canvas.put(shade, x: x + column, y: y, Style.plain)
        continue
      }
      let solid = canvas.palette.colors >= .indexed && canvas.glyphs.unicode
      let glyph: Character = solid ? "█" : shade
      canvas.put(glyph, x: x + column, y: y, Style(foreground: color))
    }
  }

  /// Writes a number on its own heat, in black or white.
  private func number(
    _ text: String, _ fraction: Double?, x: Int, y: Int, _ canvas: inout Canvas
  ) {
    guard let color = canvas.palette.color(.heat, fraction ?? 0), let rgb = color.rgb else {
      canvas.put(" \(text) ", x: x, y: y, Style.plain, limit: 8)
      return
    }
    let ink: Color = rgb.luminance > 0.18 ? .indexed(16) : .indexed(231)
    canvas.put(
      Text.left(" \(text)", 8), x: x, y: y, Style(foreground: ink, background: color), limit: 8)
  }

  private func crosshair(
    _ matrix: HeatMatrix, _ scene: Scene, y: Int, into canvas: inout Canvas
  ) {
    guard let layer = scene.state.selectedLayer ?? matrix.hottest, layer < matrix.layers else {
      return
    }
    var spans = [
      Span(scene.state.selectedLayer == nil ? " hottest " : " layer ", .dim),
      Span("L\(layer)", .key), Span(matrix.gal.contains(layer) ? " ◆" : "", .gal),
      Span(" \(matrix.rank(layer))/\(matrix.layers) ", .dim),
    ]
    for (module, value) in matrix.values[layer].enumerated() {
      spans.append(Span(" \(matrix.modules[module].prefix(6)) ", .dim))
      spans.append(Span(Units.significant(value), .text))
    }
    canvas.line(y, left: spans)
  }

  private func legend(_ scale: ValueScale, y: Int, into canvas: inout Canvas) {
    var x = canvas.put(" \(Units.significant(scale.low)) ", x: 0, y: y, .dim)
    let width = max(0, min(24, canvas.width - x - 24))
    for column in 0..<width {
      heat(Double(column) / Double(max(1, width - 1)), x: x + column, y: y, width: 1, &canvas)
    }
    x = canvas.put(" \(Units.significant(scale.high))", x: x + width, y: y, .dim)
    canvas.put("  log", x: x, y: y, .dim)
    let galX = x + 8
    canvas.put("◆", x: galX, y: y, .gal)
    canvas.put(" global", x: galX + 1, y: y, .dim)
  }

  private func galText(_ matrix: HeatMatrix) -> String {
    matrix.gal.sorted().map { "L\($0)" }.joined(separator: " ")
  }
}
