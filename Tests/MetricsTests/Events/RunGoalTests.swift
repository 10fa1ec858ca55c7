import Testing

@testable import Metrics

struct RunGoalTests {
  @Test("What a run never tells is no goal of it", arguments: Score.allCases)
  func refusal(score: Score) throws {
    for measure in RunGoal.Measure.allCases {
      let goal = try #require(RunGoal(measure, 0.5))
      let isRefused =
        switch measure {
        case .accuracy, .global: score == .perplexity
        case .perplexity: score == .accuracy
        case .round, .loss, .bytes: false
        }
      #expect((goal.refusal(score) != nil) == isRefused, "\(measure)")
      #expect(goal.refusal(score)?.contains(score.title) ?? true)
    }
  }

  @Test("A perplexity is reached from above")
  func perplexity() throws {
    let goal = try #require(RunGoal(.perplexity, 12))
    #expect(goal.text == "perplexity 12.0")
    var snapshot = RunSnapshot()
    #expect(!goal.isReached(by: snapshot))
    for (round, value) in [(1, 14.0), (2, 11.5)] {
      var report = SampleEvents.round(round)
      report.metrics = [Score.perplexity.rawValue: value]
      snapshot.apply(.roundFinished(report))
      #expect(goal.isReached(by: snapshot) == (value <= 12))
    }
  }
}
