import CKernels
import Foundation
import Plain

/// A frozen linear map W [out, in] in panels of columns, for products of our own in both directions.
///
/// `cblas_sgemm` copies W in every call, which narrow maps feel: these copies are made once. Sums have its terms in its order, so
/// that results are OpenBLAS's bit by bit.
final class PanelledMap: PreparedMap, @unchecked Sendable {
  // Sendable: nothing changes after init, and the weight outlives its map.
  private let weight: Matrix
  private let piece: Int
  private let forward: UnsafeMutablePointer<Float>
  private let backward: UnsafeMutablePointer<Float>

  /// Copies `weight`, which is to live as long as the map; nil where it is no whole number of panels, or where panels have not
  /// the bits of OpenBLAS.
  convenience init?(_ weight: Matrix) {
    guard let piece = Self.piece, weight.rows % Self.width == 0, weight.columns % Self.width == 0
    else { return nil }
    self.init(weight, piece: piece)
  }

  private init(_ weight: Matrix, piece: Int) {
    self.weight = weight
    self.piece = piece
    forward = Self.panels(inner: weight.columns, columns: weight.rows) { weight.row($1)[$0] }
    backward = Self.panels(inner: weight.rows, columns: weight.columns) { weight.row($0)[$1] }
  }

  deinit {
    forward.deallocate()
    backward.deallocate()
  }

  func apply(to x: Matrix, into y: Matrix, _ workspace: Workspace) {
    guard Self.isLarge(x, y) else {
      return Transformer.multiply(x, weight.transposed, into: y)
    }
    multiply(x, panels: forward, into: y, adding: false)
  }

  func applyBack(to dy: Matrix, into dx: Matrix, adding: Bool, _ workspace: Workspace) {
    guard Self.isLarge(dy, dx) else {
      return Transformer.multiply(dy, weight, into: dx, adding: adding)
    }
    multiply(dy, panels: backward, into: dx, adding: adding)
  }

  private func multiply(
    _ x: Matrix, panels: UnsafePointer<Float>, into y: Matrix, adding: Bool
  ) {
    ck_panel_product(
      x.rows, y.columns, x.columns, piece, x.pointer, x.stride, panels, adding ? 1 : 0, y.pointer,
      y.stride)
  }

  /// OpenBLAS has other loops, with sums in another order, for products of up to a million terms.
  private static func isLarge(_ x: Matrix, _ y: Matrix) -> Bool {
    x.rows * x.columns * y.columns > 1_000_000
  }
}

extension PanelledMap {
  private static let width = Int(CK_PANEL)

  /// b [inner, columns], of which `value` gives b[i][j], in panels.
  private static func panels(
    inner: Int, columns: Int, _ value: (Int, Int) -> Float
  ) -> UnsafeMutablePointer<Float> {
    let panels = UnsafeMutableRawPointer.allocate(
      byteCount: inner * columns * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: inner * columns)
    var next = panels
    for first in stride(from: 0, to: columns, by: width) {
      for index in 0..<inner {
        for column in first..<first + width {
          next.initialize(to: value(index, column))
          next += 1
        }
      }
    }
    return panels
  }

  /// Terms of a piece of a sum with which products have OpenBLAS's bits on this machine; nil: none has, or our loops are not
  /// quicker here.
  ///
  /// Its kernels for different processors differ in this, and its versions may: so the library is asked.
  static let piece: Int? =
    LinearAlgebra.kernels == "avx512" ? [320, 384, 448].first(where: hasBits) : nil

  /// Whether sums of one or two pieces, and of more, are OpenBLAS's in both directions.
  private static func hasBits(_ piece: Int) -> Bool {
    LinearAlgebra.useOneThread()
    let (rows, columns, longest) = (37, 128, 1088)
    var generator = SplitMix64(seed: 1)
    var values = (0..<columns * longest).map { _ in Float.random(in: -1...1, using: &generator) }
    var results = [Float](repeating: 0, count: 2 * rows * columns)
    let workspace = Workspace()
    return values.withUnsafeMutableBufferPointer { values in
      results.withUnsafeMutableBufferPointer { results in
        guard let values = values.baseAddress, let own = results.baseAddress else { return false }
        let (y, other) = (
          Matrix(own, rows: rows, columns: columns),
          Matrix(own + rows * columns, rows: rows, columns: columns)
        )
        for inner in [352, longest] {
          let x = Matrix(values, rows: rows, columns: inner)
          let ahead = Matrix(values, rows: columns, columns: inner)
          let back = Matrix(values, rows: inner, columns: columns)
          PanelledMap(ahead, piece: piece).apply(to: x, into: y, workspace)
          PanelledMap(back, piece: piece).applyBack(to: x, into: y, adding: true, workspace)
          Transformer.multiply(x, ahead.transposed, into: other)
          Transformer.multiply(x, back, into: other, adding: true)
          guard memcmp(y.pointer, other.pointer, rows * columns * MemoryLayout<Float>.stride) == 0
          else { return false }
        }
        return true
      }
    }
  }
}
