import Metrics

/// The monitor's own cost in one line, over whatever is there.
enum CostLine {
  /// Draws at the right end of one row.
  static func render(_ cost: CostReading?, into canvas: inout Canvas) {
    let spans = line(cost, width: canvas.width)
    canvas.put(spans, x: max(0, canvas.width - canvas.spelledWidth(spans)), y: 0)
  }

  private static func line(_ cost: CostReading?, width: Int) -> [Span] {
    guard let cost else { return [Span(" cost: measuring ", .dim)] }
    let times = [
      ("collect", time(cost.collect)), ("render", time(cost.render)),
      ("doupdate", time(cost.update)),
    ]
    let amounts = [
      ("", cost.bytes.map { Units.bytes(Int.clamped($0.rounded(), 0, .max)) } ?? "–", "/frame"),
      ("", cost.rate.map { Units.fixed($0, 1) } ?? "–", " fps"),
    ]
    let long =
      times.flatMap { [Span(" \($0) ", .dim), Span($1, .text), Span(" ")] }
      + amounts.flatMap { [Span(" "), Span($1, .text), Span("\($2) ", .dim)] }
    let short =
      times.flatMap { [Span(" \($0.prefix(1)) ", .dim), Span($1, .text)] }
      + amounts.flatMap { [Span(" "), Span($1, .text), Span($2, .dim)] }
    return .fitting([long, short], width: width)
  }

  /// Microseconds, which is what frames are made of.
  private static func time(_ seconds: Double) -> String {
    seconds < 0.01 ? "\(Units.fixed(seconds * 1e6, 0)) µs" : Units.duration(seconds: seconds)
  }
}
