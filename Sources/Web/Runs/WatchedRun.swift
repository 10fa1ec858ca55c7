import Foundation
import Metrics
import RunStore
import Synchronization

/// Finds the curves that are drawn behind a run, if there are any; the run's file is at the path.
public typealias GhostFinder = @Sendable (RunStarted, _ path: String) -> GhostTrace?

/// A run file, read as often as somebody looks and no oftener than five times a second, however many look.
final class WatchedRun: Sendable {
  /// What was to be seen at a moment.
  struct Sight {
    /// The run.
    var snapshot = RunSnapshot()
    /// Another number for every other state of any run.
    var stamp = 0
  }

  /// Least time between two looks into the file.
  static let interval = Duration.milliseconds(200)

  /// Reads the file.
  let reader: RunReader

  private struct State {
    var follower: RunFollower
    var sight = Sight()
    var looked: ContinuousClock.Instant?
  }

  private static let stamps = Atomic(1)
  private let state: Mutex<State>
  private let ghosts: GhostFinder

  /// Opens the file.
  /// - Throws: `StoreError`.
  init(path: String, ghosts: @escaping GhostFinder) throws(StoreError) {
    reader = try RunReader(path: path)
    self.ghosts = ghosts
    state = Mutex(State(follower: RunFollower(reader: reader)))
  }

  /// Name of the run.
  var name: String { reader.name }

  /// The run now.
  var sight: Sight {
    state.withLock { state in
      let now = ContinuousClock.now
      if let looked = state.looked, looked + Self.interval > now { return state.sight }
      // What was read before stays, and the file may come back; its path is nobody's business here.
      take(state.follower.look { _ in "the run file cannot be read now" }, &state)
      state.looked = now
      return state.sight
    }
  }

  /// The run as it was at the end of a round.
  /// - Throws: `StoreError`.
  func snapshot(throughRound round: Int) throws(StoreError) -> RunSnapshot {
    var snapshot = try reader.snapshot(throughRound: round)
    if let ghost = sight.snapshot.ghost { snapshot.apply(.ghostTraced(ghost)) }
    return snapshot
  }

  private func take(_ events: [RunEvent], _ state: inout State) {
    for event in events {
      state.sight.snapshot.apply(event)
      if case .runStarted(let started) = event, let ghost = ghosts(started, reader.path) {
        state.sight.snapshot.apply(.ghostTraced(ghost))
      }
    }
    guard !events.isEmpty || state.sight.stamp == 0 else { return }
    state.sight.stamp = Self.stamps.wrappingAdd(1, ordering: .relaxed).newValue
  }
}
