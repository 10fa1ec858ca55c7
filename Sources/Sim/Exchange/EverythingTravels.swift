import Transformer

/// All trained parameters travel and are averaged.
public struct EverythingTravels: Exchange {
  /// Makes the exchange.
  public init() {}

  /// Nothing.
  public func personal(_ layout: ParameterLayout, gal: Set<Int>) -> [Range<Int>] { [] }

  /// Everything.
  public func travelling(_ layout: ParameterLayout, gal: Set<Int>, round: Int) -> [Range<Int>] {
    layout.ranges { _ in true }
  }
}
