import Metrics
import Screen
import TUI

/// Ties the pure monitor to a screen and to a run.
final class LiveMonitor: ScreenDelegate {
  /// The signal that ended the monitor, if one did.
  private(set) var signal: ScreenSignal?
  private var monitor: Monitor
  private let run: any RunSource
  /// The round that is looked back at, and its state.
  private var past: (round: Int, snapshot: RunSnapshot)?

  init(monitor: Monitor, run: any RunSource) {
    self.monitor = monitor
    self.run = run
  }

  /// Something moves while clients train; otherwise the screen sleeps until an event wakes it.
  var animates: Bool { run.animates }

  var isOver: Bool { run.hasFailed }

  func frame(size: Size, capabilities: Capabilities, now: Double) -> Grid {
    let live = run.snapshot
    monitor.timeline =
      live.round > 0 ? Timeline(first: 0, last: live.round, state: live.state) : nil
    return monitor.render(
      past?.snapshot ?? live, size: size, capabilities: capabilities, now: now)
  }

  func key(_ key: Key) -> ScreenAction {
    var action = ScreenAction.none
    for effect in monitor.handle(key, snapshot: past?.snapshot ?? run.snapshot) {
      switch effect {
      case .command(let command): run.submit(command)
      case .quit: action = .quit
      case .suspend: action = .suspend
      case .redraw: action = .redraw
      case .seek(let round): look(at: round)
      case .themeChanged: break
      }
    }
    return action
  }

  func signal(_ signal: ScreenSignal) -> ScreenAction {
    guard signal != .user else { return .redraw }
    self.signal = signal
    return .quit
  }

  /// Shows a past round; back to the present when it cannot be had.
  private func look(at round: Int?) {
    past = round.flatMap { round in
      run.snapshot(throughRound: round).map { (round: round, snapshot: $0) }
    }
    monitor.look(at: past?.round)
  }
}
