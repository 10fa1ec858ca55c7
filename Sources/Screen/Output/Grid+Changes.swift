import TUI

extension Grid {
  /// The rows that differ from `other`: all of them when there is no other or its size differs.
  func changedRows(since other: Grid?) -> [Int] {
    let rows = Array(0..<size.height)
    guard let other, other.size == size else { return rows }
    return rows.filter { row($0) != other.row($0) }
  }
}
