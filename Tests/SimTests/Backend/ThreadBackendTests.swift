import Metrics
import Synchronization
import Testing

@testable import Sim

struct ThreadBackendTests {
  private func backend(
    _ workers: Int, _ federation: Federation,
    tell: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) -> ThreadBackend {
    ThreadBackend(
      JobWorker(
        federation: federation, gate: Gate { _ in }, clock: VirtualClock(federation.settings),
        tell: tell), workers: workers)
  }

  @Test(arguments: [0, 1, 2, 5])
  func everyJobIsDoneOnceAndResultsComeInOrder(workers: Int) throws {
    let federation = try SmallRun.federation { $0.testSamples = 200 }
    let made = Mutex([Int]())
    var found: [Int] = []
    // More jobs than a window holds, each with as many samples as its own number tells.
    let isDone = backend(workers, federation).perform(
      costs: (0..<200).map { ($0 * 7) % 11 }
    ) { index in
      made.withLock { $0.append(index) }
      return .evaluate(
        EvaluationJob(
          samples: Array(repeating: 0, count: 1 + index % 5), parameters: federation.start,
          own: nil, personal: []))
    } deliver: { result in
      if case .evaluated(let answers) = result { found.append(answers.count) }
    }
    #expect(isDone)
    #expect(found == (0..<200).map { 1 + $0 % 5 })
    #expect(made.withLock { $0.sorted() } == Array(0..<200))
  }

  @Test func oneWorkerBeginsWithTheMostExpensive() throws {
    let federation = try SmallRun.federation()
    let order = Mutex([Int]())
    _ = backend(1, federation).perform(costs: [3, 9, 1, 9]) { index in
      order.withLock { $0.append(index) }
      return .evaluate(
        EvaluationJob(samples: [0], parameters: federation.start, own: nil, personal: []))
    } deliver: { _ in
    }
    #expect(order.withLock { $0 } == [1, 3, 0, 2])
  }

  @Test func withoutWorkNothingHappens() throws {
    let federation = try SmallRun.federation()
    let isDone = backend(1, federation).perform(costs: []) { _ in
      .initialise(InitialisationJob(client: 0))
    } deliver: {
      _ in
      Issue.record("there is nothing to deliver")
    }
    #expect(isDone)
  }
}
