import ArgumentParser
import Host
import RunStore
import Screen
import TUI

/// `fedtop replay`: the monitor over a stored run.
struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a stored run again, at 1x, 4x, 16x or as fast as drawing allows.")

  @OptionGroup var stored: StoredRunOptions
  @OptionGroup var display: DisplayOptions

  @Option(help: "How much faster than it was: a number, or max.")
  var speed = "4"

  @Option(help: "Round to begin at.")
  var round = 0

  func run() throws {
    let pace = speed == "max" ? .infinity : Double(speed) ?? 0
    guard pace == .infinity || (0.001...10_000).contains(pace) else {
      throw Failure("--speed \(speed): must be a number from 0.001 to 10000, or max", .usage)
    }
    let path = try stored.path()
    let last = try RunReader(path: path).status().round
    guard (0...max(0, last)).contains(round) else {
      throw Failure("--round \(round): the run has rounds 1 to \(last); 0 is before them", .usage)
    }
    let waker = ScreenWaker()
    let run = try ReplayedRun(path: path, speed: pace, from: round, wake: waker.wake)
    let monitor = try display.monitor()
    let screen = try TerminalScreen(options: display.screen(for: monitor), waker: waker)
    try LiveView.show(run, monitor, on: screen, waker)
  }
}
