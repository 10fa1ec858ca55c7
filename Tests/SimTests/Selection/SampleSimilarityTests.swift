import Foundation
import Plain
import Testing
import Transformer

@testable import Sim

/// FedPepTAO's layer score (arXiv 2310.15080).
struct SampleSimilarityTests {
  @Test func samplesThatAreTheSameHaveOneEigenvalue() {
    let alike = [[Double]](repeating: [Double](repeating: 1, count: 4), count: 4)
    #expect(agree(SymmetricMatrix.eigenvalues(alike), [0, 0, 0, 4], 1e-12))
    // Three eigenvalues of nothing count 1e5 each.
    let expected = log(4.000_01) + 1 / 4.000_01 + 3 * (log(1e-5) + 1e5)
    #expect(abs(SampleSimilarity.score(alike) - expected) < 1e-3)
  }

  @Test func orthogonalSamplesCountOneEach() {
    let apart = (0..<3).map { row in (0..<3).map { $0 == row ? 1.0 : 0 } }
    let expected = 3 * (log(1.000_01) + 1 / 1.000_01)
    #expect(abs(SampleSimilarity.score(apart) - expected) < 1e-12)
  }

  @Test func eigenvaluesHaveTheTraceAndThePowersOfTheMatrix() {
    var random = CounterRandom(seed: 3, purpose: .lanczos)
    for count in [1, 2, 3, 8] {
      var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
      for row in 0..<count {
        for column in 0...row {
          matrix[row][column] = random.normal()
          matrix[column][row] = matrix[row][column]
        }
      }
      let values = SymmetricMatrix.eigenvalues(matrix)
      #expect(values == values.sorted())
      let trace = (0..<count).reduce(0) { $0 + matrix[$1][$1] }
      let square = matrix.joined().reduce(0) { $0 + $1 * $1 }
      #expect(abs(values.reduce(0, +) - trace) < 1e-10)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } - square) < 1e-10)
    }
    // The Laplacian of a path: 2 − 2·cos(k·π/5).
    let path = (0..<4).map { row in
      (0..<4).map { $0 == row ? 2.0 : abs($0 - row) == 1 ? -1 : 0 }
    }
    let expected = (1...4).map { 2 - 2 * cos(Double($0) * .pi / 5) }
    #expect(agree(SymmetricMatrix.eigenvalues(path), expected, 1e-12))
  }

  @Test func whatAShortSampleLacksCountsAsZeros() throws {
    let tiny = try TinyEncoder()
    let session = EncoderSession(encoder: tiny.encoder)
    var found: [[[Double]]] = []
    session.hiddenStates(tiny.batches[0], parameters: tiny.parameters) { _, output, spans in
      found.append(SampleSimilarity.cosines(output, spans))
      for sample in 0..<spans.count {
        let rows = spans[sample]
        let other = spans[(sample + 1) % spans.count]
        let short = min(rows.count, other.count) * output.columns
        var (dot, left, right) = (0.0, 0.0, 0.0)
        for index in 0..<rows.count * output.columns {
          let value = Double(output.row(rows.lowerBound)[index])
          left += value * value
          if index < short { dot += value * Double(output.row(other.lowerBound)[index]) }
        }
        for index in 0..<other.count * output.columns {
          let value = Double(output.row(other.lowerBound)[index])
          right += value * value
        }
        let cosine = found[found.count - 1][sample][(sample + 1) % spans.count]
        #expect(abs(cosine - dot / (left * right).squareRoot()) < 1e-12)
      }
    }
    #expect(found.count == 3)
    #expect(
      found.allSatisfy { matrix in matrix.indices.allSatisfy { abs(matrix[$0][$0] - 1) < 1e-12 } })
  }
}
