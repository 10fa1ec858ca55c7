import Metrics

/// How sensitive each layer is, why so many of them are global, and the spectrum that they were counted by.
struct FisherScores {
  let matrix: HeatMatrix

  func render(_ scene: Scene, into canvas: inout Canvas) {
    guard let start = scene.snapshot.initialisation else { return }
    let scores = start.layerScores
    guard let top = scores.filter(\.isFinite).max(), top > 0 else {
      canvas.put(Text.clean(start.rule), x: 1, y: 0, .text)
      canvas.put("this method does not score layers", x: 1, y: 1, .dim)
      return
    }
    let y = reasons(start, into: &canvas)
    let rows = canvas.height - y
    let chart = start.spectrum.map(SpectrumChart.init)
    guard let chart, rows >= SpectrumChart.leastRows else {
      return table(
        scores, top, scene, into: &canvas, Rect(x: 0, y: y, width: canvas.width, height: rows))
    }
    if canvas.width >= 70 {
      let half = canvas.width / 2
      table(scores, top, scene, into: &canvas, Rect(x: 0, y: y, width: half, height: rows))
      let right = Rect(x: half + 1, y: y, width: canvas.width - half - 1, height: min(rows, 16))
      return canvas.within(right) { chart.draw(into: &$0) }
    }
    let lower = min(max(SpectrumChart.leastRows, rows - scores.count), rows, 12)
    let upper = rows - lower
    table(scores, top, scene, into: &canvas, Rect(x: 0, y: y, width: canvas.width, height: upper))
    canvas.within(Rect(x: 0, y: y + upper, width: canvas.width, height: lower)) {
      chart.draw(into: &$0)
    }
  }

  /// The rule, and what the spectrum says, in as many lines as leave room for the rest; returns the row after them.
  private func reasons(_ start: Initialisation, into canvas: inout Canvas) -> Int {
    let count = "\(start.gal.count) of \(start.layerScores.count)"
    let told =
      start.rule.hasSuffix(", \(count)") ? start.rule.dropLast(count.count + 2) : start.rule[...]
    let rule = "\(count) layers are global: \(Text.clean(String(told)))"
    let said = start.spectrum.map { SpectrumChart(spectrum: $0).sentence }
    let width = max(8, canvas.width - 2)
    let lines =
      Text.wrapped(canvas.glyphs.spelled(rule), width: width).map { ($0, Role.text) }
      + Text.wrapped(canvas.glyphs.spelled(said ?? ""), width: width).map { ($0, Role.dim) }
    let shown = lines.prefix(max(1, canvas.height / 3))
    for (y, line) in shown.enumerated() { canvas.put(line.0, x: 1, y: y, line.1) }
    return shown.count
  }

  /// The layers in the order of their scores, those that were chosen marked.
  private func table(
    _ scores: [Double], _ top: Double, _ scene: Scene, into canvas: inout Canvas, _ place: Rect
  ) {
    let order = FisherPane.layers(scene.snapshot, scene.state).filter(scores.indices.contains)
      .sorted { (scores[$1], $0) < (scores[$0], $1) }
    let selected = order.firstIndex { $0 == scene.state.selectedLayer } ?? 0
    canvas.within(place) { canvas in
      let rows = canvas.height
      let first = max(0, min(selected - rows / 2, order.count - rows))
      for (row, layer) in order.dropFirst(first).prefix(max(0, rows)).enumerated() {
        canvas.layerLabel(layer, matrix, y: row)
        canvas.put(Text.right(Units.significant(scores[layer]), 9), x: 6, y: row, .text)
        let width = max(0, min(40, canvas.width - 18))
        canvas.meter(scores[layer] / top, ramp: .heat, x: 17, y: row, width: width)
      }
      let shown = first..<min(order.count, first + max(0, rows))
      canvas.layersBeyond(shown, of: order.count, from: 0, to: shown.count - 1)
    }
  }
}
