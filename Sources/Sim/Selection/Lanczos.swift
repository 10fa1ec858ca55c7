import Foundation

/// The spectrum of a symmetric operator as a few Ritz values with weights that sum to 1 (stochastic Lanczos quadrature).
public struct RitzSpectrum: Sendable, Equatable {
  /// Ritz values, ascending.
  public var values: [Double]
  /// Their quadrature weights: squared first components of the tridiagonal matrix's eigenvectors.
  public var weights: [Double]

  /// Density mass above `threshold`, after Gaussian smoothing with variance `variance`.
  public func mass(above threshold: Double, variance: Double) -> Double {
    let width = (2 * variance).squareRoot()
    return zip(values, weights).reduce(0) { sum, point in
      sum + point.1 * 0.5 * erfc((threshold - point.0) / width)
    }
  }
}

/// Lanczos iteration with full re-orthogonalisation.
public enum Lanczos {
  /// Runs up to `steps` iterations from `start`.
  ///
  /// - Parameters:
  ///   - start: probe vector, not zero.
  ///   - multiply: the symmetric operator.
  /// - Returns: the spectrum; fewer values than steps when an invariant subspace was found.
  public static func spectrum(
    start: [Double], steps: Int, multiply: ([Double]) -> [Double]
  ) -> RitzSpectrum {
    let length = BaseFunction.norm(start)
    guard length > 0, steps > 0 else { return RitzSpectrum(values: [], weights: []) }
    var basis = [start.map { $0 / length }]
    var diagonal: [Double] = []
    var offDiagonal: [Double] = []
    for step in 0..<min(steps, start.count) {
      var next = multiply(basis[step])
      diagonal.append(dot(next, basis[step]))
      // Twice is enough (Kahan, Parlett): one pass leaves rounding that grows into ghost values.
      for _ in 0..<2 {
        for vector in basis { subtract(&next, vector, dot(next, vector)) }
      }
      let norm = BaseFunction.norm(next)
      let scale = max(1e-300, diagonal.map(abs).max() ?? 0)
      guard step + 1 < min(steps, start.count), norm > 1e-12 * scale else { break }
      offDiagonal.append(norm)
      basis.append(next.map { $0 / norm })
    }
    return tridiagonal(diagonal: diagonal, offDiagonal: offDiagonal)
  }

  /// Eigenvalues and squared first eigenvector components of a symmetric tridiagonal matrix, by implicit QL.
  static func tridiagonal(diagonal: [Double], offDiagonal: [Double]) -> RitzSpectrum {
    let count = diagonal.count
    var d = diagonal
    var e = offDiagonal + [0]
    // Only the first row of the eigenvector matrix is needed.
    var first = [1.0] + Array(repeating: 0.0, count: max(0, count - 1))
    for low in 0..<count {
      for _ in 0..<200 {
        var split = low
        while split + 1 < count {
          let scale = abs(d[split]) + abs(d[split + 1])
          if abs(e[split]) <= 1e-16 * scale { break }
          split += 1
        }
        if split == low { break }
        rotate(&d, &e, &first, low, split)
      }
    }
    let order = d.indices.sorted { d[$0] < d[$1] }
    return RitzSpectrum(
      values: order.map { d[$0] }, weights: order.map { first[$0] * first[$0] })
  }

  /// One implicit QL sweep with Wilkinson's shift over rows `low` to `high`.
  private static func rotate(
    _ d: inout [Double], _ e: inout [Double], _ first: inout [Double], _ low: Int, _ high: Int
  ) {
    var g = (d[low + 1] - d[low]) / (2 * e[low])
    var r = (g * g + 1).squareRoot()
    g = d[high] - d[low] + e[low] / (g + (g < 0 ? -r : r))
    var (sine, cosine, p) = (1.0, 1.0, 0.0)
    for i in stride(from: high - 1, through: low, by: -1) {
      var f = sine * e[i]
      let b = cosine * e[i]
      r = (f * f + g * g).squareRoot()
      e[i + 1] = r
      if r == 0 {
        d[i + 1] -= p
        e[high] = 0
        return
      }
      sine = f / r
      cosine = g / r
      g = d[i + 1] - p
      r = (d[i] - g) * sine + 2 * cosine * b
      p = sine * r
      d[i + 1] = g + p
      g = cosine * r - b
      f = first[i + 1]
      first[i + 1] = sine * first[i] + cosine * f
      first[i] = cosine * first[i] - sine * f
    }
    d[low] -= p
    e[low] = g
    e[high] = 0
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private static func subtract(_ a: inout [Double], _ b: [Double], _ factor: Double) {
    for index in a.indices { a[index] -= factor * b[index] }
  }
}
