import Testing

@testable import Sim

/// What clients answer with: what they kept, first values, or what they kept after a few fresh steps.
struct LocalEvaluationTests {
  private func tape(_ choice: LocalEvaluation, workers: Int = 1) throws -> Tape {
    try SmallRun.record {
      $0.gal = "2"
      $0.localEvaluation = choice
      $0.workers = workers
      $0.learningRate = 2e-2
    }
  }

  @Test func firstValuesAreTheServersAnswers() throws {
    let tape = try tape(.initial)
    #expect(tape.rounds.allSatisfy { $0.accuracy == $0.accuracyGlobal })
  }

  @Test func freshStepsChangeAnswersAndNothingElse() throws {
    let (kept, fresh) = (try tape(.kept), try tape(.fresh))
    #expect(kept.summary?.parametersSHA256 == fresh.summary?.parametersSHA256)
    #expect(kept.rounds.map(\.simSeconds) == fresh.rounds.map(\.simSeconds))
    #expect(kept.rounds.map(\.accuracyGlobal) == fresh.rounds.map(\.accuracyGlobal))
    #expect(kept.rounds.map(\.loss) != fresh.rounds.map(\.loss))
    let other = try tape(.fresh, workers: 2)
    #expect(other.rounds == fresh.rounds)
  }
}
