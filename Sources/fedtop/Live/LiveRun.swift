import Foundation
import Metrics
import RunStore
import Screen
import Sim
import Synchronization
import TUI

/// A run in the background of its monitor: opened, trained and closed on a thread of its own.
final class LiveRun: RunSource, Sendable {
  private struct State {
    var simulation: Simulation?
    var result: Result<RunSummary, Failure>?
    var isStopped = false
    var path: String?
    var rounds: RecordedRounds?
  }

  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)
  private let waker: ScreenWaker

  /// Makes a run that has not begun; `waker` is told of every event.
  init(waker: ScreenWaker) { self.waker = waker }

  /// The state of the run now.
  var snapshot: RunSnapshot { state.withLock(\.simulation)?.snapshot ?? RunSnapshot() }

  var path: String? { state.withLock(\.path) }

  var session: Session { .host }

  var animates: Bool { result == nil }

  var failure: Failure? {
    if case .failure(let failure)? = result { failure } else { nil }
  }

  /// Read from the run's own file.
  func snapshot(throughRound round: Int) -> RunSnapshot? {
    let rounds = state.withLock { state in
      state.rounds =
        state.rounds ?? state.path.flatMap { try? RunReader(path: $0) }.map(RecordedRounds.init)
      return state.rounds
    }
    return rounds?.snapshot(throughRound: round)
  }

  /// How the run ended; nil while it goes on.
  var result: Result<RunSummary, Failure>? { state.withLock(\.result) }

  /// Begins to open model and data, and then to train.
  func start(_ make: @escaping HostMaker) {
    let thread = Thread { [self] in
      let result: Result<RunSummary, Failure>
      do {
        result = .success(try train(make))
      } catch {
        result = .failure(Failure(error))
      }
      state.withLock { $0.result = result }
      ended.signal()
      waker.wake()
    }
    thread.name = "fedtop run"
    // Deep call chains of tokenizers and parsers deserve more than a secondary thread's half megabyte.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Hands a command to the run; before the run exists only stopping has a meaning.
  func submit(_ command: RunCommand) {
    let simulation = state.withLock { state in
      if command == .finish { state.isStopped = true }
      return state.simulation
    }
    simulation?.submit(command)
  }

  /// Stops the run and waits until its file is closed.
  func finish() -> Result<RunSummary, Failure>? {
    submit(.finish)
    ended.wait()
    // Whoever asks next need not wait.
    ended.signal()
    return result
  }

  func leave() { _ = finish() }

  private func train(_ make: HostMaker) throws -> RunSummary {
    let host = try make(.pause) { [waker] _ in waker.wake() }
    let isStopped = state.withLock { state in
      state.simulation = host.simulation
      state.path = host.path
      return state.isStopped
    }
    if isStopped { host.simulation.submit(.finish) }
    return try host.run()
  }
}
