import Transformer

/// Which parameters travel between clients and server, and which belong to a client.
public protocol Exchange: Sendable {
  /// Ranges that belong to a client for good and never travel.
  ///
  /// - Parameters:
  ///   - layout: the trained parameters.
  ///   - global: global aggregation layers.
  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>]

  /// Ranges that the server sends in round `round` (from 1).
  func travelling(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>]

  /// Ranges that come back and are merged; those that were sent, unless a method says otherwise.
  func returning(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>]

  /// Ranges of the server's vector that a client could work out itself, from what it was sent earlier and the seed: they
  /// come with its job and cost no bytes.
  func derived(_ layout: ParameterLayout) -> [Range<Int>]
}

extension Exchange {
  /// What is held.
  public func derived(_ layout: ParameterLayout) -> [Range<Int>] {
    layout.ranges(where: \.isHeld)
  }

  /// What was sent.
  public func returning(
    _ layout: ParameterLayout, global: Set<Int>, round: Int
  ) -> [Range<Int>] { travelling(layout, global: global, round: round) }
}
