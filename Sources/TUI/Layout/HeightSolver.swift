/// What a pane asks of its column.
public struct HeightDemand: Sendable, Equatable {
  /// The pane.
  public var pane: PaneKind
  /// Rows without which it is not shown.
  public var minimum: Int
  /// Rows that show all it has to say in the ordinary.
  public var preferred: Int
  /// Whether it makes use of more rows than it prefers.
  public var elastic: Bool
}

/// Divides the rows of a column among its panes.
enum HeightSolver {
  /// Who gets rows first.
  static let priority: [PaneKind] = [.learning, .clients, .fisher, .knobs, .bytes, .log]

  /// Rows for each demand, in their order; 0 hides a pane.
  ///
  /// Minimums are granted first, then preferences, the focused pane before the others and then by
  /// priority; what is left is shared by the elastic panes, so that frames stay still while the
  /// focus moves. The sum is `height` whenever a pane is shown.
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
    for index in shown {
      let more = min(left, max(0, demands[index].preferred - result[index]))
      result[index] += more
      left -= more
    }
    // Clients and curves make the most of a row.
    let elastic = shown.filter { demands[$0].elastic }.sorted()
    let eager = elastic.filter { [.clients, .learning].contains(demands[$0].pane) }
    let takers = eager.isEmpty ? elastic.isEmpty ? Array(shown.prefix(1)) : elastic : eager
    for (place, index) in takers.enumerated() {
      result[index] += left / takers.count + (place < left % takers.count ? 1 : 0)
    }
    return result
  }

  private static func rank(_ demand: HeightDemand, _ focused: PaneKind) -> Int {
    if demand.pane == focused { return -1 }
    return priority.firstIndex(of: demand.pane) ?? priority.count
  }
}
