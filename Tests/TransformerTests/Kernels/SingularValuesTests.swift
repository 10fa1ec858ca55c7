import Plain
import Testing

@testable import Transformer

@Suite("Factors of a truncated singular value decomposition")
struct SingularValuesTests {
  private func random(_ rows: Int, _ columns: Int) -> DoubleMatrix {
    var generator = SplitMix64(seed: UInt64(rows * 1000 + columns))
    return DoubleMatrix(
      rows: rows,
      values: (0..<rows * columns).map { _ in Double.random(in: -1...1, using: &generator) })
  }

  /// ‖scale·b·a − matrix‖_F.
  private func error(
    _ factors: (b: [Float], a: [Float]), rank: Int, scale: Double, _ matrix: DoubleMatrix
  ) -> Double {
    var squares = 0.0
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        let product = (0..<rank).reduce(0.0) {
          $0 + Double(factors.b[row * rank + $1]) * Double(factors.a[$1 * matrix.columns + column])
        }
        let difference = scale * product - matrix[row, column]
        squares += difference * difference
      }
    }
    return squares.squareRoot()
  }

  @Test(
    "what they miss is the tail of the spectrum", arguments: [(12, 9), (5, 20), (1, 4)],
    SingularValues.Split.allCases)
  func truncation(shape: (rows: Int, columns: Int), split: SingularValues.Split) throws {
    let matrix = random(shape.rows, shape.columns)
    let found = try #require(SingularValues(matrix))
    for rank in 1...found.values.count {
      let tail = found.values[rank...].reduce(0) { $0 + $1 * $1 }.squareRoot()
      let factors = found.factors(rank: rank, scale: 0.5, split: split)
      #expect(abs(error(factors, rank: rank, scale: 0.5, matrix) - tail) < 1e-5)
    }
  }

  @Test("diag(3, 2, 1) at rank 2 misses 1", arguments: SingularValues.Split.allCases)
  func diagonal(split: SingularValues.Split) throws {
    let matrix = DoubleMatrix(rows: 3, values: [3, 0, 0, 0, 2, 0, 0, 0, 1])
    let found = try #require(SingularValues(matrix))
    let factors = found.factors(rank: 2, scale: 4, split: split)
    #expect(abs(error(factors, rank: 2, scale: 4, matrix) - 1) < 1e-6)
  }

  @Test("more rank than there is is zeros, and of values that are no numbers there are none")
  func edges() throws {
    let found = try #require(SingularValues(DoubleMatrix(rows: 1, values: [2, 0])))
    let (b, a) = found.factors(rank: 3, scale: 1, split: .left)
    #expect(abs(b[0] * a[0]) == 2 && b[1...] == [0, 0] && a[2...] == [0, 0, 0, 0])
    let zero = try #require(SingularValues(DoubleMatrix(rows: 2, columns: 2)))
    #expect(zero.factors(rank: 1, scale: 1, split: .even).b == [0, 0])
  }
}
