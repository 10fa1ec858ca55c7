import Transformer

/// What clients of different ranks send, put where it belongs: units that a client does not have are zero.
///
/// Everything outside of the pairs is averaged.
struct PaddedUpdates {
  /// The pairs.
  let pairs: [FactorPair]
  private let plan: RoundPlan
  private let layout: ParameterLayout
  private let rest: [Range<Int>]
  private var mean: WeightedMean

  init(_ plan: RoundPlan, _ layout: ParameterLayout) {
    self.plan = plan
    self.layout = layout
    pairs = Array(layout.factorPairs)
    rest = plan.returning.subtracting(layout.ranges { $0.role == .loraA || $0.role == .loraB })
    mean = WeightedMean(of: Message.parameters, ranges: rest)
  }

  /// Takes what is outside of the pairs into the mean.
  /// - Returns: the client's parameters, as long as the layout; nil when it sent something else.
  mutating func add(_ update: ClientUpdate, rank: Int) -> [Float]? {
    let ranges = plan.returning.intersection(layout.ranges(rank: rank))
    let values = update.message.numbers(Message.parameters)
    guard update.samples > 0, values.count == ranges.valueCount else { return nil }
    var parameters = [Float](repeating: 0, count: layout.count)
    parameters.scatter(values, into: ranges)
    var other = update
    other.message = Message()
    other.message.add(Message.parameters, parameters.gathered(rest))
    mean.add(other)
    return parameters
  }

  /// Puts the mean into place.
  func finish(_ server: inout ServerState) { mean.finish(&server) }
}
