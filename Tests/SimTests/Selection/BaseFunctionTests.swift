import Plain
import Testing

@testable import Sim

struct BaseFunctionTests {
  /// L(p) = ½pᵀH₀p + (c/4)Σp⁴ at P = (.5, −1).
  private struct Quartic {
    var c = 0.3
    let start = [0.5, -1]

    func linear(_ v: [Double]) -> [Double] { [2 * v[0] + 0.3 * v[1], 0.3 * v[0] + v[1]] }

    func gradient(_ delta: [Double]) -> [Double] {
      let p = zip(start, delta).map { $0 + $1 }
      return zip(linear(p), p).map { $0 + c * $1 * $1 * $1 }
    }

    func hessian(_ v: [Double]) -> [Double] {
      zip(linear(v), zip(start, v)).map { $0 + 3 * c * $1.0 * $1.0 * $1.1 }
    }

    func lipschitz(pairs: Int) -> Double {
      var random = CounterRandom(seed: 11, purpose: .lipschitz)
      func displacement() -> [Double] { [random.uniform() - 0.5, random.uniform() - 0.5] }
      let pairs = (0..<pairs).map { _ in (first: displacement(), second: displacement()) }
      return BaseFunction.lipschitz(pairs: pairs, hessian: hessian, gradient: gradient)
    }
  }

  @Test func samplesStayBelowTheExactConstantAndComeNear() throws {
    let exact = try Golden.load().baseFunction.exact
    #expect(abs(exact - 1.125) < 1e-12)
    let sampled = Quartic().lipschitz(pairs: 20_000)
    #expect(sampled <= exact)
    #expect(sampled > 0.85 * exact)
  }

  @Test func aQuadraticHasNoRemainder() {
    #expect(Quartic(c: 0).lipschitz(pairs: 100) < 1e-12)
  }

  @Test func equalDisplacementsSayNothing() {
    let quartic = Quartic()
    let same = [(first: [0.1, 0.2], second: [0.1, 0.2])]
    #expect(
      BaseFunction.lipschitz(pairs: same, hessian: quartic.hessian, gradient: quartic.gradient) == 0
    )
  }

  @Test func differencesOfGradientsAreTheHessian() {
    let size = BaseFunction.norm(Quartic().start)
    for vector in [[1.0, 0], [0, 1], [3, -4], [1e-3, 2e-3], [1e4, -1e4]] {
      for (c, tolerance) in [(0.0, 1e-9), (0.3, 1e-8)] {
        let quartic = Quartic(c: c)
        let product = HessianProduct.centralDifference(
          vector, size: size, relativeStep: 1e-5, gradient: quartic.gradient)
        let scale = BaseFunction.norm(vector)
        #expect(
          agree(
            product.map { $0 / scale }, quartic.hessian(vector).map { $0 / scale }, tolerance))
      }
    }
  }

  @Test func theNormIsEuclid() {
    #expect(BaseFunction.norm([3, 4]) == 5)
    #expect(BaseFunction.norm([]) == 0)
  }
}
