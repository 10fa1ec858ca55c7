import Testing

@testable import Sim

struct FarmLedgerTests {
  @Test func theMostExpensiveGoesFirstAndNobodyHasTwoBeforeAllHaveOne() {
    var ledger = FarmLedger(costs: [1, 9, 5, 9, 2, 7], workers: [1, 1])
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
    var ledger = FarmLedger(costs: [4, 3, 2, 1], workers: [1, 2])
    var ranks: [Int] = []
    for _ in 0..<3 { ranks += ledger.hand().map { [$0.rank] } ?? [] }
    #expect(ranks.sorted() == [0, 1, 1])
    expect(nothingFrom: &ledger)
    take(0, from: 1, &ledger)
    let last = ledger.hand()
    #expect(last?.place == 3 && last?.rank == 1)
  }

  @Test func noJobBeginsFarAheadOfWhatIsDelivered() {
    var ledger = FarmLedger(costs: Array(0..<100), workers: [1])
    let first = ledger.hand()
    #expect(first?.place == 63)
    take(63, from: 0, &ledger)
    ledger.deliver()
    let second = ledger.hand()
    #expect(second?.place == 64)
  }

  @Test func whatARankNeverHadIsNotTaken() {
    var ledger = FarmLedger(costs: [1, 1], workers: [1, 1])
    _ = ledger.hand()
    let isAnothers = ledger.take(0, from: 1)
    #expect(!isAnothers)
    take(0, from: 0, &ledger)
    let isTwice = ledger.take(0, from: 0)
    #expect(!isTwice)
  }

  private func expect(nothingFrom ledger: inout FarmLedger) {
    let given = ledger.hand()
    #expect(given == nil)
  }

  private func take(_ place: Int, from rank: Int, _ ledger: inout FarmLedger) {
    let isTaken = ledger.take(place, from: rank)
    #expect(isTaken)
  }
}
