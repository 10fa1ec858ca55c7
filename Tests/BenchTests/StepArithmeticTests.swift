import Testing

@testable import Bench

/// The count of arithmetic, against closed forms in tokens, width, depth and length.
@Suite("Step arithmetic") struct StepArithmeticTests {
  static let lengths = [3, 17, 16, 128, 5]
  static let tokens = 169.0
  static let squares = 9.0 + 289 + 256 + 16384 + 25

  private static func of(
    _ shape: BenchShape, takesMean: Bool = false, skipsUnread: Bool = false
  ) -> StepArithmetic {
    StepArithmetic(
      shape: shape, pooling: takesMean ? .mean : .first, skipsUnread: skipsUnread)
  }

  private struct Sizes {
    let d: Double
    let f: Double
    let layers: Double
    let r: Double
    let labels = Double(BenchShape.labels)
    let n = Double(StepArithmeticTests.lengths.count)

    init(_ shape: BenchShape) {
      d = Double(shape.width)
      f = Double(shape.intermediate)
      layers = Double(shape.layers)
      r = Double(shape.rank)
    }

    var forward: Double {
      let (t, squares) = (StepArithmeticTests.tokens, StepArithmeticTests.squares)
      return layers * (8 * t * d * d + 4 * t * d * f + 4 * squares * d + 8 * t * d * r)
        + 2 * n * d * (d + labels)
    }

    /// As much as the forward pass, and the gradients of the factors; the first layer lacks what
    /// lies below its inputs: three maps, the gradient of its keys, and LoRA's share of the way.
    var backward: Double {
      let (t, squares) = (StepArithmeticTests.tokens, StepArithmeticTests.squares)
      let layer = 8 * t * d * d + 4 * t * d * f + 8 * squares * d + 16 * t * d * r
      let below = 6 * t * d * d + 2 * squares * d + 4 * t * d * r
      return layers * layer - below + 2 * n * d * (d + 2 * labels)
    }
  }

  @Test("A forward pass is what the formula says", arguments: BenchShape.all.map(\.name))
  func forward(name: String) throws {
    let shape = try #require(BenchShape.all.first { $0.name == name })
    #expect(Self.of(shape).forward(Self.lengths).flops == Sizes(shape).forward)
  }

  @Test("A step is what the formula says", arguments: BenchShape.all.map(\.name))
  func step(name: String) throws {
    let shape = try #require(BenchShape.all.first { $0.name == name })
    let sizes = Sizes(shape)
    #expect(Self.of(shape).step(Self.lengths).flops == sizes.forward + sizes.backward)
  }

  @Test("Rows that nobody reads are left out past the last layer's keys and values")
  func unreadRows() throws {
    let shape = try #require(BenchShape.all.first { $0.name == "tiny" })
    let all = Self.of(shape).forward(Self.lengths).flops
    let read = Self.of(shape, skipsUnread: true).forward(Self.lengths).flops
    let (d, f, r) = (128.0, 512.0, 8.0)
    let n = Double(Self.lengths.count)
    // Rows of queries, attention's output and the feed-forward block, and scores of one row each.
    let rows = (Self.tokens - n) * (4 * d * d + 4 * d * f + 4 * d * r)
    #expect(all - read == rows + (Self.squares - Self.tokens) * 4 * d)
  }

  @Test("A mean over tokens reads every row, and has no dense map")
  func mean() throws {
    let shape = try #require(BenchShape.all.first { $0.name == "embedded" })
    let all = Self.of(shape, takesMean: true).step(Self.lengths)
    #expect(Self.of(shape, takesMean: true, skipsUnread: true).step(Self.lengths) == all)
    let dense = 4 * Double(Self.lengths.count) * 128 * 128
    #expect(Self.of(shape).step(Self.lengths).flops - all.flops == dense)
  }

  @Test("Arithmetic is a sum over samples, however they are cut into batches")
  func additive() throws {
    let shape = try #require(BenchShape.all.first { $0.name == "minilm" })
    let arithmetic = Self.of(shape, skipsUnread: true)
    let parts = arithmetic.step([3, 17]).flops + arithmetic.step([16, 128, 5]).flops
    #expect(arithmetic.step(Self.lengths).flops == parts)
  }

  @Test("Operands lie inside of their rows", arguments: [false, true])
  func strides(skipsUnread: Bool) throws {
    let shape = try #require(BenchShape.all.first { $0.name == "tiny" })
    for product in Self.of(shape, skipsUnread: skipsUnread).step([4, 21]) {
      let left = product.form == .leftTransposed ? product.rows : product.inner
      let right = product.form == .rightTransposed ? product.inner : product.columns
      #expect(product.strides.x >= left && product.strides.y >= right)
      #expect(product.strides.z >= product.columns)
    }
  }
}
