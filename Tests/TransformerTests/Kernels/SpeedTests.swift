import Testing

@testable import Transformer

/// The yardstick of benchmarks: products by their shape.
@Suite("Speed of products") struct SpeedTests {
  @Test("Rows lie close where no stride is given")
  func strides() {
    #expect(GemmProduct(.plain, 2, 3, 5).strides == SIMD3(5, 3, 3))
    #expect(GemmProduct(.rightTransposed, 2, 3, 5).strides == SIMD3(5, 5, 3))
    #expect(GemmProduct(.leftTransposed, 2, 3, 5).strides == SIMD3(2, 3, 3))
  }

  @Test("Memory holds every row at its stride")
  func extents() {
    #expect(GemmProduct(.plain, 2, 3, 5).extents == SIMD3(10, 15, 6))
    #expect(GemmProduct(.rightTransposed, 2, 3, 5).extents == SIMD3(10, 15, 6))
    #expect(GemmProduct(.leftTransposed, 2, 3, 5).extents == SIMD3(10, 15, 6))
    let wide = GemmProduct(.plain, 2, 3, 5, strides: SIMD3(8, 4, 16))
    #expect(wide.extents == SIMD3(16, 20, 32))
  }

  @Test("A product of m × n sums of k terms is 2mnk operations, and takes time")
  func speed() {
    let products: [GemmProduct] = [
      .init(.plain, 33, 17, 65), .init(.rightTransposed, 33, 17, 65, adds: true),
      .init(.leftTransposed, 33, 17, 65, strides: SIMD3(40, 17, 20)),
    ]
    #expect(products.allSatisfy { $0.flops == 2 * 33 * 17 * 65 })
    let speed = LinearAlgebra.sgemmSpeed(of: products)
    #expect(speed > 1e6 && speed < 1e14)
    #expect(LinearAlgebra.sgemmSpeed(of: []) == 0)
  }
}
