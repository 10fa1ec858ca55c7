import Foundation
import Plain
import Testing

@testable import Sim

struct ModelContrastTests {
  private let z: [Float] = [1, 2, 2]
  private let global: [Float] = [2, 1, 2]
  private let previous: [Float] = [-1, 0, 1]

  @Test func valuesAreThoseOfTheReference() throws {
    let golden = try Golden.load().contrast
    let term = ModelContrast.term(z: z, global: global, previous: previous, temperature: 0.5)
    #expect(abs(term.loss - golden.loss) < 1e-12)
    #expect(agree(term.gradient, golden.gradient, 1e-9))
    #expect(abs(term.loss - 0.239_646_939_0) < 1e-10)
  }

  @Test func itIsTheSoftplusOfTheMargin() throws {
    let cosines = try Golden.load().contrast.cosines
    for temperature in [0.05, 0.5, 2, 10] {
      let term = ModelContrast.term(
        z: z, global: global, previous: previous, temperature: temperature)
      let margin = (cosines[1] - cosines[0]) / temperature
      #expect(abs(term.loss - log(1 + exp(margin))) < 1e-12)
    }
  }

  @Test func theGradientIsThatOfTheLoss() {
    var random = CounterRandom(seed: 3, purpose: .samples)
    func vector() -> [Float] { (0..<7).map { _ in Float(random.normal()) } }
    for _ in 0..<20 {
      let (z, global, previous) = (vector(), vector(), vector())
      func loss(_ z: [Float]) -> Double {
        ModelContrast.term(z: z, global: global, previous: previous, temperature: 0.3).loss
      }
      let gradient =
        ModelContrast.term(z: z, global: global, previous: previous, temperature: 0.3).gradient
      for index in z.indices {
        var (ahead, behind) = (z, z)
        ahead[index] += 0x1p-10
        behind[index] -= 0x1p-10
        // The distance that single precision really made.
        let width = Double(ahead[index]) - Double(behind[index])
        #expect(abs((loss(ahead) - loss(behind)) / width - gradient[index]) < 2e-5)
      }
    }
  }

  @Test func equalModelsCostTheLogarithmOfTwo() {
    let term = ModelContrast.term(z: z, global: global, previous: global, temperature: 0.5)
    #expect(abs(term.loss - log(2)) < 1e-15)
    #expect(term.gradient == [0, 0, 0])
  }

  @Test func farMarginsDoNotOverflow() {
    let near = ModelContrast.term(z: z, global: z, previous: z.map { -$0 }, temperature: 1e-3)
    let far = ModelContrast.term(z: z, global: z.map { -$0 }, previous: z, temperature: 1e-3)
    #expect(near.loss == 0)
    #expect(abs(far.loss - 2000) < 1e-3)
    #expect((near.gradient + far.gradient).allSatisfy { $0.isFinite })
  }

  @Test func aZeroVectorHasNoDirection() {
    let term = ModelContrast.term(
      z: [0, 0, 0], global: global, previous: previous, temperature: 0.5)
    #expect(abs(term.loss - log(2)) < 1e-15)
    #expect(term.gradient == [0, 0, 0])
  }
}
