import Transformer

/// A stretch of a client's work in one round: so many epochs on some of the parameters at one learning rate.
public struct Phase: Sendable, Equatable {
  /// Passes over the data in use.
  public var epochs: Int
  /// Ranges that steps may touch, ascending and without overlap.
  public var live: [Range<Int>]
  /// Learning rate of every step.
  public var learningRate: Double

  /// Makes a phase.
  public init(epochs: Int, live: [Range<Int>], learningRate: Double) {
    self.epochs = epochs
    self.live = live
    self.learningRate = learningRate
  }
}

/// How a client's work in a round is divided into phases.
public protocol PhaseSchedule: Sendable {
  /// The phases, in order.
  func phases(_ plan: RoundPlan, _ layout: ParameterLayout) -> [Phase]
}

/// All parameters at once, for the local epochs.
public struct OnePhase: PhaseSchedule {
  /// Makes the schedule.
  public init() {}

  /// One phase.
  public func phases(_ plan: RoundPlan, _ layout: ParameterLayout) -> [Phase] {
    [
      Phase(
        epochs: plan.settings.localEpochs, live: [0..<layout.count],
        learningRate: plan.learningRate)
    ]
  }
}

extension Array where Element == Range<Int> {
  /// What lies in ranges of both; both ascend without overlap, and so does the result.
  func intersection(_ other: [Range<Int>]) -> [Range<Int>] {
    var (i, j) = (0, 0)
    var common: [Range<Int>] = []
    while i < count, j < other.count {
      let (a, b) = (self[i], other[j])
      let low = Swift.max(a.lowerBound, b.lowerBound)
      let high = Swift.min(a.upperBound, b.upperBound)
      if low < high { common.append(low..<high) }
      if a.upperBound < b.upperBound { i += 1 } else { j += 1 }
    }
    return common
  }
}
