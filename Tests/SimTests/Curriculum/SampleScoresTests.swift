import Testing

@testable import Sim

/// Difficulties that participations give for nothing.
struct SampleScoresTests {
  @Test func nothingIsKnownAtFirst() {
    let scores = SampleScores(count: 3)
    #expect(scores.isEmpty && scores.filled == nil)
  }

  @Test func whatWasNotSeenAgainIsScaledAndWhatWasNeverSeenIsTheMean() {
    var scores = SampleScores(count: 4)
    scores.learn([0: 4, 1: 8, 2: 2])
    #expect(scores.filled == [4, 8, 2, 14.0 / 3])
    // Both that are seen again have halved in the mean: 12 became 6.
    scores.learn([0: 5, 1: 1])
    #expect(scores.values == [5, 1, 1, SampleScores.unknown])
    #expect(scores.filled == [5, 1, 1, 7.0 / 3])
  }
}
