import Foundation
import Metrics
import Screen
import Sim

/// The monitor over a run in this process; headless where there is no terminal.
enum LiveView {
  /// Opens the screen first and the run behind it, so that the first frame waits for nothing.
  static func run(_ display: DisplayOptions, _ make: @escaping HostMaker) throws {
    let monitor = try display.monitor()
    let options = try display.screen()
    let waker = ScreenWaker()
    let screen: TerminalScreen
    do {
      screen = try open(options, waker)
    } catch {
      if case .notATerminal = error {} else { StandardError.write("fedtop: \(error)") }
      return try Headless.run(json: false, make)
    }
    let run = LiveRun(waker: waker)
    run.start(make)
    let delegate = LiveMonitor(monitor: monitor, run: run, waker: waker)
    screen.run(delegate)
    try end(run, delegate.signal)
  }

  /// Opens the screen, but not on a dumb terminal: ncurses takes it, and draws rows of blanks.
  private static func open(
    _ options: ScreenOptions, _ waker: ScreenWaker
  ) throws(ScreenError) -> TerminalScreen {
    if Headless.isDumb, isatty(options.output) != 0 { throw .unknownTerminal(name: "dumb") }
    return try TerminalScreen(options: options, waker: waker)
  }

  /// Closes the run file and says how it went, on the terminal's own screen.
  private static func end(_ run: LiveRun, _ signal: ScreenSignal?) throws {
    guard let result = run.finish() else { return }
    let summary = try result.get()
    summary.lines(majority: run.snapshot.started?.majorityAccuracy)
      .forEach(StandardOutput.write)
    StandardOutput.write(
      summary.interrupted ? "go on with: fedtop resume \(summary.run)" : "run \(summary.run)")
    switch signal {
    case nil: return
    case .interrupt, .quit, .user: throw Failure(nil, .interrupted)
    case .terminate: throw Failure(nil, .terminated)
    case .hangup: throw Failure(nil, .hungUp)
    }
  }
}
