import Dispatch
import Synchronization
import Transformer

/// Workers of this process that are given jobs one by one, and lay down what comes of them: nobody waits for them.
final class FarmHands: @unchecked Sendable {
  // Unchecked: a session is with one job at a time, since its number is in nobody else's hands then.
  private let sessions: [EncoderSession]
  private let free: Mutex<[Int]>
  private let worker: JobWorker
  private let results = Tray<FarmOutcome>()
  private let bell = DispatchSemaphore(value: 0)
  private let group = DispatchGroup()

  /// Makes `count` workers.
  init(_ worker: JobWorker, count: Int) {
    self.worker = worker
    sessions = (0..<count).map { _ in EncoderSession(encoder: worker.federation.encoder) }
    free = Mutex(Array(sessions.indices))
  }

  /// Begins a job; fewer must be in hand than there are workers.
  func begin(_ place: Int, _ job: Job) {
    guard let session = free.withLock({ $0.popLast() }) else { return }
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
      let watch = WorkWatch(worker.gate)
      let result = worker.perform(job, sessions[session])
      let seconds = watch.seconds
      free.withLock { $0.append(session) }
      results.put(FarmOutcome(place: place, result: result, seconds: seconds))
      bell.signal()
    }
  }

  /// Takes what has been done since it was asked last.
  func take() -> [FarmOutcome] { results.take() }

  /// Sleeps until a job is done, at most so long.
  func nap(_ time: DispatchTimeInterval) { _ = bell.wait(timeout: .now() + time) }

  /// Waits until nothing is in hand.
  func finish() { group.wait() }
}

/// Where some threads lay down what another takes.
final class Tray<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])

  func put(_ value: Value) { values.withLock { $0.append(value) } }

  func take() -> [Value] {
    values.withLock { values in
      defer { values = [] }
      return values
    }
  }
}
