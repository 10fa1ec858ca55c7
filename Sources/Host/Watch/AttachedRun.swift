import Foundation
import Metrics
import RunStore
import Synchronization

/// A run in another process, seen and steered through its file.
public final class AttachedRun: RunSource, Sendable {
  private struct State {
    var snapshot = RunSnapshot()
    var isClosed = false
  }

  private let reader: RunReader
  private let rounds: RecordedRounds
  private let state = Mutex(State())
  private let wake: @Sendable () -> Void

  /// Opens the file and begins to follow it, five times a second.
  ///
  /// - Parameter wake: is called, on any thread, when there is something new.
  /// - Throws: `StoreError`.
  public init(path: String, wake: @escaping @Sendable () -> Void) throws {
    reader = try RunReader(path: path)
    rounds = RecordedRounds(reader: reader)
    self.wake = wake
    var follower = RunFollower(reader: reader)
    take(try follower.poll())
    let thread = Thread { [self, follower] in follow(follower) }
    thread.name = "fedtop attach"
    thread.start()
  }

  /// The run's file.
  public var path: String? { reader.path }

  /// The state of the run as its file tells it.
  public var snapshot: RunSnapshot { state.withLock(\.snapshot) }

  /// Read from the file, when it has changed.
  public var checkpoints: [Int] { rounds.checkpoints }

  /// It trains elsewhere.
  public var session: Session { .attached }

  /// Something moves as long as the run goes on, and does not hold.
  public var animates: Bool {
    snapshot.summary == nil && ![.paused, .suspended].contains(snapshot.state)
  }

  /// Leaves the command in the file; the host takes it within a fifth of a second.
  public func submit(_ command: RunCommand) {
    do {
      _ = try reader.queueCommand(command)
    } catch {
      take([.notice(Notice(level: .error, text: "\(error)"))])
    }
  }

  /// Read from the run's file.
  public func snapshot(throughRound round: Int) -> RunSnapshot? {
    rounds.snapshot(throughRound: round)
  }

  /// Stops following.
  public func leave() { state.withLock { $0.isClosed = true } }

  private func follow(_ follower: RunFollower) {
    var follower = follower
    while !state.withLock(\.isClosed) {
      Thread.sleep(forTimeInterval: follower.isLost ? 1 : 0.2)
      take(follower.look { "\($0): what is shown is the last that could be read" })
    }
  }

  private func take(_ events: [RunEvent]) {
    guard !events.isEmpty else { return }
    state.withLock { state in events.forEach { state.snapshot.apply($0) } }
    wake()
  }
}
