import Transformer

/// Only the modules of the global aggregation layers travel (docs/methods.md, "FibecFed"); the others
/// stay on their client.
public struct GlobalLayers: Exchange {
  /// How the layers are chosen.
  public var selection: LayerSelection
  /// Whether the task head travels too.
  public var headTravels: Bool

  /// The exchange that `settings` ask for.
  public init(_ settings: Settings) {
    selection = LayerSelection(settings)
    headTravels = settings.head != "personal"
  }

  /// As configured.
  public var layerCount: LayerSelection? { selection }

  /// Modules of the layers that are not global.
  public func personal(_ layout: ParameterLayout, gal: Set<Int>) -> [Range<Int>] {
    layout.ranges { !isGlobal($0, gal) }
  }

  /// Modules of the global layers, and the head if it is shared.
  public func travelling(_ layout: ParameterLayout, gal: Set<Int>, round: Int) -> [Range<Int>] {
    layout.ranges { isGlobal($0, gal) }
  }

  private func isGlobal(_ segment: ParameterSegment, _ gal: Set<Int>) -> Bool {
    segment.layer.map(gal.contains) ?? (segment.role != .head || headTravels)
  }
}
