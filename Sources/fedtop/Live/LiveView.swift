import Foundation
import Host
import Screen
import TUI

/// The monitor over a run in this process; headless where there is no terminal.
enum LiveView {
  /// Opens the screen first and the run behind it, so that the first frame waits for nothing.
  static func run(_ display: DisplayOptions, _ make: @escaping HostMaker) throws {
    let monitor = try display.monitor()
    let options = display.screen(for: monitor)
    let waker = ScreenWaker()
    guard let screen = screen(options, waker) else {
      return try Headless.run(json: false, make)
    }
    let run = LiveRun(wake: waker.wake)
    run.start(make)
    try show(run, monitor, on: screen, waker)
  }

  /// Shows a run until it is left, and ends as it asks.
  static func show(
    _ run: any RunSource, _ monitor: Monitor, on screen: TerminalScreen, _ waker: ScreenWaker
  ) throws {
    try show(RunDesk(over: LiveMonitor(monitor: monitor, run: run, waker: waker)), on: screen)
  }

  /// Shows a desk until it is left; a signal that ends what only watches is told by the status, too.
  static func show(_ desk: RunDesk, on screen: TerminalScreen) throws {
    screen.run(desk)
    try desk.end()
    if let failure = desk.signal?.failure { throw failure }
  }

  /// The screen; nil where there is no terminal, and one that cannot be drawn on is told.
  static func screen(_ options: ScreenOptions, _ waker: ScreenWaker) -> TerminalScreen? {
    do throws(ScreenError) {
      return try TerminalScreen(options: options, waker: waker)
    } catch {
      if case .notATerminal = error {
      } else {
        StandardError.write("fedtop: \(error)")
      }
      return nil
    }
  }
}
