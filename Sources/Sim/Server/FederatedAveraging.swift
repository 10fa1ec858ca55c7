import Transformer

/// Federated averaging: P ← Σ n_k P_k / Σ n_k over the ranges that travel (McMahan et al., AISTATS 2017, arXiv 1602.05629).
public struct FederatedAveraging: ServerRule {
  /// Makes the rule.
  public init() {}

  /// None: a mean of parameters.
  public var staleObstacle: String? { nil }

  /// A weighted mean.
  public func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold { WeightedMean(of: Message.parameters, ranges: plan.returning) }
}

/// The mean of one part of the messages, weighted by training samples, put into ranges of the server's parameters.
///
/// Summed in double precision and in client order, so that the result does not depend on timing.
public struct WeightedMean: ServerFold {
  private let part: String
  private let ranges: [Range<Int>]
  private var sums: [Double]
  private var weight = 0.0

  /// An empty mean.
  public init(of part: String, ranges: [Range<Int>]) {
    self.part = part
    self.ranges = ranges
    sums = [Double](repeating: 0, count: ranges.valueCount)
  }

  /// Adds n_k P_k.
  public mutating func add(_ update: ClientUpdate) {
    let values = update.message.numbers(part)
    let own = Double(update.samples)
    guard own > 0, values.count == sums.count else { return }
    weight += own
    sums.withUnsafeMutableBufferPointer { sums in
      values.withUnsafeBufferPointer { values in
        for index in sums.indices { sums[index] += own * Double(values[index]) }
      }
    }
  }

  /// The mean; nil when nothing was added.
  public var mean: [Float]? {
    guard weight > 0 else { return nil }
    return sums.map { Float($0 / weight) }
  }

  /// Puts the mean into place.
  public func finish(_ server: inout ServerState) {
    if let mean { server.parameters.scatter(mean, into: ranges) }
  }
}
