import Metrics

extension ClientSheet {
  /// Draws headings, what all clients have, the rows of clients from the top one on, and the words below.
  mutating func render(
    _ scene: Scene, mark: (ClientState, Int, inout Canvas) -> Void, into canvas: inout Canvas
  ) {
    header(scene, into: &canvas)
    if first > 1, let counts {
      canvas.put(Text.right("all", idWidth), x: 2, y: 1, .baseline)
      let sum = counts.all.reduce(0) { $0 + Double($1) }
      let skew = counts.mix.max() ?? 0
      numbers(size: sum, skew: skew, .baseline, y: 1, into: &canvas)
      draw(counts.all, y: 1, .baseline, into: &canvas) { share, _ in
        Units.fixed(share * 100, 0) + "%"
      }
    }
    let largest = scene.snapshot.started?.clientSamples.max() ?? 0
    for (row, index) in order.window(top..<top + rows).enumerated() {
      let client = scene.snapshot.clients[index]
      let y = first + row
      mark(client, y, &canvas)
      let role: Role = client.activity == .idle ? .dim : .text
      canvas.put(Text.right(String(index), idWidth), x: 2, y: y, role)
      numbers(size: client.samples.map { Double($0) }, skew: client.skew, role, y: y, into: &canvas)
      if let counts {
        draw(counts[index], y: y, role, into: &canvas) { _, count in "\(count)" }
      } else if largest > 0, let samples = client.samples {
        let x = Self.heat(idWidth)
        canvas.meter(
          Double(samples) / Double(largest), ramp: .progress, x: x, y: y,
          width: min(30, canvas.width - x - 1))
      }
      if index == scene.state.selectedClient { canvas.select(row: y) }
    }
    for (line, spans) in readout(scene, width: canvas.width - 2).prefix(words).enumerated() {
      canvas.put(spans, x: 1, y: canvas.height - words + line)
    }
  }

  private func header(_ scene: Scene, into canvas: inout Canvas) {
    func role(_ sort: ClientSort) -> Role { sort == scene.state.sort ? .title : .dim }
    var x = canvas.put(Text.right("id", idWidth), x: 2, y: 0, role(.id)) + 1
    x = canvas.put(Text.right("size", Self.sizeWidth), x: x, y: 0, role(.size)) + 1
    x = canvas.put(Text.right("skew", Self.skewWidth), x: x, y: 0, role(.skew)) + 1
    if counts == nil { canvas.put("samples", x: x, y: 0, .dim) }
    var free = 0
    for (place, column) in columns.enumerated() {
      let start = x + place * cell
      // What is wider than its column stands over the next ones, whose headings give way.
      guard start >= free else { continue }
      free = canvas.put(column.title, x: start, y: 0, .dim) + 1
    }
  }

  private func numbers(
    size: Double?, skew: Double, _ role: Role, y: Int, into canvas: inout Canvas
  ) {
    let x = 2 + idWidth + 1
    canvas.put(Text.right(ClientColumn.size(size), Self.sizeWidth), x: x, y: y, role)
    canvas.put(
      Text.right(ClientColumn.skew(skew), Self.skewWidth), x: x + Self.sizeWidth + 1, y: y, role)
  }

  /// A row of heat: the share that each column has of all samples of the row, beside it in words where that fits.
  private func draw(
    _ row: [Int], y: Int, _ role: Role, into canvas: inout Canvas, words: (Double, Int) -> String
  ) {
    let shares = LabelCounts.shares(row)
    for (place, column) in columns.enumerated() {
      let labels = column.labels.filter(row.indices.contains)
      let share = labels.reduce(0) { $0 + shares[$1] }
      let x = Self.heat(idWidth) + place * cell
      let heat = digits > 0 ? cell - digits - 2 : cell > 2 ? cell - 1 : cell
      canvas.heat(share > 0 ? share : nil, x: x, y: y, width: heat)
      guard digits > 0, share > 0 else { continue }
      let text = words(share, labels.reduce(0) { $0 &+ row[$1] })
      canvas.put(Text.right(text, digits), x: x + heat + 1, y: y, role, limit: digits)
    }
  }
}
