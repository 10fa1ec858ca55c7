extension EncoderSession {
  /// The mean over all low-rank factors of ‖PᵀP − I‖_F and ‖QQᵀ − I‖_F (arXiv 2303.10512, equation 4, with the
  /// norm itself where the paper squares it).
  ///
  /// - Parameters:
  ///   - weight: What its gradient is multiplied by before it is added to `gradient`.
  ///   - gradient: `layout.count` values.
  public func orthogonality(
    _ parameters: UnsafePointer<Float>, weight: Float,
    addingTo gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    let factors = encoder.layout.lowRankFactors
    var sum = 0.0
    for segment in factors {
      let mark = workspace.mark
      defer { workspace.release(to: mark) }
      let factor = segment.matrix(in: parameters)
      let isRows = segment.role == .loraA
      let rank = isRows ? segment.rows : segment.columns
      let gram = workspace.matrix(rank, rank)
      let distance = gramDistance(of: factor, rows: isRows, into: gram)
      sum += distance
      guard distance > 0 else { continue }
      let target = Matrix(
        gradient + segment.offset, rows: segment.rows, columns: segment.columns)
      // ∂‖M‖_F = 2·P·M / ‖M‖_F with M = PᵀP − I, which is symmetric.
      let scale = 2 * weight / (Float(distance) * Float(factors.count))
      if isRows {
        multiply(gram, factor, into: target, scale: scale, adding: true)
      } else {
        multiply(factor, gram, into: target, scale: scale, adding: true)
      }
    }
    return factors.isEmpty ? 0 : sum / Double(factors.count)
  }
}

/// Writes the products of the factor's rows, or of its columns, less the identity, and returns the Frobenius norm of that.
func gramDistance(of factor: Matrix, rows: Bool, into gram: Matrix) -> Double {
  if rows {
    multiply(factor, factor.transposed, into: gram)
  } else {
    multiply(factor.transposed, factor, into: gram)
  }
  var squares = 0.0
  for unit in 0..<gram.rows { gram.row(unit)[unit] -= 1 }
  for index in 0..<gram.rows * gram.columns {
    squares += Double(gram.pointer[index]) * Double(gram.pointer[index])
  }
  return squares.squareRoot()
}
