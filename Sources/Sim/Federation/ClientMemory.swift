import Transformer

/// What a client keeps between rounds; empty until it is first sampled, so that untouched clients cost almost nothing.
public struct ClientMemory: Sendable, Equatable {
  /// Its own values in the personal ranges, end to end; nil: the initial ones.
  public var local: [Float]?
  /// Moving average of the Fisher score of each maskable unit.
  public var fisher: [Float] = []
  /// Rounds it took part in.
  public var participations = 0
  /// All its parameters after its last participation, for methods that compare with them.
  public var previous: [Float]?
  /// The optimiser's moments, when they are kept.
  public var moments: OptimizerState?

  /// An empty memory.
  public init() {}
}

extension Array where Element == Float {
  /// The values in `ranges`, end to end.
  func gathered(_ ranges: [Range<Int>]) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(ranges.valueCount)
    for range in ranges { values += self[range] }
    return values
  }

  /// Puts `values`, end to end, into `ranges`.
  mutating func scatter(_ values: [Float], into ranges: [Range<Int>]) {
    var next = 0
    for range in ranges {
      replaceSubrange(range, with: values[next..<next + range.count])
      next += range.count
    }
  }
}
