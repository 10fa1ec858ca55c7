extension SingularValues {
  /// Where the singular values go when a matrix is written as a product of two factors.
  public enum Split: String, Sendable, CaseIterable {
    /// B = U·√Σ, A = √Σ·Vᵀ.
    case even
    /// B = U·Σ, A = Vᵀ.
    case left
  }

  /// B [rows, rank] and A [rank, columns], row by row, with scale·B·A the best approximation of that rank; zeros where the
  /// matrix has fewer.
  public func factors(rank: Int, scale: Double, split: Split) -> (b: [Float], a: [Float]) {
    var b = [Float](repeating: 0, count: left.rows * rank)
    var a = [Float](repeating: 0, count: rank * right.rows)
    for unit in 0..<min(rank, values.count) {
      let value = values[unit] / scale
      let (toLeft, toRight) =
        switch split {
        case .even: (value.squareRoot(), value.squareRoot())
        case .left: (value, 1)
        }
      for row in 0..<left.rows { b[row * rank + unit] = Float(left[row, unit] * toLeft) }
      for row in 0..<right.rows {
        a[unit * right.rows + row] = Float(right[row, unit] * toRight)
      }
    }
    return (b, a)
  }
}
