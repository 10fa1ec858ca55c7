import Plain
import Testing

@testable import Sim

struct JobLedgerTests {
  @Test func theMostExpensiveGoesFirstAndNobodyHasTwoBeforeAllHaveOne() {
    var ledger = JobLedger(costs: [1, 9, 5, 9, 2, 7], workers: [1, 1])
    let given = [ledger.hand(), ledger.hand()]
    #expect(given.map { $0?.place } == [1, 3])
    #expect(given.map { $0?.rank } == [0, 1])
    // More is left than there are workers: rank 1 gets one in advance, rank 0 none.
    let more = ledger.hand()
    #expect(more?.place == 5 && more?.rank == 1)
    expect(nothingFrom: &ledger)
    #expect(ledger.outstanding == 3)
  }

  @Test func nobodyHasOneInAdvanceWhenTheEndIsNear() {
    var ledger = JobLedger(costs: [4, 3, 2, 1], workers: [1, 2])
    var ranks: [Int] = []
    for _ in 0..<3 { ranks += ledger.hand().map { [$0.rank] } ?? [] }
    #expect(ranks.sorted() == [0, 1, 1])
    expect(nothingFrom: &ledger)
    take(0, from: 1, &ledger)
    let last = ledger.hand()
    #expect(last?.place == 3 && last?.rank == 1)
  }

  @Test func noJobBeginsFarAheadOfWhatIsDelivered() {
    var ledger = JobLedger(costs: Array(0..<100), workers: [1])
    let first = ledger.hand()
    #expect(first?.place == 63)
    take(63, from: 0, &ledger)
    ledger.deliver()
    let second = ledger.hand()
    #expect(second?.place == 64)
  }

  /// The rule by its words, over all jobs and ranks each time, for jobs of equal and of other costs that end in any order.
  @Test(arguments: [1, 4, 1000], [[1], [2, 1], [1, 3, 1, 2, 1]])
  func everyHandOutFollowsTheRule(dearest: UInt64, workers: [Int]) {
    var random = SplitMix64(seed: dearest)
    let costs = (0..<150).map { _ in Int(random.next() % dearest) }
    var ledger = JobLedger(costs: costs, workers: workers)
    var left = Set(costs.indices)
    var done: Set<Int> = []
    while !ledger.isDone {
      let window = max(64, 16 * workers.reduce(0, +))
      let place = left.filter { $0 < ledger.next + window }.max {
        (costs[$0], $1) < (costs[$1], $0)
      }
      let spare = left.count > workers.reduce(0, +) ? 1 : 0
      let beyond = workers.indices.map { ledger.inHand[$0].count - workers[$0] }
      let rank = workers.indices.filter { beyond[$0] < ($0 == 0 ? 0 : spare) }.min {
        (beyond[$0], $0) < (beyond[$1], $1)
      }
      let given = ledger.hand()
      if let place, let rank {
        #expect(given?.place == place && given?.rank == rank)
        left.remove(place)
      } else {
        #expect(given == nil)
        let busy = workers.indices.filter { !ledger.inHand[$0].isEmpty }
        let rank = busy[Int(random.next() % UInt64(busy.count))]
        let ended = ledger.inHand[rank].sorted()[0]
        take(ended, from: rank, &ledger)
        done.insert(ended)
        while done.contains(ledger.next) { ledger.deliver() }
      }
    }
    #expect(left.isEmpty && ledger.outstanding == 0)
  }

  @Test func whatARankNeverHadIsNotTaken() {
    var ledger = JobLedger(costs: [1, 1], workers: [1, 1])
    _ = ledger.hand()
    let isAnothers = ledger.take(0, from: 1)
    #expect(!isAnothers)
    take(0, from: 0, &ledger)
    let isTwice = ledger.take(0, from: 0)
    #expect(!isTwice)
  }

  private func expect(nothingFrom ledger: inout JobLedger) {
    let given = ledger.hand()
    #expect(given == nil)
  }

  private func take(_ place: Int, from rank: Int, _ ledger: inout JobLedger) {
    let isTaken = ledger.take(place, from: rank)
    #expect(isTaken)
  }
}

extension JobLedgerTests {
  @Test func urgentJobsGoAsTheyComeAndHoldNobodyBack() {
    var ledger = JobLedger(costs: Array(repeating: 1, count: 100) + [9], urgent: 100, workers: [2])
    let first = ledger.hand(before: 100)
    let ahead = ledger.hand()
    take(0, from: 0, &ledger)
    let second = ledger.hand(before: 100)
    let none = ledger.hand(before: 2)
    #expect(first == 0 && second == 1 && none == nil)
    #expect(ahead?.place == 100, "a hundred places ahead of what was delivered")
  }
}
