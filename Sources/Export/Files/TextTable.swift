/// A table for people: columns padded to their widest cell, two spaces apart.
public struct TextTable {
  /// Rows of cells; missing cells at the end are empty.
  var rows: [[String]]
  /// Columns that are set flush right: numbers.
  var rightAligned: Set<Int>

  /// A table of `rows`, those of titles among them.
  public init(rows: [[String]] = [], rightAligned: Set<Int> = []) {
    self.rows = rows
    self.rightAligned = rightAligned
  }

  /// The lines, without spaces at their ends.
  public var lines: [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = row.enumerated().map { column, cell in
        let gap = String(repeating: " ", count: widths[column] - cell.count)
        return rightAligned.contains(column) ? gap + cell : cell + gap
      }.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
