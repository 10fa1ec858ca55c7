/// The product of a loss's Hessian with a vector, from gradients alone
/// (docs/methods.md, "Number of global layers").
public enum HessianProduct {
  /// H·v ≈ (∇L(P + hv) − ∇L(P − hv)) / 2h, with h = `relativeStep`·(1 + ‖P‖) / ‖v‖.
  ///
  /// - Parameters:
  ///   - vector: v.
  ///   - size: ‖P‖, which the step follows.
  ///   - relativeStep: 1e-3 for gradients in single precision, 1e-5 in double.
  ///   - gradient: ∇L(P + Δ) of a displacement Δ.
  public static func centralDifference(
    _ vector: [Double], size: Double, relativeStep: Double, gradient: ([Double]) -> [Double]
  ) -> [Double] {
    let step = relativeStep * (1 + size) / max(BaseFunction.norm(vector), 1e-300)
    let ahead = gradient(vector.map { $0 * step })
    let behind = gradient(vector.map { -$0 * step })
    return zip(ahead, behind).map { ($0 - $1) / (2 * step) }
  }
}
