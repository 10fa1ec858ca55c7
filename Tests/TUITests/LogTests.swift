import Metrics
import Testing

@testable import TUI

@Suite struct LogTests {
  @Test func noticesAndCommandsAreMergedByRound() {
    let texts = LogEntry.recent(SampleRun().snapshot, count: 20).map(\.stamp)
    #expect(texts == ["", "", "r8", "r17", "r21"])
    #expect(LogEntry.recent(SampleRun().snapshot, count: 2).map(\.stamp) == ["r17", "r21"])
    #expect(LogEntry.recent(RunSnapshot(), count: 5).isEmpty)
  }

  @Test func commandsNameTheirKnob() {
    let entry = LogEntry.recent(SampleRun().snapshot, count: 1).first
    #expect(entry?.text == "sparsity ρ = 0.45")
  }
}
