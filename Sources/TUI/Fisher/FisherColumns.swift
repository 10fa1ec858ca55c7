import Metrics

/// A map of layers by something: rounds on the axis of the curves, or clients side by side.
struct FisherColumns {
  /// A column of the map.
  struct Column {
    /// First cell from the left of the map.
    var x: Int
    /// Cells it takes.
    var width: Int
    /// Values by layer; empty when it was not measured.
    var values: [Double]
  }

  let matrix: HeatMatrix
  let columns: [Column]
  /// Draws the row under the map.
  let axis: (inout Canvas, _ y: Int) -> Void

  /// Layers by rounds: a round stands where it stands under the curves.
  static func rounds(_ matrix: HeatMatrix, _ scene: Scene, _ width: Int) -> FisherColumns {
    let room = width - LineChart.gutter
    let span = scene.axisSpan
    func place(_ index: Int) -> Int { LineChart.column(index, span: span, columns: max(1, room)) }
    // Rounds do not touch where there is room for that.
    let isWide = room >= 2 * span
    let last = matrix.rounds.count - 1
    let columns = matrix.rounds.indices.compactMap { index -> Column? in
      let x = place(index)
      let next = index + 1 < span ? place(index + 1) : room
      // Several rounds in one cell: the last of them is seen.
      guard index == last || next > x else { return nil }
      let wide = max(1, next - x - (isWide ? 1 : 0))
      return Column(x: x, width: wide, values: matrix.means(ofRound: index))
    }
    let axis = scene.timeAxis
    return FisherColumns(matrix: matrix, columns: columns) { canvas, y in
      axis.draw(into: &canvas, x: LineChart.gutter, y: y)
    }
  }

  /// Layers by clients that were measured, as many as there is room for around the selected one.
  static func clients(_ matrix: HeatMatrix, _ scene: Scene, _ width: Int) -> FisherColumns {
    let measured = scene.snapshot.clients.touched.filter { !$0.fisher.isEmpty }
    let cell = max(1, min(5, (width - LineChart.gutter) / max(1, measured.count)))
    let room = max(0, (width - LineChart.gutter) / cell)
    let selected = measured.firstIndex { $0.id == FisherReadout.client(scene)?.id } ?? 0
    let first = max(0, min(selected - room / 2, measured.count - room))
    let shown = measured.dropFirst(first).prefix(room)
    let columns = shown.enumerated().map { place, client in
      Column(x: place * cell, width: cell >= 3 ? cell - 1 : cell, values: client.fisher)
    }
    return FisherColumns(matrix: matrix, columns: columns) { canvas, y in
      for (place, client) in shown.enumerated() {
        let name = String(client.id)
        let isSelected = client.id == measured[selected].id
        guard isSelected || name.count < cell || place.isMultiple(of: (name.count + 1) / cell + 1)
        else { continue }
        let x = LineChart.gutter + place * cell
        guard x + name.count <= canvas.width else { continue }
        canvas.put(name, x: x, y: y, isSelected ? .key : .dim)
      }
    }
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let rows = max(1, canvas.height - 1)
    let tall = max(1, min(scene.state.zoomed ? 6 : 3, rows / max(1, matrix.shown.count)))
    let window = matrix.window(rows / tall)
    for (row, layer) in matrix.shown[window].enumerated() {
      canvas.layerLabel(layer, matrix, y: row * tall + tall / 2)
      for column in columns where column.values.indices.contains(layer) {
        let fraction = matrix.scale?.fraction(column.values[layer], in: column.values)
        // Where there is room, layers do not touch.
        for line in 0..<max(1, tall > 2 ? tall - 1 : tall) {
          canvas.heat(
            fraction, x: LineChart.gutter + column.x, y: row * tall + line, width: column.width)
        }
      }
    }
    canvas.layersBeyond(
      window, of: matrix.shown.count, from: tall / 2, to: (window.count - 1) * tall + tall / 2)
    axis(&canvas, min(canvas.height - 1, window.count * tall))
    guard columns.isEmpty else { return }
    canvas.put("no client was measured yet", x: LineChart.gutter, y: 0, .dim)
  }
}
