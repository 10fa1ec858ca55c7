import Testing

@testable import Sim

struct PlateauSearchTests {
  /// Two clusters: `lower` of the mass spread over [.01, .1], the rest over [5, 6].
  private func clusters(lower: Double) -> RitzSpectrum {
    let low = (0..<30).map { 0.01 + 0.09 * Double($0) / 29 }
    let high = (0..<10).map { 5 + Double($0) / 9 }
    return RitzSpectrum(
      values: low + high,
      weights: low.map { _ in lower / 30 } + high.map { _ in (1 - lower) / 10 })
  }

  @Test(arguments: [0.1, 0.25, 0.4, 0.49])
  func theShareOfTheUpperClusterIsKept(lower: Double) {
    let spectrum = clusters(lower: lower)
    let share = PlateauSearch.find { spectrum.mass(above: $0, variance: 6e-5) }.share
    #expect(abs(share - (1 - lower)) < 1e-6)
  }

  @Test func aSmallUpperClusterIsBelowHalfSoTheSearchGetsFiner() {
    // The released search restarts with half the step whenever it falls below half of its start.
    let spectrum = clusters(lower: 0.75)
    let share = PlateauSearch.find { spectrum.mass(above: $0, variance: 6e-5) }.share
    #expect(share >= 0.5 * spectrum.mass(above: 0, variance: 6e-5))
    #expect(share <= 1)
  }

  @Test func aSmoothFallFindsNoGapUntilTheStepIsTiny() {
    let share = PlateauSearch.find { max(0, 1 - $0) }.share
    // Three changes below .005 need a step below .005: the first flat stretch is at the start.
    #expect(share > 0.98)
  }

  @Test func theEndsOfTheRange() {
    #expect(PlateauSearch.find { _ in 0 }.share == 0)
    #expect(PlateauSearch.find { _ in 1 }.share == 1)
    #expect(PlateauSearch.find { $0 > 0 ? 0 : 1 }.share == 1)
  }
}
