import COpenBLAS
import Plain

extension LinearAlgebra {
  /// The speed of `cblas_sgemm` on the calling thread over `products`, once each, in order; FLOP/s.
  ///
  /// Operands of all products share their memory, so that they come from the cache as far as they
  /// fit: a speed to be measured against, not one that a program with many weights must reach.
  public static func sgemmSpeed(of products: [GemmProduct]) -> Double {
    useOneThread()
    var sizes = SIMD3<Int>(repeating: 1)
    for product in products { sizes = pointwiseMax(sizes, product.extents) }
    var left = noise(sizes.x)
    var right = noise(sizes.y)
    var result = noise(sizes.z)
    let time = left.withUnsafeMutableBufferPointer { left in
      right.withUnsafeMutableBufferPointer { right in
        result.withUnsafeMutableBufferPointer { result in
          ContinuousClock().measure {
            for product in products {
              run(product, left.baseAddress, right.baseAddress, result.baseAddress)
            }
          }
        }
      }
    }
    return products.reduce(0) { $0 + $1.flops } / max(time / .seconds(1), 1e-9)
  }

  private static func run(
    _ product: GemmProduct, _ left: UnsafePointer<Float>?, _ right: UnsafePointer<Float>?,
    _ result: UnsafeMutablePointer<Float>?
  ) {
    cblas_sgemm(
      CblasRowMajor, product.form == .leftTransposed ? CblasTrans : CblasNoTrans,
      product.form == .rightTransposed ? CblasTrans : CblasNoTrans, blasint(product.rows),
      blasint(product.columns), blasint(product.inner), 1, left, blasint(product.strides.x), right,
      blasint(product.strides.y), product.adds ? 1 : 0, result, blasint(product.strides.z))
  }

  /// Values of either sign and of one magnitude, so that no sum overflows or becomes subnormal.
  private static func noise(_ count: Int) -> [Float] {
    var generator = SplitMix64(seed: UInt64(count))
    var bits: UInt64 = 0
    return (0..<count).map { index in
      if index % 64 == 0 { bits = generator.next() }
      return bits >> (index % 64) & 1 == 0 ? 0.5 : -0.5
    }
  }
}
