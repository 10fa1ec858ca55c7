import COpenBLAS

/// Singular values in descending order, with their vectors: the matrix is left · diag(values) · rightᵀ.
public struct SingularValues: Sendable {
  /// Left vectors, one a column.
  public let left: DoubleMatrix
  /// The values, as many as the shorter side is long.
  public let values: [Double]
  /// Right vectors, one a column.
  public let right: DoubleMatrix

  /// Puts together what was found elsewhere.
  public init(left: DoubleMatrix, values: [Double], right: DoubleMatrix) {
    self.left = left
    self.values = values
    self.right = right
  }

  /// The decomposition of `matrix`; nil when it does not converge, which only values that are not finite bring about.
  public init?(_ matrix: DoubleMatrix) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    let count = min(rows, columns)
    guard count > 0 else { return nil }
    LinearAlgebra.useOneThread()
    var all = matrix.values
    var singular = [Double](repeating: 0, count: count)
    var left = [Double](repeating: 0, count: rows * count)
    var right = [Double](repeating: 0, count: count * columns)
    var integers = [blasint](repeating: 0, count: 8 * count)
    var (m, n, k, size, info) = (
      blasint(rows), blasint(columns), blasint(count), blasint(-1), blasint(0)
    )
    var (stride, leftStride) = (m, m)
    var wanted = 0.0
    dgesdd_(
      "S", &m, &n, &all, &stride, &singular, &left, &leftStride, &right, &k, &wanted, &size,
      &integers, &info, 1)
    var work = [Double](repeating: 0, count: max(1, Int(wanted)))
    size = blasint(work.count)
    dgesdd_(
      "S", &m, &n, &all, &stride, &singular, &left, &leftStride, &right, &k, &work, &size,
      &integers, &info, 1)
    guard info == 0 else { return nil }
    self.left = DoubleMatrix(rows: rows, values: left)
    values = singular
    self.right = DoubleMatrix(rows: count, values: right).transposed
  }
}
