import Foundation
import Synchronization
import Testing

@testable import Sim

struct WorkerPoolDeliveryTests {
  private func pool(_ workers: Int) throws -> WorkerPool {
    WorkerPool(encoder: try TinyEncoder().encoder, count: workers)
  }

  @Test(arguments: [1, 2, 5], [0, 7, 300])
  func everyPieceIsDoneOnceAndDeliveredInOrder(workers: Int, urgent: Int) throws {
    let done = Mutex([Int]())
    var found: [Int] = []
    // More than may be held.
    let isDone = try pool(workers).perform(
      costs: (0..<300).map { ($0 * 7) % 11 }, urgent: urgent
    ) { place, _ in
      done.withLock { $0.append(place) }
      return place * place
    } deliver: {
      found.append($0)
    }
    #expect(isDone)
    #expect(found == (0..<300).map { $0 * $0 })
    #expect(done.withLock { $0.sorted() } == Array(0..<300))
  }

  @Test func theCallerTakesUrgentPiecesAsTheyComeAndOthersByTheirCosts() throws {
    let order = Mutex([Int]())
    _ = try pool(1).perform(costs: [3, 9, 1, 5, 7], urgent: 3) { place, _ in
      order.withLock { $0.append(place) }
      return place
    } deliver: { _ in
    }
    #expect(order.withLock { $0 } == [0, 1, 2, 4, 3])
  }

  /// The long pieces wait until everything urgent has been delivered, which they could not if it came after them.
  @Test func urgentResultsComeWhileTheOthersAreBeingDone() throws {
    let urgent = DispatchSemaphore(value: 0)
    var found: [Int] = []
    let isDone = try pool(3).perform(costs: [1, 1, 1, 1, 90, 90], urgent: 4) { place, _ -> Int in
      if place >= 4 { _ = urgent.wait(timeout: .now() + 60) }
      return place
    } deliver: { place in
      found.append(place)
      if place == 3 { (0..<2).forEach { _ in urgent.signal() } }
    }
    #expect(isDone)
    #expect(found == Array(0..<6))
  }

  @Test(arguments: [1, 3]) func whatFollowsOnADroppedPieceIsNotDelivered(workers: Int) throws {
    var found: [Int] = []
    let isDone = try pool(workers).perform(
      costs: Array(repeating: 1, count: 40), urgent: 40
    ) { place, _ in
      place == 20 ? nil : place
    } deliver: {
      found.append($0)
    }
    #expect(!isDone)
    #expect(found == Array(0..<found.count) && found.count <= 20)
  }

  @Test func withoutWorkNothingHappens() throws {
    let isDone = try pool(2).perform(costs: []) { place, _ in
      place
    } deliver: { _ in
      Issue.record("there is nothing to deliver")
    }
    #expect(isDone)
  }
}
