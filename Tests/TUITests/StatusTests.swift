import Metrics
import Testing

@testable import TUI

/// What the status says of a run that holds.
@Suite struct StatusTests {
  private func status(
    _ commands: [(RunCommand, origin: String)], _ state: RunState = .paused, width: Int = 120,
    reason: String = "guard: accuracy 81.3 % has reached 80.0 %"
  ) -> String {
    var run = SampleRun().snapshot
    run.apply(.notice(Notice(level: .warning, round: 30, text: reason)))
    for (command, origin) in commands {
      run.apply(.commandApplied(CommandRecord(asking: command, round: 31, origin: origin)))
    }
    run.apply(.stateChanged(state))
    let frame = Monitor(theme: .standard).render(
      run, size: Size(width: width, height: 36),
      capabilities: Capabilities(colors: .mono, unicode: true))
    return String(GridText.plain(frame).split(separator: "\n")[1])
  }

  private let words = "accuracy 81.3 % has reached 80.0 %"

  @Test(arguments: [60, 80, 120]) func aGuardThatHoldsIsNamed(width: Int) {
    let held = status([(.step(1), "monitor"), (.pause, "guard")], width: width)
    #expect(held.contains("PAUSED") && held.contains(words))
    // A knob that is turned meanwhile lets nothing go on.
    #expect(
      status([(.pause, "guard"), (.set(knob: "lr", value: 1e-4), "monitor")], width: width)
        .contains(words))
  }

  @Test func aReasonThatIsTooLongIsToldInPart() {
    let reason = "guard: training loss 1474 is above 5.00, that of client 84 most"
    let (narrow, wide) = (70, 120)
    let part = status([(.pause, "guard")], width: narrow, reason: reason)
    #expect(part.contains("loss 1474 is above 5.00") && !part.contains("client"))
    let whole = status([(.pause, "guard")], width: wide, reason: reason)
    #expect(whole.contains("above 5.00, that of client 84 most  client 7/10"))
  }

  @Test(arguments: [1, 4, 5]) func theSmallestScreensMarkThePast(height: Int) {
    let run = SampleRun().snapshot
    var monitor = Monitor(theme: .standard)
    monitor.timeline = Timeline(of: run)
    func frame() -> String {
      GridText.plain(
        monitor.render(
          run, size: Size(width: 20, height: height),
          capabilities: Capabilities(colors: .mono, unicode: true)))
    }
    #expect(frame().contains("RUNNING 30/100"))
    monitor.look(at: 8)
    #expect(frame().contains("PAST 30/100") && !frame().contains("RUNNING"))
  }

  @Test func aGoalThatIsReachedIsNamed() {
    let note = RunCommand.note("round 30" + CommandRecord.isReached)
    #expect(status([(note, CommandRecord.goal)]).contains("round 30 is reached "))
  }

  @Test func whoHoldsByHandIsToldNothing() {
    #expect(
      !status([(.pause, "guard"), (.resume, "monitor"), (.pause, "monitor")]).contains(words))
    #expect(!status([(.pause, "guard"), (.resume, "monitor")], .running).contains(words))
  }
}
