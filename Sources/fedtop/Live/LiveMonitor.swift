import Export
import Host
import Metrics
import Screen
import TUI

/// Ties the pure monitor to a screen and to a run.
final class LiveMonitor: ScreenDelegate {
  /// The signal that ended the monitor, if one did.
  private(set) var signal: ScreenSignal?
  /// The run that is shown.
  var run: any RunSource
  /// The run to return to if the branch that is shown cannot begin.
  var origin: (any RunSource)?
  /// Runs that were left for a branch, oldest first.
  var left: [any RunSource] = []
  var monitor: Monitor
  let waker: ScreenWaker
  /// The round that is looked back at, and its state.
  private var past: (round: Int, snapshot: RunSnapshot)?
  private var parent: ParentWatch?
  private var stored: (run: String, trace: GhostTrace?)?
  private var meter = CostMeter()
  /// When the frame in the making was begun, and how long the run's state took.
  private var lap: (time: Double, collect: Double) = (0, 0)

  init(monitor: Monitor, run: any RunSource, waker: ScreenWaker) {
    self.monitor = monitor
    self.run = run
    self.waker = waker
    self.monitor.session = run.session
  }

  deinit { parent?.close() }

  /// Something moves while clients train; otherwise the screen sleeps until an event wakes it.
  var animates: Bool { run.animates }

  var isOver: Bool {
    settleBranch()
    return run.failure != nil
  }

  /// Bytes are counted only where they are shown.
  var countsBytes: Bool { monitor.state.showsCost }

  func frame(size: Size, capabilities: Capabilities, now: Double) -> Grid {
    let start = countsBytes ? ContinuousClock.now : nil
    settleBranch()
    let live = run.snapshot
    monitor.timeline = run.timeline
    followParent(of: live)
    let shown = withGhost(past?.snapshot ?? live)
    if let start { lap = (now, start.duration(to: .now) / .seconds(1)) }
    return monitor.render(shown, size: size, capabilities: capabilities, now: now)
  }

  func drew(_ cost: FrameCost) {
    guard countsBytes else {
      meter = CostMeter()
      monitor.cost = nil
      return
    }
    meter.add(cost, collect: lap.collect, at: lap.time)
    monitor.cost = meter.reading
  }

  func key(_ key: Key) -> ScreenAction {
    var action = ScreenAction.none
    // Several keys may come between two frames, and each is answered by what the one before has done.
    monitor.timeline = run.timeline
    for effect in monitor.handle(key, snapshot: past?.snapshot ?? run.snapshot) {
      switch effect {
      case .command(let command): run.submit(command)
      case .quit: action = .quit
      case .suspend: action = .suspend
      case .redraw: action = .redraw
      case .seek(let round): look(at: round)
      case .speed(let speed): run.play(speed: speed)
      case .branch(let branch): begin(branch)
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

  /// Puts the monitor over another run, whose present it shows.
  func show(_ next: any RunSource) {
    run = next
    monitor.session = next.session
    look(at: nil)
  }

  /// Shows a past round; back to the present when it cannot be had.
  private func look(at round: Int?) {
    if let round, run.seek(round) { return }
    past = round.flatMap { round in
      run.snapshot(throughRound: round).map { (round: round, snapshot: $0) }
    }
    monitor.look(at: past?.round)
  }

  /// Reads the parent's curves in the background, once it is known that there is a parent.
  private func followParent(of snapshot: RunSnapshot) {
    let file = run.path.flatMap { ParentFile(of: snapshot.started, path: $0) }
    guard file?.parent != parent?.parent else { return }
    parent?.close()
    parent = file.map { ParentWatch($0, wake: waker.wake) }
  }

  /// The snapshot with the run that is drawn behind it, if there is one: its parent, else one that comes with the program.
  private func withGhost(_ snapshot: RunSnapshot) -> RunSnapshot {
    let known = snapshot.started?.parent == nil ? stored(snapshot) : ofParent(snapshot)
    guard let trace = known else { return snapshot }
    var snapshot = snapshot
    snapshot.apply(.ghostTraced(trace))
    return snapshot
  }

  private func ofParent(_ snapshot: RunSnapshot) -> GhostTrace? {
    parent?.parent == snapshot.started?.parent ? parent?.trace : nil
  }

  /// Looked for once a run.
  private func stored(_ snapshot: RunSnapshot) -> GhostTrace? {
    guard let started = snapshot.started else { return nil }
    if stored?.run != started.run { stored = (started.run, StoredGhosts.behind(started)) }
    return stored?.trace
  }
}
