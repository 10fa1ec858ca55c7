/// The "lossless" number of layers from a gap in a spectrum: the rule as the group's papers state it
/// (docs/methods.md, "Number of global layers").
public enum GapRule {
  /// The number of values below the first gap wider than 4ℒ.
  ///
  /// - Parameters:
  ///   - spectrum: values in ascending order.
  ///   - lipschitz: constant ℒ of the base function.
  /// - Returns: the first m with λ_{m+1} − λ_m > 4ℒ; nil when there is none.
  public static func valuesBelow(spectrum: [Double], lipschitz: Double) -> Int? {
    zip(spectrum, spectrum.dropFirst()).enumerated()
      .first { $0.element.1 - $0.element.0 > 4 * lipschitz }
      .map { $0.offset + 1 }
  }

  /// The number of values below the widest gap; nil with fewer than two values.
  public static func valuesBelowWidest(spectrum: [Double]) -> Int? {
    zip(spectrum, spectrum.dropFirst()).enumerated()
      .max { left, right in
        left.element.1 - left.element.0 < right.element.1 - right.element.0
      }
      .map { $0.offset + 1 }
  }
}

/// The base function B(Δ) = H(P)·Δ − ∇L(P + Δ): the nonlinear remainder of the gradient flow
/// (docs/methods.md, "Number of global layers").
public enum BaseFunction {
  /// A lower bound of the Lipschitz constant of B: the largest slope between pairs of displacements.
  ///
  /// - Parameters:
  ///   - pairs: displacements Δ₁, Δ₂ of the parameters, of equal length.
  ///   - hessian: H·Δ.
  ///   - gradient: ∇L(P + Δ).
  public static func lipschitz(
    pairs: [(first: [Double], second: [Double])],
    hessian: ([Double]) -> [Double], gradient: ([Double]) -> [Double]
  ) -> Double {
    var largest = 0.0
    for (first, second) in pairs {
      let distance = norm(zip(first, second).map { $0 - $1 })
      guard distance > 0 else { continue }
      let left = zip(hessian(first), gradient(first)).map { $0 - $1 }
      let right = zip(hessian(second), gradient(second)).map { $0 - $1 }
      largest = max(largest, norm(zip(left, right).map { $0 - $1 }) / distance)
    }
    return largest
  }

  static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
