import Metrics
import Testing

@testable import TUI

/// Limits that hold on any machine, debug builds included; the goal in release is 2 ms for 160x45.
@Suite struct BudgetTests {
  private func best(clients: Int, rounds: Int) -> Duration {
    var run = SampleRun()
    run.clients = clients
    run.rounds = rounds
    let snapshot = run.snapshot
    var monitor = Monitor(theme: .standard)
    for key in "ss" { _ = monitor.handle(.character(key), snapshot: snapshot) }
    let clock = ContinuousClock()
    return (0..<5).map { _ in
      clock.measure {
        _ = monitor.render(
          snapshot, size: Size(width: 160, height: 45),
          capabilities: Capabilities(colors: .indexed, unicode: true))
      }
    }.min() ?? .zero
  }

  @Test func ordinaryRun() {
    let time = best(clients: 100, rounds: 30)
    #expect(time < .milliseconds(200), "\(time)")
  }

  @Test func tenThousandClients() {
    let time = best(clients: 10_000, rounds: 30)
    #expect(time < .milliseconds(1000), "\(time)")
  }
}
