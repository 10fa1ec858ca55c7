import Foundation
import Metrics
import RunStore
import Screen
import Synchronization
import TUI

/// A run in another process, seen and steered through its file.
final class AttachedRun: RunSource, Sendable {
  private struct State {
    var snapshot = RunSnapshot()
    var isClosed = false
  }

  private let reader: RunReader
  private let rounds: RecordedRounds
  private let state = Mutex(State())
  private let waker: ScreenWaker

  /// Opens the file and begins to follow it, five times a second.
  /// - Throws: `StoreError`.
  init(path: String, waker: ScreenWaker) throws {
    reader = try RunReader(path: path)
    rounds = RecordedRounds(reader: reader)
    self.waker = waker
    var follower = RunFollower(reader: reader)
    take(try follower.poll())
    let thread = Thread { [self, follower] in follow(follower) }
    thread.name = "fedtop attach"
    thread.start()
  }

  var path: String? { reader.path }

  var snapshot: RunSnapshot { state.withLock(\.snapshot) }

  var session: Session { .attached }

  var animates: Bool { snapshot.summary == nil }

  /// Leaves the command in the file; the host takes it within a fifth of a second.
  func submit(_ command: RunCommand) {
    do {
      _ = try reader.queueCommand(command)
    } catch {
      take([.notice(Notice(level: .error, text: "\(error)"))])
    }
  }

  func snapshot(throughRound round: Int) -> RunSnapshot? {
    rounds.snapshot(throughRound: round)
  }

  /// Stops following.
  func leave() { state.withLock { $0.isClosed = true } }

  private func follow(_ follower: RunFollower) {
    var follower = follower
    while !state.withLock(\.isClosed) {
      Thread.sleep(forTimeInterval: 0.2)
      do {
        take(try follower.poll())
      } catch {
        take([.notice(Notice(level: .error, text: "\(error)"))])
        return
      }
    }
  }

  private func take(_ events: [RunEvent]) {
    guard !events.isEmpty else { return }
    state.withLock { state in events.forEach { state.snapshot.apply($0) } }
    waker.wake()
  }
}
