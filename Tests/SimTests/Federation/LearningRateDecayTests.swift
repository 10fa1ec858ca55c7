import Testing

@testable import Sim

struct LearningRateDecayTests {
  @Test func withoutACurriculumPacedIsLinear() {
    for round in 0..<30 {
      let linear = LearningRateDecay.linear.factor(round: round, of: 30, growth: 0)
      #expect(LearningRateDecay.paced.factor(round: round, of: 30, growth: 0) == linear)
      #expect(linear == 1 - Double(round) / 30)
    }
  }

  @Test func itFallsOnceTheShareIsComplete() {
    let factors = (0..<30).map {
      LearningRateDecay.paced.factor(round: $0, of: 30, growth: 0.8)
    }
    #expect(factors.prefix(25) == [Double](repeating: 1, count: 25)[...])
    for (place, factor) in factors.dropFirst(24).enumerated() {
      #expect(abs(factor - (1 - Double(place) / 6)) < 1e-12)
    }
  }

  @Test func noRoundIsWithoutAStep() {
    for (rounds, growth) in [(1, 1.0), (2, 1), (5, 0.99), (100, 1), (1, 0)] {
      for decay in LearningRateDecay.allCases {
        for round in 0..<rounds {
          let factor = decay.factor(round: round, of: rounds, growth: growth)
          #expect(factor > 0 && factor <= 1)
        }
      }
    }
  }
}
