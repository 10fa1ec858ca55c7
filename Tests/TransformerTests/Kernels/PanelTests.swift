import CKernels
import Plain
import Testing

@testable import Transformer

@Suite("Products in panels")
struct PanelTests {
  private func values(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
  }

  @Test(
    "sums are added term by term, in pieces of which the last two are halves",
    arguments: [1, 3, 4, 11, 12, 29], [1, 31, 48, 49, 96, 200])
  func order(rows: Int, inner: Int) {
    let (longest, columns, stride) = (48, 64, inner + 3)
    let isFused = LinearAlgebra.kernels != "baseline"
    let x = values(rows * stride, seed: 1)
    let panels = values(inner * columns, seed: 2)
    let start = values(rows * columns, seed: 3)
    for adds in [false, true] {
      var y = start
      ck_panel_product(
        rows, columns, inner, longest, x, stride, panels, adds ? 1 : 0, &y, columns)
      for row in 0..<rows {
        for column in 0..<columns {
          let panel = column / 32 * 32 * inner + column % 32
          var expected = adds ? start[row * columns + column] : 0
          for piece in Self.pieces(of: inner, longest) {
            var sum: Float = 0
            for index in piece {
              let (a, b) = (x[row * stride + index], panels[panel + index * 32])
              sum = isFused ? sum.addingProduct(a, b) : sum + a * b
            }
            expected += sum
          }
          #expect(y[row * columns + column] == expected)
        }
      }
    }
  }

  private static func pieces(of count: Int, _ longest: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < count {
      let rest = count - start
      let half = (rest / 2 + 15) / 16 * 16
      let next = rest >= 2 * longest ? longest : rest > longest ? half : rest
      pieces.append(start..<start + next)
      start += next
    }
    return pieces
  }

  @Test(
    "a map in panels has OpenBLAS's bits, whatever the rows",
    .enabled(if: PanelledMap.piece != nil, "OpenBLAS sums in another order on this machine"),
    arguments: [1, 8, 27, 61, 160], [(128, 128), (512, 128), (128, 512), (384, 128), (352, 1088)])
  func bits(rows: Int, shape: (out: Int, inner: Int)) throws {
    let workspace = Workspace()
    func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
      let matrix = workspace.matrix(rows, columns)
      for (index, value) in values(rows * columns, seed: seed).enumerated() {
        matrix.pointer[index] = value
      }
      return matrix
    }
    func read(_ matrix: Matrix) -> [Float] {
      Array(UnsafeBufferPointer(start: matrix.pointer, count: matrix.rows * matrix.columns))
    }
    let weight = matrix(shape.out, shape.inner, seed: 1)
    let map = try #require(PanelledMap(weight))
    let (x, dy) = (matrix(rows, shape.inner, seed: 2), matrix(rows, shape.out, seed: 3))
    let y = (own: workspace.matrix(rows, shape.out), other: workspace.matrix(rows, shape.out))
    map.apply(to: x, into: y.own, workspace)
    multiply(x, weight.transposed, into: y.other)
    #expect(read(y.own) == read(y.other))
    for adding in [false, true] {
      let (own, other) = (matrix(rows, shape.inner, seed: 4), matrix(rows, shape.inner, seed: 4))
      map.applyBack(to: dy, into: own, adding: adding, workspace)
      multiply(dy, weight, into: other, adding: adding)
      #expect(read(own) == read(other))
    }
  }

  @Test("maps that are no whole number of panels are left as they are")
  func refusals() {
    let workspace = Workspace()
    #expect(PanelledMap(workspace.matrix(48, 32)) == nil)
    #expect(PanelledMap(workspace.matrix(32, 48)) == nil)
  }
}
