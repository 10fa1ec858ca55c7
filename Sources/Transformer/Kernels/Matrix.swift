import COpenBLAS

/// A thin view of a row-major matrix of Float that someone else owns.
///
/// A view of read-only memory, such as a frozen weight, is only ever read through.
public struct Matrix {
  /// First value.
  public let pointer: UnsafeMutablePointer<Float>
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// Distance of two rows, in values; at least `columns`.
  public let stride: Int

  /// A view of `rows` × `columns` values whose rows are `stride` apart, or lie close when nil.
  @inline(__always)
  public init(
    _ pointer: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil
  ) {
    self.pointer = pointer
    self.rows = rows
    self.columns = columns
    self.stride = stride ?? columns
  }

  /// A view of read-only values, whose rows lie close.
  @inline(__always)
  public init(_ pointer: UnsafePointer<Float>, rows: Int, columns: Int) {
    self.init(UnsafeMutablePointer(mutating: pointer), rows: rows, columns: columns)
  }

  /// The matrix read along its columns, for a product.
  public var transposed: TransposedMatrix { TransposedMatrix(matrix: self) }

  /// First value of row `index`.
  @inline(__always)
  public func row(_ index: Int) -> UnsafeMutablePointer<Float> { pointer + index * stride }

  /// The rows in `range`.
  @inline(__always)
  public func rows(_ range: Range<Int>) -> Matrix {
    Matrix(
      pointer + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// `count` columns from `first` on.
  @inline(__always)
  public func columns(from first: Int, count: Int) -> Matrix {
    Matrix(pointer + first, rows: rows, columns: count, stride: stride)
  }

  /// Sets all values, whose rows lie close, to zero.
  public func clear() {
    pointer.update(repeating: 0, count: rows * columns)
  }

  /// Copies `source`; in both the rows lie close.
  public func copy(from source: Matrix) {
    pointer.update(from: source.pointer, count: rows * columns)
  }
}

/// A matrix read along its columns.
public struct TransposedMatrix {
  /// The matrix as it lies in memory.
  public let matrix: Matrix
}

// The three products that training needs; each is one call of `cblas_sgemm`, on one thread.
// With `adding` the product is added to what `c` holds.

/// c = scale · a·b.
@inline(__always)
public func multiply(
  _ a: Matrix, _ b: Matrix, into c: Matrix, scale: Float = 1, adding: Bool = false
) {
  product(
    CblasNoTrans, CblasNoTrans, a, b, c, inner: a.columns, scale: scale, adding: adding)
}

/// c = scale · a·bᵀ.
@inline(__always)
public func multiply(
  _ a: Matrix, _ b: TransposedMatrix, into c: Matrix, scale: Float = 1, adding: Bool = false
) {
  product(
    CblasNoTrans, CblasTrans, a, b.matrix, c, inner: a.columns, scale: scale, adding: adding)
}

/// c = scale · aᵀ·b.
@inline(__always)
public func multiply(
  _ a: TransposedMatrix, _ b: Matrix, into c: Matrix, scale: Float = 1, adding: Bool = false
) {
  product(
    CblasTrans, CblasNoTrans, a.matrix, b, c, inner: a.matrix.rows, scale: scale, adding: adding)
}

@inline(__always)
private func product(
  _ transposeA: CBLAS_TRANSPOSE, _ transposeB: CBLAS_TRANSPOSE, _ a: Matrix, _ b: Matrix,
  _ c: Matrix, inner: Int, scale: Float, adding: Bool
) {
  cblas_sgemm(
    CblasRowMajor, transposeA, transposeB, blasint(c.rows), blasint(c.columns), blasint(inner),
    scale, a.pointer, blasint(a.stride), b.pointer, blasint(b.stride),
    adding ? 1 : 0, c.pointer, blasint(c.stride))
}
