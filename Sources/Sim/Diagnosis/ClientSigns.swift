import Metrics
import Transformer

/// What one participation says of the method, from the passes that training made (docs/methods.md, "Diagnosis").
struct ClientSigns {
  private(set) var signs: [Sign: Double] = [:]

  /// - Parameter isScored: whether `order` is one by difficulty.
  init(_ training: LocalTraining, _ data: ClientData, _ order: DataOrder, isScored: Bool) {
    let used = order.batches.prefix(training.lists.count).flatMap(\.self)
    if isScored, order.difficulty != nil {
      let losses = used.map { training.losses[$0].map(Double.init) ?? .nan }
      signs[.orderLoss] = RankCorrelation.spearman(losses.indices.map(Double.init), losses)
    }
    let areLabelled = !data.federation.dataset.labelNames.isEmpty
    if isScored, areLabelled, used.count < data.count || order.difficulty != nil {
      signs[.labelShift] = Self.variation(used, data)
    }
    // Before a client is ordered its samples are in use by chance.
    if isScored, areLabelled, order.difficulty != nil {
      let counts = data.samples.reduce(into: [Int: Int]()) {
        $0[data.federation.train.labels[$1], default: 0] += 1
      }
      let chance = Self.variationByChance(counts.values.sorted(), drawn: used.count)
      signs[.labelExcess] = Self.variation(used, data) - chance
    }
    measure(training)
  }

  /// Total variation between the labels of `used` and those of all of the client's samples.
  private static func variation(_ used: [Int], _ data: ClientData) -> Double {
    func shares(_ samples: [Int]) -> [Int: Double] {
      samples.reduce(into: [:]) {
        $0[data.federation.train.labels[$1], default: 0] += 1 / Double(max(1, samples.count))
      }
    }
    let (some, all) = (shares(used), shares(data.samples))
    return all.keys.sorted().reduce(0) { $0 + abs((some[$1] ?? 0) - (all[$1] ?? 0)) } / 2
  }

  /// Mean total variation between the labels of so many samples, drawn without replacement, and those of all: half the sum of
  /// the mean absolute deviations of hypergeometric counts.
  ///
  /// - Parameter counts: samples of each label.
  static func variationByChance(_ counts: [Int], drawn: Int) -> Double {
    let all = counts.reduce(0, +)
    guard drawn > 0, drawn <= all else { return 0 }
    return counts.reduce(0) { $0 + deviation(of: $1, among: all, drawn: drawn) }
      / Double(2 * drawn)
  }

  /// E|X − E X| of a hypergeometric count X: 2·m·(N − K − n + m)/N·P(X = m) with m = ⌊nK/N⌋ + 1 (de Moivre's identity; Kamat,
  /// Biometrika 52, 1965).
  private static func deviation(of marked: Int, among all: Int, drawn: Int) -> Double {
    let (least, most) = (max(0, drawn - (all - marked)), min(marked, drawn))
    let middle = drawn * marked / all + 1
    guard middle <= most else { return 0 }
    /// P(X = x + 1)/P(X = x).
    func ratio(_ x: Int) -> Double {
      Double((marked - x) * (drawn - x)) / Double((x + 1) * (all - marked - drawn + x + 1))
    }
    // Probabilities over that of the middle, from there outwards: none of them overflows.
    var (sum, weight) = (1.0, 1.0)
    for x in middle..<most {
      weight *= ratio(x)
      sum += weight
    }
    weight = 1
    for x in (least..<middle).reversed() {
      weight /= ratio(x)
      sum += weight
    }
    return 2 * Double(middle * (all - marked - drawn + middle)) / Double(all) / sum
  }

  private mutating func measure(_ training: LocalTraining) {
    let traces = training.measured
    let all = traces.reduce(0.0) { $0 + Double($1.all) }
    if all > 0 {
      let lowRank = traces.reduce(0.0) { $0 + Double($1.lowRank) }
      // Where nothing is low-rank, or nothing else, there is no share to tell.
      if lowRank > 0, training.encoder.plan.objective == .labels {
        signs[.headShare] = 1 - lowRank / all
      }
      // Of a handful of samples any two halves differ.
      if traces.count >= 16 {
        let even = traces.enumerated().reduce(0.0) {
          $0 + ($1.offset.isMultiple(of: 2) ? Double($1.element.all) : 0)
        }
        signs[.traceSpread] = abs(2 * even - all) / all
      }
    }
    let diagonal = training.diagonal
    let total = diagonal.reduce(0.0) { $0 + Double($1) }
    if total > 0 {
      let travels = training.plan.travelling.reduce(0.0) { sum, range in
        diagonal[range].reduce(sum) { $0 + Double($1) }
      }
      signs[.travellingFisher] = travels / total
    }
  }
}

/// Spearman's rank correlation; equal values share their mean rank.
enum RankCorrelation {
  /// The correlation of two lists of equal length; nil for fewer than four pairs, for values that are no numbers, and where
  /// one list has no differences.
  static func spearman(_ left: [Double], _ right: [Double]) -> Double? {
    guard left.count == right.count, left.count >= 4, (left + right).allSatisfy(\.isFinite) else {
      return nil
    }
    return Correlation.spearman(left, right)
  }
}
