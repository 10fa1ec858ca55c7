import Metrics

/// What the last change of a knob did: how the loss went before it, and how it has gone since.
enum MarkReadout {
  /// Rounds on each side of the change.
  private static let reach = 5

  /// The line; nil before the first change.
  static func spans(_ scene: Scene) -> [Span]? {
    let rounds = scene.snapshot.rounds
    guard let record = scene.snapshot.applied.last(where: { $0.command?.isSetting == true }),
      let first = rounds.first?.round
    else { return nil }
    let losses = rounds.map(\.trainLoss)
    let place = record.round - first
    let before = Curves.slope(losses, max(0, place - reach)..<max(0, place))
    let after = Curves.slope(losses, max(0, place)..<max(0, place) + reach)
    return [
      Span(" ▴ ", .mark), Span("r\(record.round) \(LogEntry(record, scene.snapshot).text)", .text),
      Span("  loss a round: ", .dim), Span(text(before), .text), Span(" before, ", .dim),
      Span(text(after), .text), Span(" after", .dim),
    ]
  }

  private static func text(_ slope: Double?) -> String {
    guard let slope else { return "–" }
    return slope < 0 ? "−\(Units.significant(-slope))" : "+\(Units.significant(slope))"
  }
}
