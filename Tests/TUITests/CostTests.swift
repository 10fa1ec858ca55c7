import Metrics
import Testing

@testable import TUI

@Suite struct CostTests {
  private let snapshot = SampleRun().snapshot
  private let reading = CostReading(
    collect: 12e-6, render: 8.4e-4, update: 0.0312, bytes: 1234.4, rate: 9.96)

  private func screen(_ monitor: Monitor, _ size: Size, unicode: Bool = true) -> [String] {
    GridText.plain(
      monitor.render(
        snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: unicode))
    ).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func theMeterIsHiddenUntilItsKeyAndGoesAgain() {
    var monitor = Monitor(theme: .standard)
    monitor.cost = reading
    let size = Size(width: 120, height: 36)
    let plain = screen(monitor, size)
    #expect(!plain.joined().contains("doupdate"))
    _ = monitor.handle(.function(12), snapshot: snapshot)
    #expect(monitor.state.showsCost)
    let shown = screen(monitor, size)
    let words = "collect 12 µs  render 840 µs  doupdate 31 ms  1.2 KiB/frame  10.0 fps"
    #expect(shown[34].hasSuffix(words))
    let others = shown.indices.filter { $0 != 34 }
    #expect(others.allSatisfy { shown[$0] == plain[$0] }, "no other line moves")
    _ = monitor.handle(.function(12), snapshot: snapshot)
    #expect(screen(monitor, size) == plain)
  }

  @Test func whatIsNotKnownIsNotMadeUp() {
    var monitor = Monitor(theme: .standard)
    _ = monitor.handle(.function(12), snapshot: snapshot)
    #expect(screen(monitor, Size(width: 80, height: 24))[22].hasSuffix("cost: measuring"))
    monitor.cost = reading
    monitor.cost?.bytes = nil
    monitor.cost?.rate = nil
    #expect(screen(monitor, Size(width: 80, height: 24))[22].hasSuffix("–/frame  – fps"))
  }

  @Test func smallScreensShowItShort() {
    var monitor = Monitor(theme: .standard)
    monitor.cost = reading
    _ = monitor.handle(.function(12), snapshot: snapshot)
    let line = screen(monitor, Size(width: 60, height: 18), unicode: false)[16]
    #expect(line.hasSuffix("c 12 us r 840 us d 31 ms 1.2 KiB/frame 10.0 fps"))
    #expect(!screen(monitor, Size(width: 20, height: 4)).joined().contains("fps"))
  }
}
