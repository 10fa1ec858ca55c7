import Foundation
import Synchronization

/// Tells those who watch when their run got on: one thread for all of them, and one look into a file for all who watch it.
final class LiveDesk: Sendable {
  /// So many may watch at once.
  static let capacity = 100
  /// Who hears nothing for so long is told the same again, which finds those that are gone.
  private static let patience = Duration.seconds(15)

  private struct Viewer {
    var run: WatchedRun
    var told: Int
    var heard: ContinuousClock.Instant
    var stream: AsyncStream<Int>.Continuation
  }

  private struct State {
    var viewers: [Int: Viewer] = [:]
    var next = 0
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Begins to look; five times a second as long as somebody watches.
  init() {
    let thread = Thread { [self] in
      while !state.withLock(\.isClosed) {
        Thread.sleep(forTimeInterval: 0.2)
        look()
      }
    }
    thread.name = "fedtop serve"
    thread.start()
  }

  /// The stamps of a run, the present one first; nil when too many watch already.
  ///
  /// Who is slow misses stamps, never the last one.
  func watch(_ run: WatchedRun) -> AsyncStream<Int>? {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Int.self, bufferingPolicy: .bufferingNewest(1))
    let stamp = run.sight.stamp
    let place = state.withLock { state -> Int? in
      guard !state.isClosed, state.viewers.count < Self.capacity else { return nil }
      state.next += 1
      state.viewers[state.next] = Viewer(run: run, told: stamp, heard: .now, stream: continuation)
      return state.next
    }
    guard let place else { return nil }
    continuation.onTermination = { [self] _ in
      state.withLock { $0.viewers[place] = nil }
    }
    continuation.yield(stamp)
    return stream
  }

  /// Ends all streams.
  func close() {
    let viewers = state.withLock { state in
      state.isClosed = true
      defer { state.viewers = [:] }
      return state.viewers
    }
    viewers.values.forEach { $0.stream.finish() }
  }

  private func look() {
    let now = ContinuousClock.now
    for (place, viewer) in state.withLock(\.viewers) {
      let stamp = viewer.run.sight.stamp
      guard stamp != viewer.told || viewer.heard + Self.patience < now else { continue }
      state.withLock { state in
        state.viewers[place]?.told = stamp
        state.viewers[place]?.heard = now
      }
      viewer.stream.yield(stamp)
    }
  }
}
