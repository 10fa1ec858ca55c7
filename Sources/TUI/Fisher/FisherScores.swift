import Metrics

/// How sensitive each layer is, and why so many of them are global.
struct FisherScores {
  let matrix: HeatMatrix

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let scores = scene.snapshot.initialisation?.layerScores ?? []
    let rule = Text.wrapped(
      Text.clean(scene.snapshot.initialisation?.rule ?? ""), width: max(8, canvas.width - 2))
    var y = 0
    for line in rule.prefix(max(0, canvas.height - 2)) {
      canvas.put(line, x: 1, y: y, .text)
      y += 1
    }
    guard let top = scores.filter(\.isFinite).max(), top > 0 else {
      canvas.put("this method does not score layers", x: 1, y: y, .dim)
      return
    }
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    let rows = canvas.height - y
    let selected = order.firstIndex { $0 == scene.state.selectedLayer } ?? 0
    let first = max(0, min(selected - rows / 2, order.count - rows))
    for (row, layer) in order.dropFirst(first).prefix(max(0, rows)).enumerated() {
      canvas.layerLabel(
        layer, matrix, isSelected: scene.state.selectedLayer == layer, y: y + row)
      canvas.put(Text.right(Units.significant(scores[layer]), 9), x: 6, y: y + row, .text)
      let share = scores[layer] / top
      canvas.meter(share, ramp: .heat, x: 17, y: y + row, width: max(0, min(40, canvas.width - 18)))
    }
  }
}
