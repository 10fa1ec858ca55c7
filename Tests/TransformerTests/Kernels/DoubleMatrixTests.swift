import Plain
import Testing

@testable import Transformer

/// QR, singular values and systems, by what defines them.
struct DoubleMatrixTests {
  private static let shapes = [[1, 1], [5, 3], [3, 5], [4, 4], [40, 7], [7, 40], [130, 90]]

  private func random(_ rows: Int, _ columns: Int, _ seed: UInt64 = 1) -> DoubleMatrix {
    var random = SplitMix64(seed: seed)
    return DoubleMatrix(
      rows: rows,
      values: (0..<rows * columns).map { _ in Double.random(in: -1...1, using: &random) })
  }

  private func distance(_ a: DoubleMatrix, _ b: DoubleMatrix) -> Double {
    zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
  }

  private func unit(_ count: Int) -> DoubleMatrix {
    var unit = DoubleMatrix(rows: count, columns: count)
    for index in 0..<count { unit[index, index] = 1 }
    return unit
  }

  @Test func productsAndTransposesByHand() {
    let a = DoubleMatrix(rows: 2, values: [1, 4, 2, 5, 3, 6])
    #expect(a[0, 2] == 3 && a[1, 0] == 4)
    #expect((a * a.transposed).values == [14, 32, 32, 77])
    var grown = DoubleMatrix(rows: 2)
    for column in [[1.0, 4], [2, 5], [3, 6]] { grown.append(column) }
    #expect(grown == a)
  }

  @Test(arguments: shapes)
  func qrIsOrthonormalTimesTriangular(shape: [Int]) {
    let a = random(shape[0], shape[1])
    let (q, r) = a.factored()
    #expect(q.columns == shape.min() && r.rows == shape.min())
    #expect(distance(q.transposed * q, unit(q.columns)) < 1e-13)
    #expect(distance(q * r, a) < 1e-13)
    for column in 0..<r.columns {
      #expect((0..<r.rows).allSatisfy { $0 <= column || r[$0, column] == 0 })
    }
  }

  @Test(arguments: shapes)
  func singularValuesPutTheMatrixTogether(shape: [Int]) throws {
    let a = random(shape[0], shape[1], 2)
    let found = try #require(SingularValues(a))
    #expect(distance(found.left.transposed * found.left, unit(found.values.count)) < 1e-13)
    #expect(distance(found.right.transposed * found.right, unit(found.values.count)) < 1e-13)
    #expect(found.values == found.values.sorted(by: >) && found.values.allSatisfy { $0 >= 0 })
    var scaled = found.left
    for (column, value) in found.values.enumerated() {
      for row in 0..<scaled.rows { scaled[row, column] *= value }
    }
    #expect(distance(scaled * found.right.transposed, a) < 1e-12)
  }

  @Test func singularValuesOfADiagonal() throws {
    var a = DoubleMatrix(rows: 4, columns: 3)
    (a[0, 1], a[1, 0], a[2, 2]) = (2, -3, 0)
    let values = try #require(SingularValues(a)).values
    #expect(zip(values, [3, 2, 0]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(SingularValues(DoubleMatrix(rows: 3)) == nil, "a matrix without columns has none")
  }

  @Test func aPositiveDefiniteSystemIsSolved() throws {
    let a = random(9, 6, 3)
    var gram = a.transposed * a
    let b = random(6, 2, 4)
    let x = try #require(gram.solution(of: b))
    #expect(distance(gram * x, b) < 1e-11)
    gram[0, 0] = -1
    #expect(gram.solution(of: b) == nil, "and another is refused")
  }
}
