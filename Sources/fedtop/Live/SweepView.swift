import Foundation
import Host
import Metrics
import Screen
import Synchronization
import TUI

/// A sweep that trains in the background of the list of its runs.
final class SweepView: Sendable {
  private let host: SweepHost
  private let isOver = Mutex(false)
  private let ended = DispatchSemaphore(value: 0)

  /// Takes a sweep that has not begun.
  init(_ host: SweepHost) { self.host = host }

  /// Trains, and shows the list until it is left; what is not done then is stopped in good order.
  ///
  /// - Returns: whether the sweep ran to its end, and the signal that ended the screen, if one did.
  func run(_ monitor: Monitor, on screen: TerminalScreen) throws -> (
    isComplete: Bool, signal: ScreenSignal?
  ) {
    let wake = screen.waker.wake
    let thread = Thread { [self] in
      host.run()
      isOver.withLock { $0 = true }
      ended.signal()
      wake()
    }
    thread.name = "fedtop sweep"
    thread.start()
    let desk = RunDesk(
      directory: host.plan.directory, monitor: monitor, waker: screen.waker, work: { self.work })
    screen.run(desk)
    let isComplete = isOver.withLock(\.self)
    host.stop()
    ended.wait()
    try desk.end()
    return (isComplete, desk.signal)
  }

  /// What goes on, in a few words; nil when it is over.
  private var work: String? {
    guard !isOver.withLock(\.self) else { return nil }
    let states = host.states
    let done = states.count { $0.condition == .finished || $0.condition == .halved }
    return "the sweep trains, \(done) of \(states.count) runs done"
  }
}
