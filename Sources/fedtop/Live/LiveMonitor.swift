import Metrics
import Screen
import TUI

/// Ties the pure monitor to a screen and to a run.
final class LiveMonitor: ScreenDelegate {
  /// The signal that ended the monitor, if one did.
  private(set) var signal: ScreenSignal?
  private var monitor: Monitor
  private let run: any RunSource
  private let waker: ScreenWaker
  /// The round that is looked back at, and its state.
  private var past: (round: Int, snapshot: RunSnapshot)?
  private var parent: ParentWatch?

  init(monitor: Monitor, run: any RunSource, waker: ScreenWaker) {
    self.monitor = monitor
    self.run = run
    self.waker = waker
  }

  deinit { parent?.close() }

  /// Something moves while clients train; otherwise the screen sleeps until an event wakes it.
  var animates: Bool { run.animates }

  var isOver: Bool { run.hasFailed }

  func frame(size: Size, capabilities: Capabilities, now: Double) -> Grid {
    let live = run.snapshot
    monitor.timeline =
      live.round > 0 ? Timeline(first: 0, last: live.round, state: live.state) : nil
    followParent(of: live)
    return monitor.render(
      withParent(past?.snapshot ?? live), size: size, capabilities: capabilities, now: now)
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

  /// Reads the parent's curves in the background, once it is known that there is a parent.
  private func followParent(of snapshot: RunSnapshot) {
    let file = run.path.flatMap { ParentFile(of: snapshot.started, path: $0) }
    guard file?.parent.run != parent?.run else { return }
    parent?.close()
    parent = file.map { ParentWatch($0, waker: waker) }
  }

  /// The snapshot with what is known of the parent.
  private func withParent(_ snapshot: RunSnapshot) -> RunSnapshot {
    guard let trace = parent?.trace, trace.run == snapshot.started?.parent?.run else {
      return snapshot
    }
    var snapshot = snapshot
    snapshot.apply(.parentTraced(trace))
    return snapshot
  }

  /// Shows a past round; back to the present when it cannot be had.
  private func look(at round: Int?) {
    past = round.flatMap { round in
      run.snapshot(throughRound: round).map { (round: round, snapshot: $0) }
    }
    monitor.look(at: past?.round)
  }
}
