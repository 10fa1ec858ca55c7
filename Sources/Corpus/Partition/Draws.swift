import Foundation

/// Random draws whose algorithms are fixed here, so that a seed means the same with every compiler.
enum Draws {
  /// A number from 0 to below 1.
  static func unit(using generator: inout some RandomNumberGenerator) -> Double {
    Double(generator.next() >> 11) * 0x1p-53
  }

  /// A whole number from 0 to below `count`.
  static func below(_ count: Int, using generator: inout some RandomNumberGenerator) -> Int {
    Int(truncatingIfNeeded: generator.next().multipliedFullWidth(by: UInt64(max(1, count))).high)
  }

  /// Shuffles in place (Fisher-Yates).
  static func shuffle<T>(_ values: inout [T], using generator: inout some RandomNumberGenerator) {
    guard values.count > 1 else { return }
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, below(last + 1, using: &generator))
    }
  }

  /// A normal draw, mean 0, variance 1 (Marsaglia's polar method).
  static func normal(using generator: inout some RandomNumberGenerator) -> Double {
    while true {
      let x = 2 * unit(using: &generator) - 1
      let y = 2 * unit(using: &generator) - 1
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }

  /// The logarithm of a Gamma(shape, 1) draw (Marsaglia and Tsang 2000).
  ///
  /// As a logarithm, since with a shape of 0.01 most draws are below the smallest double.
  static func logGamma(
    shape: Double, using generator: inout some RandomNumberGenerator
  ) -> Double {
    let boost = shape < 1 ? log(1 - unit(using: &generator)) / shape : 0
    let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal(using: &generator)
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      guard v > 0 else { continue }
      let u = 1 - unit(using: &generator)
      if log(u) < 0.5 * x * x + d - d * v + d * log(v) { return log(d * v) + boost }
    }
  }

  /// Shares that sum to 1, from a symmetric Dirichlet law.
  static func dirichlet(
    _ count: Int, alpha: Double, using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    let logs = (0..<count).map { _ in logGamma(shape: alpha, using: &generator) }
    let top = logs.max() ?? 0
    let raw = logs.map { exp($0 - top) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }
}
