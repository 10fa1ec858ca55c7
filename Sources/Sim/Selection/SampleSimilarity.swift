import Foundation
import Transformer

/// How alike a layer's hidden states are from sample to sample (FedPepTAO, arXiv 2310.15080).
public enum SampleSimilarity {
  /// Σ (ln λ + 1/λ) over the eigenvalues λ of a cosine-similarity matrix, each 1e-5 larger than it is.
  public static func score(_ similarity: [[Double]]) -> Double {
    SymmetricMatrix.eigenvalues(similarity).reduce(0) { sum, eigenvalue in
      // Rounding makes eigenvalues of nothing negative.
      let value = max(0, eigenvalue) + 1e-5
      return sum + log(value) + 1 / value
    }
  }

  /// The cosines of samples with each other, each as long as its rows end to end; what a shorter one lacks counts as zeros.
  public static func cosines(_ output: Matrix, _ spans: SequenceSpans) -> [[Double]] {
    func product(_ a: Int, _ b: Int) -> Double {
      let count = min(spans[a].count, spans[b].count) * output.columns
      let (left, right) = (output.row(spans[a].lowerBound), output.row(spans[b].lowerBound))
      var sum = 0.0
      for index in 0..<count { sum += Double(left[index]) * Double(right[index]) }
      return sum
    }
    let lengths = (0..<spans.count).map { product($0, $0).squareRoot() }
    return (0..<spans.count).map { a in
      (0..<spans.count).map { b in
        let scale = lengths[a] * lengths[b]
        return scale > 0 ? product(min(a, b), max(a, b)) / scale : 0
      }
    }
  }
}

/// Dense symmetric matrices.
public enum SymmetricMatrix {
  /// All eigenvalues, ascending, by Jacobi's rotations: for a few dozen rows at most.
  public static func eigenvalues(_ matrix: [[Double]]) -> [Double] {
    var a = matrix
    let count = a.count
    for _ in 0..<100 {
      var off = 0.0
      for p in 0..<count { for q in 0..<p { off += a[p][q] * a[p][q] } }
      if off < 1e-24 { break }
      for p in 0..<count {
        for q in p + 1..<max(p + 1, count) where a[p][q] != 0 { rotate(&a, p, q) }
      }
    }
    return a.indices.map { a[$0][$0] }.sorted()
  }

  // Makes a[p][q] zero.
  private static func rotate(_ a: inout [[Double]], _ p: Int, _ q: Int) {
    let slope = (a[q][q] - a[p][p]) / (2 * a[p][q])
    let tangent = (slope < 0 ? -1 : 1) / (abs(slope) + (slope * slope + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in a.indices {
      let (x, y) = (a[k][p], a[k][q])
      a[k][p] = cosine * x - sine * y
      a[k][q] = sine * x + cosine * y
    }
    for k in a.indices {
      let (x, y) = (a[p][k], a[q][k])
      a[p][k] = cosine * x - sine * y
      a[q][k] = sine * x + cosine * y
    }
  }
}
