/// How far borders were moved from where the layout puts them.
public struct Resizing: Sendable, Hashable {
  /// Rows that panes have more than the layout gives them.
  var rows: [PaneKind: Int] = [:]
  /// How far the border behind a column was moved to the right, by the column's index.
  var columns: [Int: Int] = [:]

  /// Borders as the layout has them.
  public init() {}

  /// Columns that are left to whoever is next to a border that is moved.
  static let narrowest = 24

  /// The heights of a column with its borders moved: the same sum, no pane below what it must have,
  /// and none hidden or shown by it.
  func heights(_ solved: [Int], _ demands: [HeightDemand]) -> [Int] {
    guard !rows.isEmpty else { return solved }
    let least = zip(solved, demands).map { min($0, $1.minimum) }
    let shown = solved.indices.filter { solved[$0] > 0 }
    let more = demands.map { rows[$0.pane] ?? 0 }
    var heights = solved
    for index in shown { heights[index] = max(least[index], solved[index] + more[index]) }
    // On another screen, or beside other panes, what one gained need not be what another lost.
    var left = solved.reduce(0, +) - heights.reduce(0, +)
    for index in shown.sorted(by: { (more[$1], $1) < (more[$0], $0) }) where left < 0 {
      let given = min(-left, heights[index] - least[index])
      heights[index] -= given
      left += given
    }
    if left > 0, let last = shown.last { heights[last] += left }
    return heights
  }

  /// The widths of columns with their borders moved: the same sum, and none too narrow for a pane.
  func widths(_ solved: [Int]) -> [Int] {
    guard !columns.isEmpty else { return solved }
    var widths = solved
    var (solvedEnd, start) = (0, 0)
    let total = solved.reduce(0, +)
    for index in solved.indices.dropLast() {
      solvedEnd += solved[index]
      let behind = (solved.count - 1 - index) * Self.narrowest
      let wanted = solvedEnd + (columns[index] ?? 0)
      let end = min(max(wanted, start + Self.narrowest), total - behind)
      widths[index] = end - start
      start = end
    }
    if let last = widths.indices.last { widths[last] = total - start }
    return widths
  }
}
