import Foundation
import Metrics
import RunStore
import Screen
import Synchronization

/// A stored run told again: its events one by one, at the pace it had or faster.
final class ReplayedRun: RunSource, Sendable {
  private struct State {
    var snapshot = RunSnapshot()
    var next = 0
    var isPaused = false
    var stepsLeft: Int?
    var isClosed = false
  }

  private let events: [StoredEvent]
  private let reader: RunReader
  private let speed: Double
  private let state = Mutex(State())
  private let waker: ScreenWaker

  /// Reads the whole record and begins to tell it.
  ///
  /// - Parameters:
  ///   - speed: how many recorded seconds pass in one; infinite for as fast as drawing allows.
  ///   - round: round to begin at.
  /// - Throws: `StoreError`.
  init(path: String, speed: Double, from round: Int, waker: ScreenWaker) throws {
    reader = try RunReader(path: path)
    events = try reader.events().events
    self.speed = speed
    self.waker = waker
    state.withLock { state in
      while state.next < events.count, (events[state.next].event.round ?? 0) <= round {
        state.snapshot.apply(events[state.next].event)
        state.next += 1
      }
      state.snapshot.apply(.stateChanged(.running))
    }
    let thread = Thread { [self] in tell() }
    thread.name = "fedtop replay"
    thread.start()
  }

  var path: String? { reader.path }

  var snapshot: RunSnapshot { state.withLock(\.snapshot) }

  var animates: Bool { state.withLock { $0.next < events.count && !$0.isPaused } }

  /// Moves the playback: pause, go on, step.
  func submit(_ command: RunCommand) {
    state.withLock { state in
      switch command {
      case .pause: state.isPaused = true
      case .resume: (state.isPaused, state.stepsLeft) = (false, nil)
      case .step(let rounds): (state.isPaused, state.stepsLeft) = (false, rounds)
      case .set, .finish: return
      }
      let word: RunState =
        state.isPaused ? .paused : state.stepsLeft == nil ? .running : .stepping
      if state.snapshot.summary == nil { state.snapshot.apply(.stateChanged(word)) }
    }
    waker.wake()
  }

  func snapshot(throughRound round: Int) -> RunSnapshot? {
    try? reader.snapshot(throughRound: round)
  }

  /// Stops telling.
  func close() { state.withLock { $0.isClosed = true } }

  private func tell() {
    while true {
      let (isClosed, isPaused, next) = state.withLock { ($0.isClosed, $0.isPaused, $0.next) }
      guard !isClosed, next < events.count else { return }
      if isPaused {
        Thread.sleep(forTimeInterval: 0.05)
        continue
      }
      wait(before: next)
      state.withLock { state in
        guard state.next == next, !state.isPaused else { return }
        let event = events[next].event
        state.snapshot.apply(event)
        state.next += 1
        if case .roundFinished = event, let left = state.stepsLeft {
          state.stepsLeft = left > 1 ? left - 1 : nil
          state.isPaused = left <= 1
          if state.isPaused { state.snapshot.apply(.stateChanged(.paused)) }
        }
      }
      waker.wake()
    }
  }

  /// Lets the time pass that lay between two events; a round's own events came while it trained.
  private func wait(before next: Int) {
    guard speed.isFinite, case .roundFinished(let report) = events[next].event else {
      // As fast as drawing allows: ten frames a second, one event each, would be slower than life.
      if case .roundFinished = events[next].event { Thread.sleep(forTimeInterval: 0.02) }
      return
    }
    var left = min(report.wallSeconds, 3600) / speed
    while left > 0, !state.withLock({ $0.isClosed || $0.isPaused }) {
      let nap = min(left, 0.05)
      Thread.sleep(forTimeInterval: nap)
      left -= nap
    }
  }
}
