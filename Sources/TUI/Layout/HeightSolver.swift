/// What a pane asks of its column.
public struct HeightDemand: Sendable, Equatable {
  /// The pane.
  public var pane: PaneKind
  /// Rows without which it is not shown.
  public var minimum: Int
  /// Rows that show all it has to say in the ordinary.
  public var preferred: Int
  /// What it makes of more rows than it prefers.
  public var appetite: Appetite
  /// Its part of the column, as a preset says; 0: what it prefers.
  public var weight = 0
}

/// Divides the rows of a column among its panes.
enum HeightSolver {
  /// Rows for each demand, in their order; 0 hides a pane.
  ///
  /// Minimums are granted first, then preferences, the focused pane before the others and then by
  /// priority; what is left is shared by weight, or else by those with the largest appetite, so that
  /// frames stay still while the focus moves. The sum is `height` whenever a pane is shown.
  static func heights(_ demands: [HeightDemand], height: Int, focused: PaneKind) -> [Int] {
    var result = Array(repeating: 0, count: demands.count)
    let order = demands.indices.sorted { rank(demands[$0], focused) < rank(demands[$1], focused) }
    var left = max(0, height)
    for index in order {
      // The focused pane is shown in whatever there is.
      let isFocused = demands[index].pane == focused
      let least = isFocused ? min(demands[index].minimum, left) : demands[index].minimum
      guard least > 0, least <= left else { continue }
      result[index] = least
      left -= least
    }
    // Rows are never left empty: in a low column the first pane is shown in whatever there is.
    if left > 0, left == height, let first = order.first { (result[first], left) = (left, 0) }
    let shown = order.filter { result[$0] > 0 }
    for index in shown where demands[index].weight == 0 {
      let more = min(left, max(0, demands[index].preferred - result[index]))
      result[index] += more
      left -= more
    }
    let weighted = shown.filter { demands[$0].weight > 0 }.sorted()
    guard weighted.isEmpty else {
      let parts = Shares.parts(
        of: left + weighted.reduce(0) { $0 + result[$1] },
        weights: weighted.map { demands[$0].weight }, least: weighted.map { result[$0] })
      for (index, part) in zip(weighted, parts) { result[index] = part }
      return result
    }
    let appetite = shown.map { demands[$0].appetite }.max() ?? .none
    let takers =
      appetite == .none
      ? Array(shown.prefix(1)) : shown.filter { demands[$0].appetite == appetite }.sorted()
    for (place, index) in takers.enumerated() {
      result[index] += left / takers.count + (place < left % takers.count ? 1 : 0)
    }
    return result
  }

  private static func rank(_ demand: HeightDemand, _ focused: PaneKind) -> Int {
    demand.pane == focused ? .min : demand.pane.pane.priority
  }
}
