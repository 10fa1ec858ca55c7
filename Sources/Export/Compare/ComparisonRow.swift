import Metrics

/// Runs that differ in nothing but their seed.
struct ComparisonRow {
  /// What it is called in its table: the method, and the settings in which its rows differ.
  var label: String
  /// Registry name of the method.
  let method: String
  /// All its settings, as text by key.
  let settings: [String: String]
  /// Its runs that count, by seed.
  let runs: [RunResult]
  /// Whether it has the seeds of its table, and so may be ranked and put beside others.
  var isComparable = true
  /// Whether no other row is better in the metric, the bytes and the virtual time at once.
  var isOnFront = false
  /// Its colour among the series of a plot: the same whatever rows are ranked by.
  var color = 0

  /// Seeds of its runs, ascending.
  var seeds: [UInt64] { runs.map(\.seed) }

  /// Mean and spread of a number that all runs have; nil when one lacks it.
  func spread(_ value: (RunResult) -> Double?) -> Spread? {
    let values = runs.compactMap(value)
    return values.count == runs.count && !values.isEmpty ? Spread(values) : nil
  }

  /// Of the last value of a metric.
  func last(_ metric: Metric) -> Spread? { spread { $0.last(metric) } }

  /// Of bytes in both directions.
  var bytes: Double { spread { Double($0.bytesUp &+ $0.bytesDown) }?.mean ?? .nan }

  /// Of virtual seconds.
  var simSeconds: Double { spread(\.simSeconds)?.mean ?? .nan }

  /// What reaching a target cost.
  func cost(of target: Double, _ metric: Metric) -> TargetCost {
    let reached = runs.compactMap { $0.reached(target, metric) }
    let flops = reached.compactMap(\.flops)
    return TargetCost(
      reached: reached.count, of: runs.count,
      rounds: quantile(reached.map { Double($0.round) }, 0.5),
      bytes: quantile(reached.map { Double($0.bytes) }, 0.5),
      simSeconds: quantile(reached.map(\.simSeconds), 0.5),
      flops: flops.count == reached.count ? quantile(flops, 0.5) : .nan)
  }

  /// How much better it is than another row in a metric's last value, over the seeds that both have; nil without one.
  func difference(to other: ComparisonRow, _ metric: Metric) -> PairedDifference? {
    let differences = differences(to: other, metric)
    return differences.isEmpty ? nil : PairedDifference(differences)
  }

  /// The same seed by seed.
  func differences(to other: ComparisonRow, _ metric: Metric) -> [Double] {
    runs.compactMap { run in
      guard let pair = other.runs.first(where: { $0.seed == run.seed }),
        let own = run.last(metric), let others = pair.last(metric)
      else { return nil }
      return own - others
    }
  }
}

/// What it cost the seeds of a row to reach a target; medians over those that did.
struct TargetCost: Equatable, Encodable {
  /// Seeds that reached it, of so many.
  let reached, of: Int
  /// Medians; NaN when no seed reached it, and for operations that some of the seeds did not count.
  let rounds, bytes, simSeconds, flops: Double

  enum CodingKeys: String, CodingKey {
    case reached, of, rounds, bytes, flops
    case simSeconds = "sim_seconds"
  }

  /// The numbers are left out where there are none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(reached, forKey: .reached)
    try container.encode(of, forKey: .of)
    guard reached > 0 else { return }
    try container.encode(rounds, forKey: .rounds)
    try container.encode(bytes, forKey: .bytes)
    try container.encode(simSeconds, forKey: .simSeconds)
    if flops.isFinite { try container.encode(flops, forKey: .flops) }
  }
}
