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
