import Foundation

/// The χ² distribution.
enum ChiSquared {
  /// The chance of a value of at least `x`.
  ///
  /// The regularised incomplete gamma function of half of both: a series below its bend, a continued fraction above.
  ///
  /// - Parameter degrees: degrees of freedom, from 1.
  static func upperTail(_ x: Double, degrees: Int) -> Double {
    guard x > 0 else { return 1 }
    let (shape, half) = (Double(degrees) / 2, x / 2)
    let scale = exp(shape * log(half) - half - lgamma(shape))
    return half < shape + 1
      ? 1 - scale * series(shape, half) : scale * fraction(shape, half)
  }

  /// Σ xⁿ / (a (a + 1) … (a + n)).
  private static func series(_ shape: Double, _ x: Double) -> Double {
    var (term, sum, step) = (1 / shape, 1 / shape, shape)
    while abs(term) > abs(sum) * 1e-17 {
      step += 1
      term *= x / step
      sum += term
    }
    return sum
  }

  /// 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - …)), from its front (Lentz 1976).
  private static func fraction(_ shape: Double, _ x: Double) -> Double {
    var b = x + 1 - shape
    var c = 1e300
    var d = 1 / b
    var value = d
    for n in 1...500 {
      let a = -Double(n) * (Double(n) - shape)
      b += 2
      d = 1 / (a * d + b)
      c = b + a / c
      let change = c * d
      value *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return value
  }
}

/// The range of as many standard normal numbers as there are groups: Tukey's studentised range with endless degrees of
/// freedom, as Nemenyi's test takes it.
enum StudentizedRange {
  /// The chance that the range is at most `q`: k ∫ φ(z) (Φ(z) - Φ(z - q))ᵏ⁻¹ dz, where z is the largest number.
  static func lowerTail(_ q: Double, groups: Int) -> Double {
    // Simpson's rule; beyond eight deviations nothing is left that a Double could hold.
    let (steps, from, to) = (960, -8.0, 8.0)
    let width = (to - from) / Double(steps)
    let sum = (0...steps).reduce(0.0) { sum, step in
      let z = from + Double(step) * width
      let weight = step == 0 || step == steps ? 1.0 : step % 2 == 1 ? 4 : 2
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      return sum + weight * density * pow(normal(z) - normal(z - q), Double(groups - 1))
    }
    return min(1, Double(groups) * sum * width / 3)
  }

  /// The value that the range stays below with a chance of `share`, by bisection.
  static func quantile(_ share: Double, groups: Int) -> Double {
    var (low, high) = (0.0, 16.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if lowerTail(middle, groups: groups) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static func normal(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }
}
