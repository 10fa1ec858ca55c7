import Metrics
import Synchronization

/// Where events go while they happen: into the snapshot, and on to one listener, in one order for everybody.
final class EventHub: Sendable {
  private let snapshot = Mutex(RunSnapshot())
  private let listener: @Sendable (RunEvent) -> Void

  init(listener: @escaping @Sendable (RunEvent) -> Void) {
    self.listener = listener
  }

  /// The state of the run now; costs a reader no more than a copy of a value.
  var current: RunSnapshot { snapshot.withLock { $0 } }

  /// Takes in what was told before, without telling it again.
  func replay(_ events: [RunEvent]) {
    snapshot.withLock { snapshot in events.forEach { snapshot.apply($0) } }
  }

  /// Takes an event in, then tells the listener.
  func emit(_ event: RunEvent) {
    snapshot.withLock { snapshot in
      snapshot.apply(event)
      listener(event)
    }
  }
}
