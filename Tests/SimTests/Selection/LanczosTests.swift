import Foundation
import Testing

@testable import Sim

struct LanczosTests {
  /// The stored 40 × 40 matrix: 30 eigenvalues in [.01, .1], 10 in [5, 6], randomly rotated.
  private struct Gapped {
    let golden: Golden.Spectrum

    func multiply(_ vector: [Double]) -> [Double] {
      vector.indices.map { row in
        vector.indices.reduce(0.0) { $0 + golden.matrix[row * 40 + $1] * vector[$1] }
      }
    }

    func spectrum(_ steps: Int) -> RitzSpectrum {
      Lanczos.spectrum(start: golden.probe, steps: steps, multiply: multiply)
    }
  }

  private func gapped() throws -> Gapped { Gapped(golden: try Golden.load().lanczos) }

  @Test func allStepsGiveAllEigenvalues() throws {
    let gapped = try gapped()
    let spectrum = gapped.spectrum(40)
    #expect(spectrum.values.count == 40)
    #expect(agree(spectrum.values, gapped.golden.eigenvalues, 2e-13))
  }

  @Test(arguments: ["5", "10", "20", "40"])
  func theTopValueConvergesAsInTheOracle(steps: String) throws {
    let gapped = try gapped()
    let count = try #require(Int(steps))
    let top = try #require(gapped.spectrum(count).values.last)
    let expected = try #require(gapped.golden.topErrors[steps])
    #expect(abs(abs(top - 6) - expected) < 1e-9 + 1e-6 * expected)
  }

  @Test(arguments: [1, 2, 5, 10, 17, 39, 40])
  func weightsAreAQuadrature(steps: Int) throws {
    let gapped = try gapped()
    let spectrum = gapped.spectrum(steps)
    #expect(spectrum.values == spectrum.values.sorted())
    #expect(spectrum.weights.allSatisfy { $0 >= 0 })
    #expect(abs(spectrum.weights.reduce(0, +) - 1) < 1e-12)
    let quotient = zip(spectrum.values, spectrum.weights).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(quotient - gapped.golden.quotient) < 1e-12)
  }

  @Test func aTridiagonalMatrixOfKnownSpectrum() {
    // The second difference on n points has the eigenvalues 2 − 2·cos(kπ / (n + 1)).
    let n = 12
    let spectrum = Lanczos.tridiagonal(
      diagonal: Array(repeating: 2, count: n), offDiagonal: Array(repeating: -1, count: n - 1))
    let exact = (1...n).map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) }
    #expect(agree(spectrum.values, exact, 1e-14))
    #expect(abs(spectrum.weights.reduce(0, +) - 1) < 1e-14)
  }

  @Test func anInvariantSubspaceEndsTheIteration() {
    let diagonal = [1.0, 2, 3, 4]
    let spectrum = Lanczos.spectrum(start: [1, 0, 1, 0], steps: 4) { vector in
      zip(diagonal, vector).map { $0 * $1 }
    }
    #expect(agree(spectrum.values, [1, 3], 1e-14))
    #expect(agree(spectrum.weights, [0.5, 0.5], 1e-14))
    let identity = Lanczos.spectrum(start: [3, 4], steps: 2) { $0 }
    #expect(identity.values == [1])
    #expect(agree(identity.weights, [1], 1e-15))
  }

  @Test func nothingToStartFromGivesNothing() {
    #expect(Lanczos.spectrum(start: [0, 0], steps: 3) { $0 }.values.isEmpty)
    #expect(Lanczos.spectrum(start: [1], steps: 0) { $0 }.values.isEmpty)
    #expect(Lanczos.spectrum(start: [2], steps: 9) { $0.map { 5 * $0 } }.values == [5])
  }

  @Test func theMassAboveTheGapIsTheUpperCluster() throws {
    // A single probe weighs each eigenvector by chance; their mean over all axes is exact: 10 of 40.
    let gapped = try gapped()
    var mass = 0.0
    for axis in 0..<40 {
      var probe = [Double](repeating: 0, count: 40)
      probe[axis] = 1
      let spectrum = Lanczos.spectrum(start: probe, steps: 40, multiply: gapped.multiply)
      mass += spectrum.mass(above: 2.5, variance: 6e-5) / 40
    }
    #expect(abs(mass - 0.25) < 1e-10)
  }

  @Test func smoothedMassFallsFromOneToZero() {
    let spectrum = RitzSpectrum(values: [0, 1], weights: [0.25, 0.75])
    #expect(abs(spectrum.mass(above: -1, variance: 1e-4) - 1) < 1e-12)
    #expect(abs(spectrum.mass(above: 0, variance: 1e-4) - 0.875) < 1e-12)
    #expect(abs(spectrum.mass(above: 0.5, variance: 1e-4) - 0.75) < 1e-12)
    #expect(spectrum.mass(above: 2, variance: 1e-4) < 1e-12)
  }
}
