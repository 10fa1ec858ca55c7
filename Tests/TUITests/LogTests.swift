import Metrics
import Testing

@testable import TUI

@Suite struct LogTests {
  @Test func noticesAndCommandsAreMergedByRound() {
    let texts = LogEntry.recent(SampleRun().snapshot, count: 20).map(\.stamp)
    #expect(texts == ["", "", "r8", "r17", "r21", "r32"])
    #expect(LogEntry.recent(SampleRun().snapshot, count: 3).map(\.stamp) == ["r17", "r21", "r32"])
    #expect(LogEntry.recent(SampleRun().snapshot, count: 1).map(\.stamp) == ["r32"])
    #expect(LogEntry.count(SampleRun().snapshot) == 6)
    #expect(LogEntry.recent(RunSnapshot(), count: 5).isEmpty)
  }

  @Test func commandsNameTheirKnob() {
    let entries = LogEntry.recent(SampleRun().snapshot, count: 2)
    #expect(entries.map(\.text) == ["sparsity ρ = 0.45", "sparsity ρ = 0.55 waits"])
  }

  @Test func whoAskedIsNamedUnlessItWasTheHostsMonitor() {
    var snapshot = SampleRun().snapshot
    for record in [
      CommandRecord(name: "step", value: 5, round: 31, origin: "attach:77"),
      CommandRecord(name: "pause", value: nil, round: 12, origin: "guard"),
      CommandRecord(name: "sparsity", value: 0.55, round: 32, origin: "attach:78"),
    ] {
      snapshot.apply(.commandApplied(record))
    }
    let entries = LogEntry.recent(snapshot, count: 20)
    #expect(entries.map(\.stamp) == ["", "", "r8", "r12", "r17", "r21", "r31", "r32"])
    #expect(entries[3].text == "pause by guard")
    #expect(entries[6].text == "step 5 by attach:77")
    #expect(entries[7].text == "sparsity ρ = 0.55 by attach:78")
  }
}
