import Transformer

/// Which parameters travel between clients and server, and which belong to a client.
public protocol Exchange: Sendable {
  /// Ranges that belong to a client for good and never travel.
  ///
  /// - Parameters:
  ///   - layout: the trained parameters.
  ///   - global: global aggregation layers.
  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>]

  /// Ranges that travel in round `round` (from 1), in both directions.
  func travelling(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>]
}
