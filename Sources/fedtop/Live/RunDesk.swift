import Foundation
import Host
import Metrics
import RunStore
import Screen
import TUI

/// What the screen of a process shows: a run, or the list of the runs of a directory over it.
///
/// A run that trains here goes on while something else is shown; one that was only watched is let go of.
final class RunDesk: ScreenDelegate {
  /// Whether the list is shown.
  private var isBrowsing = false
  private var browser: RunBrowser
  private var watch: DirectoryWatch?
  /// The run that is shown, or lies beneath the list.
  private var top: LiveMonitor?
  /// Those that train here, or have, and are not shown.
  private var kept: [LiveMonitor] = []
  /// The monitor that a run is opened with.
  private var blank: Monitor
  private let waker: ScreenWaker
  /// What else would end with this process, in a few words.
  private let work: () -> String?
  /// The signal that ended it, if one did.
  private(set) var signal: ScreenSignal?

  /// A screen over a run.
  init(over run: LiveMonitor) {
    top = run
    blank = run.monitor
    waker = run.waker
    work = { nil }
    browser = RunBrowser(directory: "")
  }

  /// A screen over a directory.
  ///
  /// - Parameter work: what else would end with this process; nil: nothing.
  init(
    directory: String, monitor: Monitor, waker: ScreenWaker, work: @escaping () -> String? = { nil }
  ) {
    blank = monitor
    self.waker = waker
    self.work = work
    browser = RunBrowser(directory: directory)
    browse(directory)
    if let remark = monitor.remarks.last { browser.say(remark.text) }
  }

  var animates: Bool { !isBrowsing && top?.animates ?? false }

  var countsBytes: Bool { !isBrowsing && top?.countsBytes ?? false }

  /// A run that cannot be shown ends the program where nothing else is shown or trains.
  var isOver: Bool {
    guard top?.isOver ?? false, !isBrowsing else { return false }
    guard trainsBeside else { return true }
    browse()
    browser.say("the run broke off", .error)
    return false
  }

  /// Whether something trains here beside the run that is shown.
  private var trainsBeside: Bool { work() != nil || kept.contains(where: \.trains) }

  func frame(size: Size, capabilities: Capabilities, now: Double) -> Grid {
    if let top, !isBrowsing { return top.frame(size: size, capabilities: capabilities, now: now) }
    refresh()
    return browser.render(
      size: size, blank, capabilities: capabilities, now: Date().timeIntervalSince1970)
  }

  func drew(_ cost: FrameCost) { if !isBrowsing { top?.drew(cost) } }

  func key(_ key: Key) -> ScreenAction {
    let action = answer(to: key)
    // What the key is for a program without a screen: what trains is interrupted, and scripts are told so.
    if action == .quit, key == .control("c") {
      for monitor in monitors where monitor.trains { _ = monitor.signal(.interrupt) }
    }
    return action
  }

  private func answer(to key: Key) -> ScreenAction {
    guard let top, !isBrowsing else {
      refresh()
      return isForOptions(key) ? choose(key) : answer(browser.handle(key))
    }
    let action = top.key(key)
    if top.takeWish() { browse() }
    // Leaving the run that is shown would end what trains beside it: that is asked, and not done by the way.
    guard action == .quit, key != .control("c"), trainsBeside else { return action }
    browse()
    browser.askToQuit()
    return .none
  }

  func captured(_ lines: [String]) { top?.captured(lines) }

  func signal(_ signal: ScreenSignal) -> ScreenAction {
    monitors.forEach { _ = $0.signal(signal) }
    guard signal != .user else { return .redraw }
    self.signal = signal
    return .quit
  }

