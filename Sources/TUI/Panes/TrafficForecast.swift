import Metrics

/// What a round will cost on the wire once the pending changes apply.
///
/// Only global layers travel, so bytes go with their number; the sparsity ratio thins local updates
/// and moves no byte.
struct TrafficForecast: Equatable {
  /// Bytes of the next round, both directions.
  let bytes: Int
  /// Why it is so, in a few words.
  let reason: String

  /// The forecast after the last finished round; nil before the first.
  init?(_ snapshot: RunSnapshot, knobs: [KnobStatus]) {
    guard let last = snapshot.rounds.last else { return nil }
    let measured = Double(last.bytesUp) + Double(last.bytesDown)
    let changed = knobs.filter { $0.pending != nil }
    if let gal = changed.first(where: { $0.knob.name.hasPrefix("gal") }), !last.gal.isEmpty {
      let layers = gal.target.rounded()
      bytes = Int.clamped(measured * layers / Double(last.gal.count), 0, Int.max / 2)
      reason = "\(last.gal.count) → \(Units.fixed(layers, 0)) global layers"
    } else if let sparsity = changed.first(where: { $0.knob.name == "sparsity" }) {
      bytes = Int.clamped(measured, 0, Int.max / 2)
      reason = "ρ \(sparsity.knob.text(sparsity.target)) thins local work only"
    } else {
      bytes = Int.clamped(measured, 0, Int.max / 2)
      reason = "as the last one"
    }
  }
}
