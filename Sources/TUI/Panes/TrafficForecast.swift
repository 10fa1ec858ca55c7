import Metrics

/// What a round will cost on the wire once the pending changes apply.
///
/// Every client of a cohort sends and receives, so bytes go with their number; the sparsity ratio thins
/// local updates and moves no byte.
struct TrafficForecast: Equatable {
  /// Bytes of the next round, both directions.
  let bytes: Int
  /// Why it is so, in a few words.
  let reason: String

  /// The forecast after the last finished round; nil before the first.
  init?(_ snapshot: RunSnapshot, knobs: [KnobStatus]) {
    guard let last = snapshot.rounds.last else { return nil }
    var measured = Double(last.bytesUp) + Double(last.bytesDown)
    var reasons: [String] = []
    let changed = knobs.filter { $0.pending != nil }
    if let cohort = changed.first(where: { $0.knob.name == "cohort" }), !last.cohort.isEmpty {
      measured *= cohort.target.rounded() / Double(last.cohort.count)
      reasons.append("\(last.cohort.count) → \(Units.fixed(cohort.target, 0)) clients")
    }
    if reasons.isEmpty, let sparsity = changed.first(where: { $0.knob.name == "sparsity" }) {
      reasons.append("ρ \(sparsity.knob.text(sparsity.target)) thins local work only")
    }
    bytes = Int.clamped(measured, 0, Int.max / 2)
    reason = reasons.isEmpty ? "as the last one" : reasons.joined(separator: ", ")
  }
}
