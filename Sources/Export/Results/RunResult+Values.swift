extension RunResult {
  /// When a run first answered well enough, and what it had cost until then.
  struct Reached: Equatable, Encodable {
    /// The round.
    var round: Int
    /// Bytes in both directions, initialisation included.
    var bytes: Int
    /// Virtual seconds, initialisation included.
    var simSeconds: Double
    /// Floating-point operations of the clients' passes, initialisation included; nil where the run did not count them.
    var flops: Double?

    enum CodingKeys: String, CodingKey {
      case round, bytes, flops
      case simSeconds = "sim_seconds"
    }
  }

  /// The last value of a metric; nil when it was never measured.
  func last(_ metric: Metric) -> Double? { curve.series(metric).last?.value }

  /// The best value of a metric; nil when it was never measured.
  func best(_ metric: Metric) -> Double? {
    curve.series(metric).map(\.value).reduce(nil) { best, value in
      best.map { metric.better($0, value) } ?? value
    }
  }

  /// The first round that was as good as `target`; nil when there is none.
  func reached(_ target: Double, _ metric: Metric) -> Reached? {
    let hit = curve.series(metric).first { metric.reaches(target, $0.value) }
    return hit.map { hit in
      Reached(
        round: curve.rounds[hit.index], bytes: curve.bytes(hit.index),
        simSeconds: curve.simSeconds[hit.index], flops: curve.flops[hit.index])
    }
  }

  /// Part of the worst run's best value that is the target when none is given: all runs reach it.
  static let targetShare = 0.95

  /// The target when none is given; nil when no run was evaluated.
  static func target(_ runs: [RunResult], _ metric: Metric) -> Double? {
    let bests = runs.compactMap { $0.best(metric) }.filter(\.isFinite)
    guard let worst = bests.min(by: { metric.score($0) < metric.score($1) }) else { return nil }
    // A little worse than the worst: which side of it that is, is a matter of signs.
    let isBelow = (worst >= 0) != metric.isCost
    return worst * (isBelow ? targetShare : 2 - targetShare)
  }
}
