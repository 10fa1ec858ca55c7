import Foundation
import Metrics
import RunStore
import Synchronization

/// Reads the curves of a run's parent in the background, and goes on while the parent does.
public final class ParentWatch: Sendable {
  private struct State {
    var trace: GhostTrace?
    var isClosed = false
  }

  /// Seconds between two looks.
  private static let interval = 1.0

  private let file: ParentFile
  private let state = Mutex(State())
  private let wake: @Sendable () -> Void

  /// Begins to read; `wake` is called, on any thread, at every round that is new.
  public init(_ file: ParentFile, wake: @escaping @Sendable () -> Void) {
    self.file = file
    self.wake = wake
    let thread = Thread { [self] in watch() }
    thread.name = "fedtop parent"
    thread.start()
  }

  /// The parent.
  public var parent: RunStarted.Parent { file.parent }

  /// What is known by now; nil before the first look.
  public var trace: GhostTrace? { state.withLock(\.trace) }

  /// Stops reading.
  public func close() { state.withLock { $0.isClosed = true } }

  private func watch() {
    do {
      let reader = try file.open()
      var known: Int?
      while !state.withLock(\.isClosed) {
        // Rounds come one by one, and a resumed parent takes some back: either way the last one differs.
        let round = try reader.status().round
        if round != known { take(try file.trace(reader)) }
        known = round
        Thread.sleep(forTimeInterval: Self.interval)
      }
    } catch {
      // What was read before stays: a file that is deleted meanwhile takes no curve off the screen.
      if trace == nil { take(file.lost) }
    }
  }

  private func take(_ trace: GhostTrace) {
    state.withLock { $0.trace = trace }
    wake()
  }
}
