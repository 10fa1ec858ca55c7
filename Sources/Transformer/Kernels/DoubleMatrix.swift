import COpenBLAS

/// A matrix in double precision that owns its values, column after column: for what a server computes once a round.
public struct DoubleMatrix: Sendable, Equatable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public private(set) var columns: Int
  /// The values, column after column.
  public private(set) var values: [Double]

  /// A matrix of zeros.
  public init(rows: Int, columns: Int = 0) {
    self.rows = rows
    self.columns = columns
    values = [Double](repeating: 0, count: rows * columns)
  }

  /// A matrix of these values, column after column.
  public init(rows: Int, values: [Double]) {
    precondition(rows > 0 && values.count % rows == 0, "columns are whole")
    self.rows = rows
    self.values = values
    columns = values.count / rows
  }

  /// One value.
  public subscript(row: Int, column: Int) -> Double {
    get { values[column * rows + row] }
    set { values[column * rows + row] = newValue }
  }

  /// Puts a column behind the others.
  public mutating func append(_ column: some Sequence<Double>) {
    values += column
    columns += 1
    precondition(values.count == rows * columns, "a column has a value a row")
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: DoubleMatrix {
    var result = DoubleMatrix(rows: columns, columns: rows)
    for column in 0..<columns {
      for row in 0..<rows { result.values[row * columns + column] = values[column * rows + row] }
    }
    return result
  }

  /// The product a·b.
  public static func * (a: DoubleMatrix, b: DoubleMatrix) -> DoubleMatrix {
    precondition(a.columns == b.rows, "inner sides agree")
    LinearAlgebra.useOneThread()
    var result = DoubleMatrix(rows: a.rows, columns: b.columns)
    guard !result.values.isEmpty, a.columns > 0 else { return result }
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, blasint(a.rows), blasint(b.columns),
      blasint(a.columns), 1, a.values, blasint(a.rows), b.values, blasint(b.rows), 0,
      &result.values, blasint(a.rows))
    return result
  }

  /// Q with orthonormal columns, as many as the shorter side is long, and upper triangular R with Q·R = self.
  public func factored() -> (q: DoubleMatrix, r: DoubleMatrix) {
    let count = min(rows, columns)
    var r = DoubleMatrix(rows: count, columns: columns)
    guard count > 0 else { return (DoubleMatrix(rows: rows), r) }
    LinearAlgebra.useOneThread()
    var all = values
    var tau = [Double](repeating: 0, count: count)
    // 64 columns are a block for any of the kernels.
    var work = [Double](repeating: 0, count: 64 * max(rows, columns))
    var (m, n, k, size, info) = (
      blasint(rows), blasint(columns), blasint(count), blasint(work.count), blasint(0)
    )
    var stride = m
    dgeqrf_(&m, &n, &all, &stride, &tau, &work, &size, &info)
    for column in 0..<columns {
      for row in 0...min(column, count - 1) { r[row, column] = all[column * rows + row] }
    }
    all.removeLast((columns - count) * rows)
    var wide = k
    dorgqr_(&m, &wide, &k, &all, &stride, &tau, &work, &size, &info)
    return (DoubleMatrix(rows: rows, values: all), r)
  }

  /// X with self·X = b, for a matrix that is symmetric and positive definite.
  /// - Returns: nil when it is not.
  public func solution(of b: DoubleMatrix) -> DoubleMatrix? {
    precondition(rows == columns && b.rows == rows, "a square system")
    guard rows > 0, b.columns > 0 else { return b }
    LinearAlgebra.useOneThread()
    var (left, result) = (values, b)
    var (order, columns, info) = (blasint(rows), blasint(b.columns), blasint(0))
    var (stride, other) = (order, order)
    dposv_("U", &order, &columns, &left, &stride, &result.values, &other, &info, 1)
    return info == 0 ? result : nil
  }
}
