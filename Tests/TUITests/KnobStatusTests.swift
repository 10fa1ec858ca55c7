import Metrics
import Testing

@testable import TUI

@Suite struct KnobStatusTests {
  /// The round since which the sparsity, at first 0.5, has had its value.
  private func since(_ turns: [(value: Double, round: Int)], rounds: Int = 12) -> Int? {
    var run = SampleRun()
    run.rounds = rounds
    var snapshot = RunSnapshot()
    for event in run.events {
      if case .commandApplied = event { continue }
      snapshot.apply(event)
    }
    for turn in turns {
      let command = RunCommand.set(knob: "sparsity", value: turn.value)
      let record = CommandRecord(asking: command, round: turn.round, origin: "attach:7")
      snapshot.apply(.commandApplied(record))
    }
    return KnobStatus.all(snapshot, MonitorState()).first { $0.knob.name == "sparsity" }?.applied
  }

  @Test func aValueCountsFromItsLastChange() {
    #expect(since([]) == nil)
    #expect(since([(0.6, 4), (0.7, 8)]) == 8)
    #expect(since([(0.6, 4), (0.5, 8)]) == 8)
  }

  /// Two terminals may turn a knob there and back before one round: nothing has changed in it.
  @Test func whatWasTakenBackBeforeItsRoundIsNoChange() {
    #expect(since([(0.6, 4), (0.5, 4)]) == nil)
    #expect(since([(0.6, 4), (0.7, 8), (0.6, 8)]) == 4)
    #expect(since([(0.6, 4), (0.7, 8), (0.6, 8), (0.7, 8)]) == 8)
    #expect(since([(0.5, 4)]) == nil)
  }
}
