import Transformer

/// Σ wₖ·Bₖ·Aₖ of one low-rank pair over the clients of a round.
///
/// It is kept as factors, the columns of all wₖ·Bₖ and the rows of all Aₖ, and no matrix of the weight's size is made. Once
/// they are more than twice as many as the weight's shorter side is long, they are put together: a cohort of any size is
/// never held whole.
struct ProductSum {
  let pair: FactorPair
  /// Σ wₖ.
  private(set) var weight = 0.0
  /// [out, c].
  private var left: DoubleMatrix
  /// [in, c].
  private var right: DoubleMatrix

  init(_ pair: FactorPair) {
    self.pair = pair
    left = DoubleMatrix(rows: pair.b.rows)
    right = DoubleMatrix(rows: pair.a.columns)
  }

  /// Adds w·B·A of the first `rank` units of a client's parameters.
  mutating func add(_ parameters: [Float], rank: Int, weight: Double) {
    self.weight += weight
    for unit in 0..<min(rank, pair.rank) {
      left.append(
        (0..<pair.b.rows).map { weight * Double(parameters[pair.place(inB: $0, unit)]) })
      right.append(
        (0..<pair.a.columns).map { Double(parameters[pair.place(inA: unit, $0)]) })
    }
    let shorter = min(left.rows, right.rows)
    guard left.columns > 2 * shorter else { return }
    if left.rows == shorter {
      let (q, r) = left.factored()
      (left, right) = (q, right * r.transposed)
    } else {
      let (q, r) = right.factored()
      (left, right) = (left * r.transposed, q)
    }
  }

  /// The mean of the products, times a matrix with as many rows as A has columns.
  func mean(times matrix: DoubleMatrix) -> DoubleMatrix {
    let sum = left * (right.transposed * matrix)
    return DoubleMatrix(rows: sum.rows, values: sum.values.map { $0 / weight })
  }

  /// Singular values of the mean of the products, with their vectors; nil without a client.
  ///
  /// Of the factors' triangular parts, which are as small as their number of columns.
  func decomposed() -> SingularValues? {
    guard weight > 0, left.columns > 0 else { return nil }
    let (outer, inner) = (left.factored(), right.factored())
    guard let core = SingularValues(outer.r * inner.r.transposed) else { return nil }
    return SingularValues(
      left: outer.q * core.left, values: core.values.map { $0 / weight },
      right: inner.q * core.right)
  }
}
