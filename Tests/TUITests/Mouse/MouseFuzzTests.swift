import Metrics
import Plain
import Testing

@testable import TUI

@Suite struct MouseFuzzTests {
  /// A hundred thousand events at random, some of them keys, on screens of every kind: no trap, and nothing is asked of the run
  /// that does not stand under the pointer.
  @Test(arguments: 0..<4) func randomEvents(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) &+ 11)
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let kinds: [MouseEvent.Kind] = [.press, .press, .release, .drag, .drag, .wheelUp, .wheelDown]
    let keys: [Key] = [
      .escape, .enter, .tab, .character(":"), .character("b"), .character("?"), .character("/"),
      .character("p"), .character("+"), .character("-"),
    ]
    var run = SampleRun()
    (run.clients, run.layers) = seed % 2 == 0 ? (100, 6) : (3, 40)
    let snapshots = [RunSnapshot(), run.snapshot]
    for _ in 0..<50 {
      let snapshot = snapshots[min(1, number(0...9))]
      let size = Size(width: number(0...220), height: number(0...60))
      var monitor = Monitor(theme: .standard)
      monitor.session = [.host, .attached, .replay][number(0...2)]
      if number(0...4) > 0 {
        monitor.timeline = Timeline(first: 1, last: 30, state: .running, record: snapshot)
      }
      if number(0...9) > 0 {
        let unicode = number(0...1) == 0
        monitor.screen = (size, Capabilities(colors: .indexed, unicode: unicode))
      }
      var held: MouseTarget?
      for _ in 0..<500 {
        if number(0...19) == 0 {
          _ = monitor.handle(keys[number(0...keys.count - 1)], snapshot: snapshot)
          continue
        }
        let far = number(0...50) == 0
        let event = MouseEvent(
          kinds[number(0...kinds.count - 1)], [.left, .left, .left, .right][number(0...3)],
          column: far ? [.max, -1, 70_000][number(0...2)] : number(0...max(1, size.width)),
          row: far ? [.max, -1, 70_000][number(0...2)] : number(0...max(1, size.height)))
        let target = monitor.target(column: event.column, row: event.row, snapshot)
        let mode = monitor.state.mode
        let effects = monitor.handle(.mouse(event), snapshot: snapshot)
        if event.kind == .press { held = event.button == .left ? target : nil }
        for effect in effects {
          #expect(mode == .normal && event.button == .left || event.kind == .release)
          expect(effect, event, held)
        }
        if event.kind == .release { held = nil }
      }
      _ = monitor.render(
        snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: true))
    }
  }

  /// Whether what a button went down on explains an effect.
  private func expect(_ effect: MonitorEffect, _ event: MouseEvent, _ held: MouseTarget?) {
    switch (effect, held) {
    case (.command(.set(let knob, let value)), .rail(let name, _, _)?):
      #expect(knob == name && value.isFinite && event.kind != .release)
    case (.seek, .rounds?), (.seek, .badge?), (.seek, .row?): #expect(event.kind != .release)
    case (_, .key?): #expect(event.kind == .release)
    default: Issue.record("\(effect) of \(event) on \(String(describing: held))")
    }
  }
}
