import Foundation
import Metrics
import RunStore
import Sim
import Synchronization

/// A run in the background of its monitor: opened, trained and closed on a thread of its own.
public final class LiveRun: RunSource, Sendable {
  private struct State {
    var simulation: Simulation?
    var result: Result<RunSummary, any Error>?
    var isStopped = false
    var path: String?
    var rounds: RecordedRounds?
  }

  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)
  private let wake: @Sendable () -> Void

  /// Makes a run that has not begun; `wake` is called, on any thread, at every event.
  public init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// The state of the run now.
  public var snapshot: RunSnapshot { state.withLock(\.simulation)?.snapshot ?? RunSnapshot() }

  /// The run's file; nil before there is one.
  public var path: String? { state.withLock(\.path) }

  /// It trains here.
  public var session: Session { .host }

  /// Something moves as long as it goes on, and does not hold.
  public var animates: Bool { result == nil && snapshot.state != .paused }

  /// Why it could not begin, or broke off.
  public var failure: (any Error)? {
    if case .failure(let failure)? = result { failure } else { nil }
  }

  /// Asked of the run itself.
  public func device(ofClient index: Int) -> String? {
    state.withLock(\.simulation)?.device(ofClient: index)
  }

  /// Read from the run's own file.
  public func snapshot(throughRound round: Int) -> RunSnapshot? {
    rounds?.snapshot(throughRound: round)
  }

  /// Read from the run's own file, once a round.
  public var checkpoints: [Int] { rounds?.checkpoints ?? [] }

  /// The run's own file, to look back in.
  private var rounds: RecordedRounds? {
    state.withLock { state in
      state.rounds =
        state.rounds ?? state.path.flatMap { try? RunReader(path: $0) }.map(RecordedRounds.init)
      return state.rounds
    }
  }

  /// How the run ended; nil while it goes on.
  public var result: Result<RunSummary, any Error>? { state.withLock(\.result) }

  /// Begins to open model and data, and then to train.
  public func start(_ make: @escaping HostMaker) {
    let thread = Thread { [self] in
      let result = Result { try train(make) }
      state.withLock { $0.result = result }
      ended.signal()
      wake()
    }
    thread.name = "fedtop run"
    // Deep call chains of tokenizers and parsers deserve more than a secondary thread's half megabyte.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Hands a command to the run; before the run exists only stopping has a meaning.
  public func submit(_ command: RunCommand) {
    let simulation = state.withLock { state in
      if command == .finish { state.isStopped = true }
      return state.simulation
    }
    simulation?.submit(command)
  }

  /// Stops the run and waits until its file is closed.
  public func finish() -> Result<RunSummary, any Error>? {
    submit(.finish)
    ended.wait()
    // Whoever asks next need not wait.
    ended.signal()
    return result
  }

  /// Stops the run and waits until its file is closed.
  public func leave() { _ = finish() }

  private func train(_ make: HostMaker) throws -> RunSummary {
    let host = try make(.pause) { [wake] _ in wake() }
    let isStopped = state.withLock { state in
      state.simulation = host.simulation
      state.path = host.path
      return state.isStopped
    }
    if isStopped { host.simulation.submit(.finish) }
    return try host.run()
  }
}
