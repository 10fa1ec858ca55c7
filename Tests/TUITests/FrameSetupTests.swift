import Metrics
import Testing

@testable import TUI

/// A monitor that is set up without keys looks as if keys had been pressed.
@Suite struct FrameSetupTests {
  private let snapshot = SampleRun().snapshot

  private func text(_ monitor: Monitor) -> String {
    let size = Size(width: 120, height: 36)
    return GridText.styles(
      monitor.render(
        snapshot, size: size, capabilities: Capabilities(colors: .indexed, unicode: true)))
      + GridText.plain(
        monitor.render(
          snapshot, size: size, capabilities: Capabilities(colors: .indexed, unicode: true)))
  }

  private func pressed(_ keys: [Key]) -> Monitor {
    var monitor = Monitor(theme: .standard)
    for key in keys { _ = monitor.handle(key, snapshot: snapshot) }
    return monitor
  }

  @Test("Order, filter, client, layer, focus and zoom")
  func setUp() {
    var sorted = Monitor(theme: .standard)
    sorted.sort(by: .loss, reversed: true)
    #expect(text(sorted) == text(pressed([.character("s"), .character("I")])))

    var filtered = Monitor(theme: .standard)
    filtered.filter(by: "7\u{1B}")
    #expect(text(filtered) == text(pressed([.character("/"), .character("7"), .enter])))
    #expect(filtered.filter(by: "/^7/") == nil && filtered.filter(by: "/(") != nil)

    var crossed = Monitor(theme: .standard)
    crossed.focus(.fisher, zoomed: true)
    crossed.select(layer: 1)
    let keys: [Key] = [.character("3"), .tab, .backTab, .down, .down, .character("z")]
    #expect(text(crossed) == text(pressed(keys)))

    let down = pressed([.down, .down, .down])
    var barred = Monitor(theme: .standard)
    barred.select(client: down.state.selectedClient ?? -1)
    #expect(text(barred) == text(down))
    #expect(text(barred) != text(Monitor(theme: .standard)))
  }

  @Test("Names of orders are words that a shell takes as one")
  func names() {
    #expect(
      ClientSort.allCases.map(\.name)
        == ["id", "loss", "difficulty", "share", "bytes", "last-round", "size", "skew"])
  }
}
