import Foundation
import Plain

/// Shares that sum to 1, from a symmetric Dirichlet law.
func dirichletShares(
  _ count: Int, alpha: Double, using generator: inout some RandomNumberGenerator
) -> [Double] {
  let logs = (0..<count).map { _ in logGamma(shape: alpha, using: &generator) }
  let top = logs.max() ?? 0
  let raw = logs.map { exp($0 - top) }
  let sum = raw.reduce(0, +)
  return raw.map { $0 / sum }
}

/// The logarithm of a Gamma(shape, 1) draw (Marsaglia and Tsang 2000).
///
/// As a logarithm, since with a shape of 0.01 most draws are below the smallest double.
func logGamma(
  shape: Double, using generator: inout some RandomNumberGenerator
) -> Double {
  let boost = shape < 1 ? log(1 - generator.uniform()) / shape : 0
  let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
  let c = 1 / (9 * d).squareRoot()
  while true {
    let x = polarNormal(using: &generator)
    let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
    guard v > 0 else { continue }
    let u = 1 - generator.uniform()
    if log(u) < 0.5 * x * x + d - d * v + d * log(v) { return log(d * v) + boost }
  }
}

/// A standard normal draw by Marsaglia's polar method.
///
/// `normal()` would do as well, but would divide the samples of every stored run anew.
private func polarNormal(using generator: inout some RandomNumberGenerator) -> Double {
  while true {
    let x = 2 * generator.uniform() - 1
    let y = 2 * generator.uniform() - 1
    let square = x * x + y * y
    if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
  }
}
