import Metrics

/// Layers by modules at the round that is shown, with their means over rounds beside them where there is room.
struct FisherModules {
  let matrix: HeatMatrix

  func render(_ scene: Scene, into canvas: inout Canvas) {
    if matrix.shown.count + 1 <= canvas.height || matrix.shown.count > canvas.width - 8 {
      upright(scene, into: &canvas)
    } else {
      lying(scene, into: &canvas)
    }
  }

  /// Layers from top to bottom: modules on the left, rounds on the right.
  private func upright(_ scene: Scene, into canvas: inout Canvas) {
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
    let history = history(columns, upTo: scene.snapshot.round)
    if !history.isEmpty {
      canvas.put("mean, rounds 1–\(scene.snapshot.round)", x: right, y: 0, .dim)
    }
    // A layer is as high as there is room for, up to three rows.
    let tall = max(1, min(zoom ? 6 : 3, (canvas.height - 1) / max(1, matrix.shown.count)))
    let window = matrix.window((canvas.height - 1) / tall)
    for line in 0..<window.count * tall {
      let layer = matrix.shown[window.lowerBound + line / tall]
      let y = line + 1
      let isMiddle = line % tall == tall / 2
      if isMiddle { canvas.layerLabel(layer, matrix, y: y) }
      for module in 0..<count {
        let fraction = matrix.fraction(layer: layer, module: module)
        canvas.heat(fraction, x: label + module * cell, y: y, width: max(1, cell - 1))
        if zoom, isMiddle, cell >= 9, matrix.values[layer].indices.contains(module) {
          let text = Units.significant(matrix.values[layer][module])
          number(text, fraction, x: label + module * cell, y: y, &canvas)
        }
      }
      let wide = max(1, min(3, columns / max(1, history.count)))
      for (place, round) in history.enumerated() {
        let value = round.indices.contains(layer) ? round[layer] : .nan
        let fraction = matrix.scale?.fraction(value, in: round)
        canvas.heat(fraction, x: right + place * wide, y: y, width: wide > 2 ? wide - 1 : wide)
      }
    }
    canvas.layersBeyond(
      window, of: matrix.shown.count, from: 1 + tall / 2,
      to: 1 + (window.count - 1) * tall + tall / 2)
  }

  /// The means of at most `columns` rounds up to one; empty where there is no room to speak of.
  private func history(_ columns: Int, upTo round: Int) -> [[Double]] {
    let count = matrix.rounds.count { $0.round <= round }
    guard columns >= 8, count > 0 else { return [] }
    let shown = min(columns, count)
    return (0..<shown).map { matrix.means(ofRound: ($0 + 1) * count / shown - 1) }
  }

  /// Layers from left to right, for deep encoders in low panes.
  private func lying(_ scene: Scene, into canvas: inout Canvas) {
    let label = min(9, max(6, (matrix.modules.map(\.count).max() ?? 3) + 2))
    let cell = max(1, min(5, (canvas.width - label - 1) / max(1, matrix.shown.count)))
    let every = cell >= 3 ? 1 : cell == 2 ? 2 : 5
    for (place, layer) in matrix.shown.enumerated() {
      let x = label + place * cell
      let isSelected = matrix.selected == layer
      if matrix.gal.contains(layer) {
        canvas.put(canvas.glyphs.gal, x: x, y: 0, .gal)
        if cell >= 3 { canvas.put(String(layer), x: x + 1, y: 0, isSelected ? .key : .dim) }
      } else if layer % every == 0 || isSelected {
        canvas.put(String(layer), x: x, y: 0, isSelected ? .key : .dim)
      }
    }
    var rows = matrix.modules.enumerated().map { module, name in
      (name: name, heat: { matrix.fraction(layer: $0, module: module) })
    }
    // What layers are ranked by, where modules leave a row for it.
    if rows.count > 1, rows.count + 1 < canvas.height {
      let means = matrix.values.indices.map(matrix.mean)
      rows.append(("mean", { matrix.scale?.fraction(means[$0], in: means) }))
    }
    for (row, line) in rows.enumerated() where row + 1 < canvas.height {
      canvas.put(line.name, x: 1, y: row + 1, .dim, limit: label - 2)
      for (place, layer) in matrix.shown.enumerated() {
        canvas.heat(
          line.heat(layer), x: label + place * cell, y: row + 1,
          width: max(1, cell - (cell > 2 ? 1 : 0)))
      }
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
}
