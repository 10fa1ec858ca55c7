import ArgumentParser
import Host
import Screen
import TUI

/// `fedtop attach`: a second terminal on a running run.
struct Attach: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch and steer a run of another process; leaving does not touch it.")

  @OptionGroup var stored: StoredRunOptions
  @OptionGroup var display: DisplayOptions

  func run() throws {
    let path = try stored.path()
    let waker = ScreenWaker()
    let run = try AttachedRun(path: path, wake: waker.wake)
    let monitor = try display.monitor()
    let screen = try TerminalScreen(options: display.screen(for: monitor), waker: waker)
    try LiveView.show(run, monitor, on: screen, waker)
  }
}
