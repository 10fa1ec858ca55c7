import Metrics

/// What the last change of a knob did: how the loss went before it, and how it has gone since.
enum MarkReadout {
  /// Rounds on each side of the change.
  private static let reach = 5

  /// The line; nil before the first change, and while marks are hidden.
  static func spans(_ scene: Scene) -> [Span]? {
    let rounds = scene.snapshot.rounds
    guard scene.state.showsMarks,
      let record = scene.snapshot.applied.last(where: { $0.command?.isSetting == true }),
      !rounds.isEmpty
    else { return nil }
    let losses = rounds.map(\.trainLoss)
    // The rounds before it, and those from it on: its number may come from a file that somebody edited.
    let place = rounds.firstIndex { $0.round >= record.round } ?? rounds.count
    let before = Curves.slope(losses, max(0, place - reach)..<place)
    let after = Curves.slope(losses, place..<place + reach)
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
