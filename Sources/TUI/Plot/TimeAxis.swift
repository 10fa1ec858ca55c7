import Metrics

/// The row under a chart: first and last round, a tick where a command took effect, and one where
/// the run left its parent.
struct TimeAxis {
  /// Number of the first round.
  var first: Int
  /// Rounds on the axis.
  var span: Int
  /// Commands that took effect.
  var marks: [CommandRecord]
  /// Last round that the run shares with its parent, if it has one.
  var fork: Int?

  /// Draws into row `y`, under a chart that starts in column `x`.
  func draw(into canvas: inout Canvas, x: Int, y: Int) {
    let columns = canvas.width - x
    guard columns > 0 else { return }
    for column in 0..<columns {
      canvas.put(canvas.glyphs.horizontal, x: x + column, y: y, .border)
    }
    let last = String(Double(first) + Double(span) - 1 < 1e12 ? first + span - 1 : span)
    canvas.put(String(first), x: x, y: y, .dim)
    canvas.put(last, x: canvas.width - last.count, y: y, .dim)
    for record in marks where RunCommand(name: record.name, value: record.value)?.isSetting == true
    {
      guard let column = column(of: record.round, columns) else { continue }
      canvas.put(canvas.glyphs.mark, x: x + column, y: y, .mark)
    }
    if let column = fork.flatMap({ column(of: $0, columns) }) {
      canvas.put(canvas.glyphs.fork, x: x + column, y: y, .title)
    }
  }

  /// The column of a round; nil when the axis does not reach it.
  private func column(of round: Int, _ columns: Int) -> Int? {
    let index = Double(round) - Double(first)
    guard index >= 0, index < Double(span) else { return nil }
    return LineChart.column(Int(index), span: span, columns: columns)
  }
}

extension RunCommand {
  /// Whether it changes what is computed, and so may explain a bend in a line.
  var isSetting: Bool {
    if case .set = self { true } else { false }
  }
}
