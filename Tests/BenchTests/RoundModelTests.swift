import Testing

@testable import Bench

struct RoundModelTests {
  private let model = RoundModel(
    fixed: 0.5, client: 0.001, training: 1, bytesDown: 2e6, bytesUp: 1e6, speed: 1e9, latency: 0.01)

  @Test func oneRankTrainsOneAfterTheOther() {
    #expect(model.seconds(ranks: 1, workers: 1, cohort: 10) == 0.5 + 10 + 0.001)
    #expect(model.seconds(ranks: 1, workers: 4, cohort: 10) == 0.5 + 3 + 0.001)
  }

  @Test func theSlowestOfThreeIsTheRound() {
    // Workers: 1000 clients on 10 of them, and a message there and back.
    #expect(abs(model.seconds(ranks: 10, workers: 1, cohort: 1000) - 100.521) < 1e-9)
    // The link: 1000 jobs of 2 MB at 1 GB/s, but for those of rank 0.
    let wide = model.seconds(ranks: 1000, workers: 10, cohort: 1000)
    #expect(abs(wide - (0.5 + 1.998)) < 1e-9)
    // Rank 0 itself: a millisecond a client.
    var local = model
    local.speed = .infinity
    #expect(abs(local.seconds(ranks: 1000, workers: 10, cohort: 2000) - (0.5 + 2)) < 1e-9)
    #expect(model.mostWorkers == 500 && local.mostWorkers == 1000)
  }
}
