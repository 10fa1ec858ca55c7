import Synchronization
import Testing

@testable import Sim

struct WorkerPoolTests {
  @Test(arguments: [1, 2, 5])
  func everyPieceIsDoneOnceAndResultsKeepTheirPlace(workers: Int) throws {
    let pool = WorkerPool(encoder: try TinyEncoder().encoder, count: workers)
    #expect(pool.count == workers)
    let done = Mutex([Int]())
    let results = pool.map(costs: (0..<50).map { ($0 * 7) % 11 }) { index, _ in
      done.withLock { $0.append(index) }
      return index * index
    }
    #expect(results == (0..<50).map { $0 * $0 })
    #expect(done.withLock { $0.sorted() } == Array(0..<50))
  }

  @Test func oneWorkerBeginsWithTheMostExpensive() throws {
    let pool = WorkerPool(encoder: try TinyEncoder().encoder, count: 1)
    let order = Mutex([Int]())
    _ = pool.map(costs: [3, 9, 1, 9]) { index, _ in order.withLock { $0.append(index) } }
    #expect(order.withLock { $0 } == [1, 3, 0, 2])
  }

  @Test func withoutWorkNothingHappens() throws {
    let pool = WorkerPool(encoder: try TinyEncoder().encoder, count: 0)
    #expect(pool.count == 1)
    #expect(pool.map(costs: []) { index, _ in index } == [])
  }
}
