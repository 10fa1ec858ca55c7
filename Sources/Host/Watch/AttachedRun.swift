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
    var sight = Sight(follower: follower)
    while !state.withLock(\.isClosed) {
      Thread.sleep(forTimeInterval: sight.isLost ? 1 : 0.2)
      take(sight.look())
    }
  }

  private func take(_ events: [RunEvent]) {
    guard !events.isEmpty else { return }
    state.withLock { state in events.forEach { state.snapshot.apply($0) } }
    wake()
  }
}

/// What is to be seen of a file, and whether all is well with it.
private struct Sight {
  var follower: RunFollower
  /// Whether it could not be read the last time.
  private(set) var isLost = false
  private var isInPlace = true

  init(follower: RunFollower) { self.follower = follower }

  mutating func look() -> [RunEvent] {
    var events: [RunEvent] = []
    if isInPlace, !follower.reader.isInPlace {
      isInPlace = false
      let text = "the run file was moved, removed or replaced: what is shown is of the one before"
      events.append(.notice(Notice(level: .warning, text: text)))
    }
    do {
      let news = try follower.poll()
      // A file system that was away is there again.
      if isLost, let state = follower.status?.shownState { events.append(.stateChanged(state)) }
      isLost = false
      return events + news
    } catch {
      guard !isLost else { return events }
      isLost = true
      let text = "\(error): what is shown is the last that could be read"
      return events + [.notice(Notice(level: .error, text: text)), .stateChanged(.interrupted)]
    }
  }
}
