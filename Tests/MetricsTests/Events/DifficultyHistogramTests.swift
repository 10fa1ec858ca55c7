import Foundation
import Metrics
import Testing

@Suite struct DifficultyHistogramTests {
  /// Difficulties over four powers of ten, as Fisher traces are.
  private func drawn(_ count: Int, seed: UInt64) -> [Int: Double] {
    var state = seed
    return (0..<count).reduce(into: [:]) { all, sample in
      var value = 1e-3
      for _ in 0..<4 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        value *= 1 + 9 * Double(state >> 11) * 0x1p-53
      }
      all[50_000 + sample * 37] = value
    }
  }

  @Test func everySampleIsCountedOnceBetweenTheEnds() throws {
    let difficulties = drawn(400, seed: 3)
    let histogram = try #require(DifficultyHistogram(difficulties))
    #expect(histogram.counts.count == 16 && histogram.counts.reduce(0, +) == 400)
    for (bin, count) in histogram.counts.enumerated() {
      #expect(count == difficulties.values.count { histogram.bin($0) == bin })
    }
    let values = difficulties.values.sorted()
    let bins = values.map(histogram.bin)
    #expect(bins == bins.sorted() && bins.first == 0 && bins.last == 15)
  }

  @Test func theEasiestAndTheHardestAreNamed() throws {
    let histogram = try #require(DifficultyHistogram([7: 3, 1: 0.5, 4: 0.5, 9: 8, 2: 1, 3: 6]))
    #expect(histogram.easiest == [1, 4, 2], "of equal ones the first in the data")
    #expect(histogram.hardest == [9, 3, 7])
    #expect(histogram.low == 0.5 && histogram.high == 8)
  }

  @Test func whatIsNoDifficultyIsNotCounted() throws {
    #expect(DifficultyHistogram([:]) == nil && DifficultyHistogram([1: .nan]) == nil)
    let flat = try #require(DifficultyHistogram([1: 2, 2: 2, 3: 0, 4: .infinity]))
    #expect(flat.counts[0] == 3 && flat.counts.reduce(0, +) == 3)
    #expect(flat.bin(0) == 0 && flat.bin(5) == 0)
    let nothing = try #require(DifficultyHistogram([1: 0, 2: 0]))
    #expect(nothing.low == 0 && nothing.high == 0 && nothing.counts[0] == 2)
  }

  @Test func fourDigitsAreKept() {
    #expect(DifficultyHistogram.cut(0.0123456) == 0.01235)
    #expect(DifficultyHistogram.cut(123_456) == 123_500)
    #expect(DifficultyHistogram.cut(3.000004e-9) == 3e-9)
    #expect(DifficultyHistogram.cut(0) == 0 && DifficultyHistogram.cut(.infinity) == 0)
  }

  /// A cohort of ten adds less than two and a half kilobytes to the record of a round.
  @Test func aParticipationAddsAQuarterOfAKilobyte() throws {
    let encoder = JSONEncoder()
    for seed in 0..<20 as Range<UInt64> {
      var report = SampleEvents.client(0, round: 1)
      let before = try encoder.encode(RunEvent.clientFinished(report)).count
      report.difficulties = DifficultyHistogram(drawn(60 + 40 * Int(seed), seed: seed))
      report.difficultyUsed = [0.001234, 12.34]
      let after = try encoder.encode(RunEvent.clientFinished(report)).count
      #expect(after - before < 250, "\(after - before)")
    }
  }
}
