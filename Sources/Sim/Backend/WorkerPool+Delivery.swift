import Dispatch
import Foundation
import Transformer

extension WorkerPool {
  /// Does `work` for every index of `costs`, the most expensive first, and delivers what comes of it in order, each as soon
  /// as those before it are there.
  ///
  /// The thread of the caller is a worker, too. It takes the urgent pieces first, in their order, and delivers between two
  /// pieces of its own.
  ///
  /// - Parameters:
  ///   - costs: predicted cost of each piece, in any unit.
  ///   - urgent: how many of the first pieces are waited for most.
  ///   - work: what to do with a worker's buffers, called concurrently; nil: everything is dropped.
  ///   - deliver: takes the results, on the thread of the caller.
  /// - Returns: false when something was dropped.
  func perform<Result: Sendable>(
    costs: [Int], urgent: Int = 0, _ work: @Sendable (Int, EncoderSession) -> Result?,
    deliver: (Result) -> Void
  ) -> Bool {
    let counter = JobCounter<Result>(costs: costs, urgent: urgent, workers: count)
    return withoutActuallyEscaping(work) { work in
      let group = DispatchGroup()
      for helper in 1..<max(1, min(count, costs.count)) {
        DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
          while let place = counter.next() {
            counter.put(with(helper) { work(place, $0) }, at: place)
          }
        }
      }
      while true {
        counter.take().forEach(deliver)
        if let place = counter.nextOfCaller() {
          counter.put(alone { work(place, $0) }, at: place)
        } else if !counter.wait() {
          break
        }
      }
      group.wait()
      return counter.isDone
    }
  }
}

/// Where workers fetch their pieces and lay down what comes of them.
private final class JobCounter<Result: Sendable>: @unchecked Sendable {
  // Unchecked: everything mutable is touched under the condition's lock.
  private let condition = NSCondition()
  private let urgent: Int
  private var ledger: JobLedger
  private var results: [Int: Result] = [:]
  private var isDropped = false

  init(costs: [Int], urgent: Int, workers: Int) {
    self.urgent = urgent
    ledger = JobLedger(costs: costs, urgent: urgent, workers: [workers])
  }

  /// Whether everything was delivered.
  var isDone: Bool { condition.withLock { ledger.isDone } }

  /// The next piece for a worker, who waits while all that is left is too far ahead; nil: there is none.
  func next() -> Int? {
    condition.withLock {
      while !isDropped, ledger.left > 0 {
        if let (place, _) = ledger.hand() { return place }
        condition.wait()
      }
      return nil
    }
  }

  /// The next piece for the thread that delivers, which never waits here; nil: there is none, or urgent ones are being done.
  ///
  /// Those are delivered before it takes up another: in a piece that a pause holds it could not.
  func nextOfCaller() -> Int? {
    condition.withLock {
      guard !isDropped else { return nil }
      if let place = ledger.hand(before: urgent) { return place }
      return ledger.next < urgent ? nil : ledger.hand()?.place
    }
  }

  func put(_ result: Result?, at place: Int) {
    condition.withLock {
      _ = ledger.take(place, from: 0)
      results[place] = result
      isDropped = isDropped || result == nil
      condition.broadcast()
    }
  }

  /// The results that come next, in order.
  func take() -> [Result] {
    condition.withLock {
      var taken: [Result] = []
      while let result = results.removeValue(forKey: ledger.next) {
        ledger.deliver()
        taken.append(result)
      }
      // Who was too far ahead may go on.
      if !taken.isEmpty { condition.broadcast() }
      return taken
    }
  }

  /// Waits until there is something to deliver; false: nothing more comes.
  func wait() -> Bool {
    condition.withLock {
      while true {
        if results[ledger.next] != nil { return true }
        guard ledger.outstanding > 0 else { return false }
        condition.wait()
      }
    }
  }
}
