import Export
import Foundation
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
  /// Whether the list of runs was asked for.
  var wantsRuns = false
  var monitor: Monitor
  let waker: ScreenWaker
  /// Looks at the file of the theme in use.
  let themeWatch: ThemeWatch
  /// The round that is looked back at, and its state.
  private var past: (round: Int, snapshot: RunSnapshot)?
  private var parent: ParentWatch?
  private var stored: (run: String, trace: GhostTrace?)?
  /// Which runs are drawn behind the one that is shown.
  private var overlays = Overlays()
  /// The texts of the run's samples, while a client is looked at alone.
  private var texts: SampleTexts?
  /// When the message that is shown was first seen.
  private var messageSince: Double?
  private var meter = CostMeter()
  /// When the frame in the making was begun, and how long the run's state took.
  private var lap: (time: Double, collect: Double) = (0, 0)

  init(monitor: Monitor, run: any RunSource, waker: ScreenWaker) {
    self.monitor = monitor
    self.run = run
    self.waker = waker
    themeWatch = ThemeWatch(wake: waker.wake)
    self.monitor.session = run.session
  }

  deinit { parent?.close() }

  /// Something moves while clients train; otherwise the screen sleeps until an event wakes it.
  var animates: Bool { run.animates || monitor.hasMessage }

  var isOver: Bool {
    settleBranch()
    return run.failure != nil
  }

  /// Bytes are counted only where they are shown.
  var countsBytes: Bool { monitor.state.showsCost }

  func frame(size: Size, capabilities: Capabilities, now: Double) -> Grid {
    let start = countsBytes ? ContinuousClock.now : nil
    settleBranch()
    followThemeFile()
    fadeMessage(now)
    monitor.screen = (size, monitor.suited(capabilities))
    let live = run.snapshot
    monitor.timeline = run.timeline
    followParent(of: live)
    let shown = withGhosts(past?.snapshot ?? live)
    followClient(shown)
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
    let wasTyping = monitor.isTypingCommand
    messageSince = nil
    for effect in monitor.handle(key, snapshot: withGhosts(past?.snapshot ?? run.snapshot)) {
      switch effect {
      case .command(let command): run.submit(command)
      case .quit: action = .quit
      case .suspend: action = .suspend
      case .redraw: action = .redraw
      case .seek(let round): look(at: round)
      case .speed(let speed): run.play(speed: speed)
      case .branch(let branch): begin(branch)
      case .overlay(let name): lay(over: name)
      case .overlayOff(let name): overlays.takeOff(name, own: ownGhost(run.snapshot))
      case .browse: wantsRuns = true
      case .save: save()
      case .themeChanged: break
      case .mouse(let isOn): action = .reportMouse(isOn)
      case .saveOptions: OptionsSaving.save(&monitor, round: run.snapshot.round)
      }
    }
    if !wasTyping, monitor.isTypingCommand {
      monitor.runs = run.path.map(StoredTrace.names) ?? []
    }
    return action
  }

  /// What a library wrote on the standard error output stands in the log; the terminal has it afterwards.
  func captured(_ lines: [String]) {
    for line in lines { monitor.remark("stderr: \(line)", round: run.snapshot.round) }
  }

  func signal(_ signal: ScreenSignal) -> ScreenAction {
    guard signal != .user else { return .redraw }
    self.signal = signal
    return .quit
  }

  /// Puts the monitor over another run, whose present it shows.
  func show(_ next: any RunSource) {
    run = next
    texts = nil
    monitor.session = next.session
    look(at: nil)
  }

  /// A message goes by itself: the keys stand where it stood.
  private func fadeMessage(_ now: Double) {
    guard monitor.hasMessage else { return messageSince = nil }
    let since = messageSince ?? now
    messageSince = since
    if now - since > Self.messageSeconds { monitor.forgetMessage() }
  }

  private static let messageSeconds = 6.0

  /// Draws a stored run behind the one that is shown, beside those that are there.
  func lay(over name: String) {
    guard let path = run.path else { return }
    let own = ownGhost(run.snapshot)
    do {
      let isDrawn =
        name == own?.run
        ? overlays.showOwn()
        : overlays.lay(try StoredTrace.read(name, beside: path), own: own)
      if !isDrawn {
        monitor.say("\(Overlays.most) runs are drawn already: overlay off takes one away", .warn)
      }
    } catch {
      monitor.say("no overlay: \(error)", .error)
    }
  }

  /// Writes what is on the screen into files.
  private func save() {
    let shown = withGhosts(past?.snapshot ?? run.snapshot)
    let round = past?.round ?? shown.round
    let stem = "fedtop-\(shown.started?.run ?? "run")-r\(round)"
    do {
      let names = try ScreenFiles.write(stem, theme: monitor.theme) { colors in
        let screen = monitor.screen
        let capabilities = Capabilities(
          colors: colors, unicode: screen?.capabilities.unicode ?? true)
        let size = screen?.size ?? Size(width: 120, height: 36)
        return monitor.render(shown, size: size, capabilities: capabilities)
      }
      monitor.say("saved \(names)", .ok)
    } catch {
      let folder = FileManager.default.currentDirectoryPath
      let cause = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.code ?? 0
      let words = cause > 0 ? ": " + String(cString: strerror(Int32(cause))).lowercased() : ""
      monitor.say("not saved: no file can be made in \(folder)\(words)", .error)
    }
  }

  /// Shows a past round; back to the present when it cannot be had.
  private func look(at round: Int?) {
    if let round, run.seek(round) { return }
    past = round.flatMap { round in
      run.snapshot(throughRound: round).map { (round: round, snapshot: $0) }
    }
    monitor.look(at: past?.round)
  }

  /// Asks for what is known of the client that is looked at alone; its texts are opened in the background.
  private func followClient(_ shown: RunSnapshot) {
    guard let client = monitor.openClient, shown.clients.indices.contains(client) else {
      texts = nil
      return monitor.detail = nil
    }
    var detail = ClientDetail(client: client, device: run.device(ofClient: client))
    if let path = run.path, let histogram = shown.clients[client].difficulties {
      let opened = texts ?? SampleTexts(path: path, wake: waker.wake)
      texts = opened
      opened.describe(histogram, in: &detail)
    }
    monitor.detail = detail
  }

  /// Reads the parent's curves in the background, once it is known that there is a parent.
  private func followParent(of snapshot: RunSnapshot) {
    let file = run.path.flatMap { ParentFile(of: snapshot.started, path: $0) }
    guard file?.parent != parent?.parent else { return }
    parent?.close()
    parent = file.map { ParentWatch($0, wake: waker.wake) }
  }

  /// The snapshot with the runs that are drawn behind it.
  private func withGhosts(_ snapshot: RunSnapshot) -> RunSnapshot {
    var snapshot = snapshot
    for trace in overlays.behind(own: ownGhost(snapshot)) { snapshot.apply(.ghostTraced(trace)) }
    return snapshot
  }

  /// The run behind this one that comes by itself: its parent, else one that comes with the program.
  private func ownGhost(_ snapshot: RunSnapshot) -> GhostTrace? {
    snapshot.started?.parent == nil ? stored(snapshot) : ofParent(snapshot)
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
