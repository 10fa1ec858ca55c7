import Transformer

/// All trained parameters travel and are averaged; the task head may stay at home.
public struct EverythingTravels: Exchange {
  /// Whether the task head travels too; else each client keeps its own.
  public var headTravels: Bool

  /// The exchange that `settings` ask for.
  public init(_ settings: Settings) { headTravels = settings.head != .personal }

  /// Nothing, or the head if clients keep their own.
  public func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    layout.head(isPersonal: !headTravels)
  }

  /// Everything else.
  public func travelling(
    _ layout: ParameterLayout, global: Set<Int>, round: Int
  ) -> [Range<Int>] { layout.ranges { !$0.isHeld && (headTravels || $0.role != .head) } }
}

extension ParameterLayout {
  /// The task head, if clients keep their own.
  func head(isPersonal: Bool) -> [Range<Int>] {
    isPersonal ? ranges { $0.role == .head } : []
  }
}
