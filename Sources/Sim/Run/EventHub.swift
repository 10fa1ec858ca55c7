import Metrics
import Synchronization

/// Where events go while they happen: into the snapshot, and on to one listener, in one order for everybody.
final class EventHub: Sendable {
  private struct State {
    var snapshot = RunSnapshot()
    /// What workers told of a round whose turn to be told has not come; nil: what they tell goes on at once.
    var held: [RunEvent]?
  }

  private let state = Mutex(State())
  private let listener: @Sendable (RunEvent) -> Void

  init(listener: @escaping @Sendable (RunEvent) -> Void) {
    self.listener = listener
  }

  /// The state of the run now; costs a reader no more than a copy of a value.
  var current: RunSnapshot { state.withLock { $0.snapshot } }

  /// Takes in what was told before, without telling it again.
  func replay(_ events: [RunEvent]) {
    state.withLock { state in events.forEach { state.snapshot.apply($0) } }
  }

  /// Takes an event in, then tells the listener.
  func emit(_ event: RunEvent) {
    state.withLock { tell(event, &$0) }
  }

  /// The same for what a worker has to tell of its round, which waits while it is held.
  func emitOfWorker(_ event: RunEvent) {
    state.withLock { state in
      if state.held == nil { tell(event, &state) } else { state.held?.append(event) }
    }
  }

  /// Holds what workers tell: the round before theirs has not been told.
  func hold() { state.withLock { $0.held = $0.held ?? [] } }

  /// Tells what was held.
  func release() {
    state.withLock { state in
      state.held?.forEach { tell($0, &state) }
      state.held = nil
    }
  }

  private func tell(_ event: RunEvent, _ state: inout State) {
    state.snapshot.apply(event)
    listener(event)
  }
}
