import Foundation
import Metrics
import RunStore
import Synchronization

/// A stored run told again: its events one by one, at the pace they had or faster.
public final class ReplayedRun: RunSource, Sendable {
  private struct State {
    var place = TapePlace()
    var isPaused = false
    /// How far it goes on by itself; nil: to its end.
    var aim: RunAim?
    var speed: Double
    var isClosed = false
  }

  private let reader: RunReader
  private let tape: ReplayTape
  /// Rounds that the file has a checkpoint of.
  public let checkpoints: [Int]
  private let state: Mutex<State>
  private let condition = NSCondition()
  private let wake: @Sendable () -> Void

  /// Reads the whole record and begins to tell it.
  ///
  /// - Parameters:
  ///   - speed: how many recorded seconds pass in one; infinite for as fast as drawing allows.
  ///   - round: round to begin at.
  ///   - wake: is called, on any thread, when there is something new.
  /// - Throws: `StoreError`.
  public init(
    path: String, speed: Double, from round: Int, wake: @escaping @Sendable () -> Void
  ) throws {
    reader = try RunReader(path: path)
    tape = ReplayTape(
      try reader.events().events.map(\.event), controls: try reader.controls(),
      end: try reader.status().shownState)
    checkpoints = try reader.checkpointRounds()
    self.wake = wake
    state = Mutex(State(speed: speed))
    state.withLock { state in
      state.place = tape.wound(to: round)
      if !tape.isOver(state.place.next) { state.place.snapshot.apply(.stateChanged(.running)) }
    }
    let thread = Thread { [self] in tell() }
    thread.name = "fedtop replay"
    thread.start()
  }

  /// The state of the run where the playback is.
  public var snapshot: RunSnapshot { state.withLock(\.place.snapshot) }

  /// It is played from its file.
  public var session: Session { .replay }

  /// The run's file.
  public var path: String? { reader.path }

  /// All rounds of the record, and how fast it is told.
  public var timeline: Timeline? {
    let (now, speed) = state.withLock { ($0.place.snapshot.state, $0.speed) }
    return Timeline(of: tape.record, state: now, speed: speed, checkpoints: checkpoints)
  }

  /// Something moves as long as events are told.
  public var animates: Bool { state.withLock { !tape.isOver($0.place.next) && !$0.isPaused } }

  /// Moves the playback: pause, go on, step.
  public func submit(_ command: RunCommand) {
    change { state in
      switch command {
      case .pause: (state.isPaused, state.aim) = (true, nil)
      case .resume: (state.isPaused, state.aim) = (false, nil)
      case .step(let rounds):
        state.isPaused = false
        state.aim = .steps(rounds, behind: state.place.snapshot.round, on: state.aim)
      case .until(let goal): (state.isPaused, state.aim) = (false, .goal(goal))
      case .set, .finish, .note: return
      }
      guard !tape.isOver(state.place.next) else { return }
      let word: RunState =
        state.isPaused ? .paused : state.aim == nil ? .running : .stepping
      state.place.snapshot.apply(.stateChanged(word))
      state.place.snapshot.aim(at: state.aim)
    }
  }

  /// Moves the playback to the end of a round, and holds it.
  public func seek(_ round: Int) -> Bool {
    change { state in
      state.place = tape.wound(to: round, from: state.place)
      (state.isPaused, state.aim) = (true, nil)
      if !tape.isOver(state.place.next) { state.place.snapshot.apply(.stateChanged(.paused)) }
    }
    return true
  }

  /// Goes on at another speed.
  public func play(speed: Double) { change { $0.speed = speed } }

  /// Never asked for: a replay moves its head.
  public func snapshot(throughRound round: Int) -> RunSnapshot? { nil }

  /// Stops telling.
  public func leave() { change { $0.isClosed = true } }

  /// Changes the state, and tells the thread that waits and the screen.
  private func change(_ body: (inout State) -> Void) {
    condition.lock()
    state.withLock { state in body(&state) }
    condition.broadcast()
    condition.unlock()
    wake()
  }

  private func tell() {
    condition.lock()
    defer { condition.unlock() }
    while true {
      let (isClosed, isPaused, next) = state.withLock { ($0.isClosed, $0.isPaused, $0.place.next) }
      guard !isClosed else { return }
      guard !isPaused, !tape.isOver(next) else {
        condition.wait()
        continue
      }
      guard wait(before: next) else { continue }
      state.withLock { advance(&$0) }
      wake()
    }
  }

  private func advance(_ state: inout State) {
    let event = tape.events[state.place.next]
    state.place.snapshot.apply(event)
    state.place.next += 1
    if tape.isOver(state.place.next) { return tape.close(&state.place.snapshot) }
    guard case .roundFinished = event else {
      // What is told of the run's own steps is no matter of the playback.
      if case .commandApplied = event { state.place.snapshot.aim(at: state.aim) }
      return
    }
    guard let aim = state.aim, aim.isReached(by: state.place.snapshot) else { return }
    (state.isPaused, state.aim) = (true, nil)
    state.place.snapshot.apply(.stateChanged(.paused))
  }

  /// Lets the time pass that lay before an event, in the speed that is in force at each moment.
  ///
  /// - Returns: false when the playback was paused or moved meanwhile.
  private func wait(before next: Int) -> Bool {
    var left = tape.pauses[next]
    while left > 0 {
      let speed = state.withLock(\.speed)
      // As fast as drawing allows: a frame shows a round or a few, not each event.
      guard speed.isFinite else {
        if case .roundFinished = tape.events[next] {
          _ = condition.wait(until: Date(timeIntervalSinceNow: 0.02))
        }
        break
      }
      let start = ContinuousClock.now
      // A date that is too far away for the clock traps.
      _ = condition.wait(until: Date(timeIntervalSinceNow: min(left / speed, 60)))
      left -= start.duration(to: .now) / .seconds(1) * speed
      guard state.withLock({ !$0.isClosed && !$0.isPaused && $0.place.next == next }) else {
        return false
      }
    }
    return state.withLock { !$0.isClosed && !$0.isPaused && $0.place.next == next }
  }
}
