import Metrics

extension Sequence<RunEvent> {
  /// Changes of knobs that took effect, in order: what must be asked again when the run is computed
  /// again.
  public var knobChanges: [CommandRecord] {
    compactMap { event in
      guard case .commandApplied(let record) = event, case .set? = record.command else {
        return nil
      }
      return record
    }
  }

  /// The round after which a guard ended the run; `Int.max` when none did, whatever guards told on the way.
  public var roundOfGuard: Int {
    for case .runFinished(let summary) in self where summary.reason != nil {
      return summary.rounds
    }
    return .max
  }
}
