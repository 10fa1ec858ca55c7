import Metrics
import Plain

@testable import TUI

/// What a monitor stands over while a keyboard goes wild: a run, a terminal, and somebody who obeys.
struct World {
  private var monitor = Monitor(theme: .standard)
  private var snapshot: RunSnapshot
  /// What was asked for without a right to it, the first few.
  private(set) var flaws: [String] = []
  /// Names of what was asked for.
  private(set) var asked: Set<String> = []

  init(seed: Int) {
    var run = SampleRun()
    (run.clients, run.layers) = seed % 2 == 0 ? (24, 6) : (3, 40)
    snapshot = run.snapshot
    monitor.runs = ["20260923-141530-fedavg-lora-1"]
  }

  /// Another session, another size of the screen, another state of the run; and a frame is drawn of it.
  mutating func change(_ random: inout SplitMix64) {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    monitor.session = [.host, .host, .attached, .replay][number(0...3)]
    monitor.isOverBrowser = number(0...3) == 0
    monitor.timeline = Timeline(
      first: 0, last: 30, state: .running, record: snapshot,
      speed: monitor.session == .replay ? 4 : nil)
    if number(0...9) == 0 { monitor.timeline = nil }
    monitor.themeOnBackground = { $0 == .light ? Theme.builtIns[1] : .standard }
    let states: [RunState] = [.running, .running, .paused, .pausing, .finishing, .finished]
    snapshot.apply(.stateChanged(states[number(0...states.count - 1)]))
    if number(0...3) == 0 { monitor.look(at: nil) }
    let size = Size(width: number(1...160), height: number(1...50))
    let capabilities = Capabilities(colors: .indexed, unicode: number(0...1) == 0)
    monitor.screen = (size, capabilities)
    let grid = monitor.render(snapshot, size: size, capabilities: capabilities)
    if grid.size != size { note("a frame of \(grid.size) for \(size)") }
  }

  /// Gives keys to the monitor, and does what it asks for if it may.
  mutating func hear(_ keys: [Key], _ turn: Int) {
    for key in keys {
      let before = Permission(monitor: monitor, snapshot: snapshot)
      for effect in monitor.handle(key, snapshot: snapshot) {
        asked.insert("\(effect)".prefix { $0 != "(" }.description)
        if !before.allows(effect, of: key) {
          note("turn \(turn): \(key) in \(before.monitor.state.mode) asked for \(effect)")
        }
        if case .command(.set(let knob, let value)) = effect {
          snapshot.apply(
            .commandQueued(
              CommandRecord(name: knob, value: value, round: snapshot.currentRound + 1)))
        }
      }
    }
  }

  private mutating func note(_ flaw: String) {
    if flaws.count < 5 { flaws.append(flaw) }
  }
}
