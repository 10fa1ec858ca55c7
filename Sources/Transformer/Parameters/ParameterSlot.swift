/// Where a segment lies in the flat parameter vector: what a module needs to read and write it.
public struct ParameterSlot: Sendable, Equatable {
  /// First index.
  public let offset: Int
  /// Rows.
  public let rows: Int
  /// Columns.
  public let columns: Int
  /// Its place among the segments of the layout.
  let index: Int
  /// Whether it belongs to a low-rank pair.
  let isLowRank: Bool

  init(_ segment: ParameterSegment, index: Int) {
    self.index = index
    offset = segment.offset
    rows = segment.rows
    columns = segment.columns
    isLowRank = segment.role.isLowRank
  }

  /// Number of values.
  public var count: Int { rows * columns }

  /// The values as a matrix.
  @inline(__always)
  public func matrix(in parameters: UnsafePointer<Float>) -> Matrix {
    Matrix(parameters + offset, rows: rows, columns: columns)
  }
}
