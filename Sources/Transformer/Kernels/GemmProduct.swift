/// The shape of one product of matrices in single precision: what a speed is measured on.
public struct GemmProduct: Sendable, Hashable {
  /// Which of the factors is read along its columns.
  public enum Form: Sendable {
    /// a·b.
    case plain
    /// a·bᵀ, as a linear map is applied.
    case rightTransposed
    /// aᵀ·b, as the gradient of a weight is made.
    case leftTransposed
  }

  /// Which of the factors is read along its columns.
  public let form: Form
  /// Rows of the result.
  public let rows: Int
  /// Columns of the result.
  public let columns: Int
  /// Length of the sums.
  public let inner: Int
  /// Distances of the rows in memory, of a, b and the result.
  public let strides: SIMD3<Int>
  /// Whether the product is added to what is there.
  public let adds: Bool

  /// A product of `rows` × `columns` sums of `inner` terms; rows lie close where no stride is given.
  public init(
    _ form: Form, _ rows: Int, _ columns: Int, _ inner: Int, strides: SIMD3<Int>? = nil,
    adds: Bool = false
  ) {
    self.form = form
    self.rows = rows
    self.columns = columns
    self.inner = inner
    self.adds = adds
    self.strides =
      strides
      ?? SIMD3(
        form == .leftTransposed ? rows : inner, form == .rightTransposed ? inner : columns, columns)
  }

  /// Multiplications and additions.
  public var flops: Double { 2 * Double(rows) * Double(columns) * Double(inner) }

  /// Values that the memory of a, b and the result spans.
  var extents: SIMD3<Int> {
    SIMD3(form == .leftTransposed ? inner : rows, form == .rightTransposed ? columns : inner, rows)
      &* strides
  }
}