  /// Closes what is open and says how it went, on the terminal's own screen.
  ///
  /// - Throws: the `Failure` that the process ends with.
  func end() throws {
    watch?.close()
    // All of them stop at the same time, and are waited for one after the other.
    for monitor in monitors where monitor.trains { monitor.run.submit(.finish) }
    var failure: (any Error)?
    for monitor in monitors {
      do { try monitor.end() } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }

  private var monitors: [LiveMonitor] { kept + (top.map { [$0] } ?? []) }

  /// Shows the list, of the folder of the run that is shown where no other is asked for.
  private func browse(_ directory: String? = nil) {
    if watch == nil {
      let folder = top?.run.path.map(RunCatalogue.folder)
      guard let directory = directory ?? folder else {
        top?.monitor.say("the run has no file yet", .warn)
        return
      }
      browser.directory = Self.short(directory)
      watch = DirectoryWatch(directory: directory, wake: waker.wake)
    }
    watch?.want(true)
    if let top { blank.adoptOptions(of: top.monitor) }
    browser.select(path: top?.run.path)
    isBrowsing = true
  }

  /// Gives the list what is known now.
  private func refresh() {
    guard let watch else { return }
    (browser.cards, browser.problem, browser.isRead) = (watch.cards, watch.problem, watch.isRead)
    browser.here = Set(monitors.filter(\.trains).compactMap(\.run.path))
    browser.beneath = top.map { $0.run.snapshot.started?.run ?? "the run" }
    browser.work = work()
    browser.keys = blank.keys
  }

  private func answer(_ effects: [BrowserEffect]) -> ScreenAction {
    for effect in effects {
      switch effect {
      case .open(let path, let other): open(path, behind: other)
      case .options: blank.openOptions()
      case .back: leaveList()
      case .quit: return .quit
      case .suspend: return .suspend
      case .redraw: return .redraw
      }
    }
    return .none
  }

  /// Whether a key goes to the options over the list: while they are open, and where the terminal tells its background.
  private func isForOptions(_ key: Key) -> Bool {
    if case .background = key { true } else { blank.isChoosing }
  }

  /// Gives a key to the options over the list; they are those of the run beneath it, too.
  private func choose(_ key: Key) -> ScreenAction {
    var action = ScreenAction.none
    for effect in blank.handle(key, snapshot: RunSnapshot()) {
      switch effect {
      case .quit: action = .quit
      case .suspend: action = .suspend
      case .redraw: action = .redraw
      case .mouse(let isOn): action = .reportMouse(isOn)
      case .saveOptions: OptionsSaving.save(&blank, round: 0)
      default: break
      }
    }
    top?.monitor.adoptOptions(of: blank)
    return action
  }

  private func leaveList() {
    watch?.want(false)
    isBrowsing = false
  }

  /// Shows a run: the one beneath, one that trains here, or another, attached or played.
  private func open(_ path: String, behind other: String?) {
    do {
      if top?.run.path != path { try put(monitor(over: path, isCompared: other != nil)) }
      leaveList()
      if let other { top?.lay(over: RunCatalogue.name(ofPath: other)) }
    } catch {
      browser.say("cannot be watched: \(error)", .error)
    }
  }

  private func monitor(over path: String, isCompared: Bool) throws -> LiveMonitor {
    if let index = kept.firstIndex(where: { $0.run.path == path }) { return kept.remove(at: index) }
    let isLive = browser.cards.first { $0.path == path }?.condition.isLive ?? false
    // What is compared is seen whole; what is watched is played as `fedtop replay` does.
    let run: any RunSource =
      isLive
      ? try AttachedRun(path: path, wake: waker.wake)
      : try ReplayedRun(path: path, speed: 4, from: isCompared ? .max : 0, wake: waker.wake)
    var monitor = blank
    monitor.isOverBrowser = true
    return LiveMonitor(monitor: monitor, run: run, waker: waker)
  }

  /// Takes a run in the place of the one that was shown.
  private func put(_ next: LiveMonitor) throws {
    if let top {
      if top.hosts { kept.append(top) } else { try top.end() }
    }
    top = next
  }

  /// A folder as a person would type it here.
  private static func short(_ directory: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    let text = directory.hasPrefix(here) ? String(directory.dropFirst(here.count)) : directory
    return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
