import Plain
import Testing

@testable import Sim

struct FisherCurriculumTests {
  private let pacing = Pacing(shape: .linear, beta: 0.2, alpha: 0.8)

  private func batches(
    _ curriculum: some Curriculum, _ difficulty: [Double], batch: Int, client: Int = 0,
    labels: [Int]? = nil
  ) -> [[Int]] {
    var random = CounterRandom(seed: 3, purpose: .samples, client: client)
    return curriculum.batches(
      difficulty: difficulty, labels: labels ?? difficulty.map { _ in 0 }, batch: batch,
      using: &random)
  }

  private func difficulties(_ count: Int) -> [Double] {
    var random = CounterRandom(seed: 4, purpose: .samples)
    return (0..<count).map { _ in random.uniform() }
  }

  @Test func theToyIsOrderedByItsTraces() throws {
    let fisher = try Golden.load().fisher
    let easy = batches(FisherCurriculum(pacing: pacing), fisher.traces, batch: 1)
    #expect(easy == fisher.order.map { [$0] })
    #expect(easy == [[1], [2], [0]])
    let hard = batches(FisherCurriculum(pacing: pacing, order: .hard), fisher.traces, batch: 1)
    #expect(hard == [[0], [2], [1]])
  }

  @Test func sortedSamplesHaveRisingBatches() {
    let difficulty = difficulties(50)
    let sorted = batches(FisherCurriculum(pacing: pacing), difficulty, batch: 8)
    #expect(sorted.map(\.count) == [8, 8, 8, 8, 8, 8, 2])
    #expect(sorted.joined().sorted() == Array(0..<50))
    let values = sorted.joined().map { difficulty[$0] }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func sortedBatchesHaveRisingSums() {
    let difficulty = difficulties(48)
    let sorted = batches(FisherCurriculum(pacing: pacing, unit: .batch), difficulty, batch: 8)
    let sums = sorted.map { $0.reduce(0) { $0 + difficulty[$1] } }
    #expect(zip(sums, sums.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(sorted.joined().sorted() == Array(0..<48))
    let within = sorted[0].map { difficulty[$0] }
    #expect(within != within.sorted(), "batches were fixed before the sort")
  }

  @Test func aBalancedPrefixHasTheClientsMixOfLabels() {
    let difficulty = difficulties(60)
    // Three labels, 30 : 20 : 10, sorted by label as files are.
    let labels = (0..<60).map { $0 < 30 ? 0 : $0 < 50 ? 1 : 2 }
    let curriculum = FisherCurriculum(pacing: pacing, balancesLabels: true)
    let order = Array(batches(curriculum, difficulty, batch: 6, labels: labels).joined())
    #expect(order.sorted() == Array(0..<60))
    for count in 1...60 {
      let prefix = order.prefix(count)
      for (label, share) in [(0, 0.5), (1, 1 / 3), (2, 1 / 6)] {
        let found = prefix.count { labels[$0] == label }
        #expect(abs(Double(found) - share * Double(count)) < 1, "\(label) in \(count)")
      }
    }
    for label in 0..<3 {
      let values = order.filter { labels[$0] == label }.map { difficulty[$0] }
      #expect(values == values.sorted(), "easy first within a label")
    }
    let one = batches(curriculum, difficulty, batch: 6)
    #expect(one == batches(FisherCurriculum(pacing: pacing), difficulty, batch: 6))
  }

  @Test func balancedBatchesHoldTheMixAndAreSortedByTheirSums() {
    let difficulty = difficulties(60)
    let labels = (0..<60).map { $0 < 30 ? 0 : $0 < 50 ? 1 : 2 }
    let curriculum = FisherCurriculum(pacing: pacing, unit: .batch, balancesLabels: true)
    let sorted = batches(curriculum, difficulty, batch: 12, labels: labels)
    for batch in sorted {
      #expect(batch.count { labels[$0] == 0 } == 6 && batch.count { labels[$0] == 2 } == 2)
    }
    let sums = sorted.map { $0.reduce(0) { $0 + difficulty[$1] } }
    #expect(sums == sums.sorted())
  }

  @Test func tiesGoToTheLowerIndex() {
    let equal = [Double](repeating: 1, count: 6)
    for order in [FisherCurriculum.Order.easy, .hard] {
      let sorted = batches(FisherCurriculum(pacing: pacing, order: order), equal, batch: 2)
      #expect(sorted == [[0, 1], [2, 3], [4, 5]])
    }
  }

  @Test(arguments: [FisherCurriculum.Unit.sample, .batch])
  func aRandomOrderIsTheClientsOwn(unit: FisherCurriculum.Unit) {
    let curriculum = FisherCurriculum(pacing: pacing, unit: unit, order: .random)
    let first = batches(curriculum, difficulties(40), batch: 4)
    #expect(first.joined().sorted() == Array(0..<40))
    #expect(first == batches(curriculum, difficulties(40), batch: 4))
    #expect(first != batches(curriculum, difficulties(40), batch: 4, client: 1))
    let samples = Array(first.joined())
    #expect(samples != samples.sorted())
  }

  @Test func withoutACurriculumNothingIsOrdered() {
    #expect(batches(Everything(), [3, 1, 2], batch: 2) == [[0, 1], [2]])
    #expect(Everything().share(round: 0, of: 10) == 1)
    #expect(Everything().shuffles)
  }

  @Test func settingsChooseUnitOrderAndVisit() {
    var settings = Settings()
    settings.unit = .batch
    settings.order = .hard
    settings.visit = .sorted
    let curriculum = FisherCurriculum(settings)
    #expect(curriculum.unit == .batch)
    #expect(curriculum.order == .hard)
    #expect(!curriculum.shuffles)
    #expect(FisherCurriculum(Settings()).shuffles)
  }
}
