import Transformer

/// Only the modules of the global aggregation layers travel (FibecFed); the others stay on their client.
public struct GlobalLayers: Exchange {
  /// Whether the task head travels too.
  public var headTravels: Bool

  /// The exchange that `settings` ask for.
  public init(_ settings: Settings) { headTravels = settings.head != .personal }

  /// Modules of the layers that are not global.
  public func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    layout.ranges { !isGlobal($0, global) }
  }

  /// Modules of the global layers, and the head if it is shared.
  public func travelling(
    _ layout: ParameterLayout, global: Set<Int>, round: Int
  ) -> [Range<Int>] { layout.ranges { isGlobal($0, global) } }

  private func isGlobal(_ segment: ParameterSegment, _ global: Set<Int>) -> Bool {
    segment.layer.map(global.contains) ?? (segment.role != .head || headTravels)
  }
}
