import Metrics
import Testing

@testable import TUI

@Suite struct ForecastTests {
  private let snapshot = SampleRun().snapshot

  private func forecast(_ record: CommandRecord?) -> TrafficForecast? {
    var snapshot = snapshot
    snapshot.apply(.commandApplied(CommandRecord(name: "sparsity", value: 0.55, round: 31)))
    if let record { snapshot.apply(.commandQueued(record)) }
    return TrafficForecast(snapshot, knobs: KnobStatus.all(snapshot, MonitorState()))
  }

  @Test func nothingPendingCostsAsTheLastRound() {
    #expect(forecast(nil)?.bytes == 2 * 1_966_080)
  }

  @Test func bytesGoWithTheCohort() {
    let cohort = snapshot.rounds.last?.cohort.count ?? 0
    let next = forecast(CommandRecord(name: "cohort", value: Double(2 * cohort), round: 32))
    #expect(next?.bytes == 4 * 1_966_080)
    #expect(next?.reason == "\(cohort) → \(2 * cohort) clients")
  }

  @Test func sparsityMovesNoByte() {
    let next = forecast(CommandRecord(name: "sparsity", value: 0.3, round: 32))
    #expect(next?.bytes == 2 * 1_966_080)
    #expect(next?.reason.contains("0.30") == true)
  }

  @Test func noRoundNoForecast() {
    #expect(TrafficForecast(RunSnapshot(), knobs: []) == nil)
  }

  @Test func speedAndTimeLeft() {
    let facts = RunFacts(snapshot)
    let recent = snapshot.rounds.suffix(8)
    let seconds = recent.reduce(0) { $0 + $1.wallSeconds }
    #expect(facts.wait == .end(70 * seconds / 8))
    #expect(facts.roundsPerMinute == 480 / seconds)
    #expect(facts.cohort == 10)
    #expect(RunFacts(RunSnapshot()).wait == nil)
  }

  @Test func aRunThatWillHoldTellsWhen() throws {
    let round = snapshot.rounds.suffix(8).reduce(0) { $0 + $1.wallSeconds } / 8
    func wait(_ command: RunCommand) -> RunFacts.Wait? {
      var run = snapshot
      run.apply(
        .commandApplied(CommandRecord(asking: command, round: run.round + 1, origin: "monitor")))
      run.apply(.stateChanged(.stepping))
      return RunFacts(run).wait
    }
    #expect(wait(.step(3)) == .hold(3 * round))
    #expect(
      try wait(.until(#require(RunGoal(.round, 40)))) == .hold(Double(40 - snapshot.round) * round))
    #expect(try wait(.until(#require(RunGoal(.round, 900)))) == .end(70 * round))
    #expect(try wait(.until(#require(RunGoal(.loss, 0.01)))) == nil, "nobody knows")
  }
}
