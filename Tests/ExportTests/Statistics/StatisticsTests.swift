import Foundation
import Testing

@testable import Export

/// The statistics against those of scipy and numpy (`scripts/reference/make_comparison_reference.py`), and closed forms.
@Suite struct StatisticsTests {
  private struct Reference: Decodable {
    struct Bootstrap: Decodable {
      var differences: [Double]
      var mean, deviation, lower, upper: Double
    }
    struct Quantile: Decodable {
      var values: [Double]
      var share, value: Double
    }
    struct Friedman: Decodable {
      var scores: [[Double]]
      var ranks: [Double]
      var statistic, p, critical: Double
    }
    struct Tail: Decodable {
      var x, tail: Double
      var degrees: Int
    }
    struct Range: Decodable {
      var groups: Int
      var q: Double
    }
    var bootstrap: [Bootstrap]
    var quantiles: [Quantile]
    var friedman: [Friedman]
    var chiSquared: [Tail]
    var studentized: [Range]

    static func load() throws -> Reference {
      let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Reference/comparison.json")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Reference.self, from: Data(contentsOf: file))
    }
  }

  private func near(_ found: Double, _ wanted: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(found - wanted) <= tolerance * max(1, abs(wanted))
  }

  @Test("Differences, their spread and interval are those of numpy on the same resamples")
  func bootstrap() throws {
    for wanted in try Reference.load().bootstrap {
      let found = PairedDifference(wanted.differences)
      #expect(near(found.spread.mean, wanted.mean))
      #expect(near(try #require(found.spread.deviation), wanted.deviation))
      #expect(near(try #require(found.lower), wanted.lower))
      #expect(near(try #require(found.upper), wanted.upper))
    }
  }

  @Test(
    "Two pairs have a mean and no interval; one has no spread; equal ones have an interval of one point"
  )
  func fewPairs() {
    let two = PairedDifference([0.25, 0.75])
    #expect(two.spread.mean == 0.5 && two.lower == nil && two.upper == nil)
    #expect(PairedDifference([0.25]).spread.deviation == nil)
    let equal = PairedDifference([0.125, 0.125, 0.125])
    #expect(equal.lower == 0.125 && equal.upper == 0.125 && equal.spread.deviation == 0)
    #expect(Spread([0.1, 0.1, 0.1]).mean == 0.1)
    #expect(Spread([]).mean.isNaN)
  }

  @Test("Quantiles are numpy's")
  func quantiles() throws {
    for wanted in try Reference.load().quantiles {
      #expect(near(quantile(wanted.values, wanted.share), wanted.value))
    }
    #expect(quantile([], 0.5).isNaN)
  }

  @Test("Friedman's test and Nemenyi's critical difference are scipy's, with ties and without")
  func friedman() throws {
    for wanted in try Reference.load().friedman {
      let found = try #require(AverageRanks(wanted.scores))
      #expect(zip(found.ranks, wanted.ranks).allSatisfy { near($0, $1) })
      #expect(near(found.statistic, wanted.statistic))
      #expect(near(found.p, wanted.p, 1e-11))
      #expect(near(found.criticalDifference, wanted.critical, 1e-9))
    }
  }

  @Test("What cannot be ranked has no ranks; equal scores say nothing against equal methods")
  func degenerate() throws {
    #expect(AverageRanks([[1, 2]]) == nil)
    #expect(AverageRanks([[1], [2]]) == nil)
    #expect(AverageRanks([[1, .nan], [1, 2]]) == nil)
    #expect(AverageRanks([[1, 2], [1]]) == nil)
    let equal = try #require(AverageRanks([[1, 1, 1], [2, 2, 2]]))
    #expect(equal.ranks == [2, 2, 2] && equal.statistic == 0 && equal.p == 1)
  }

  @Test("Tails of χ² are scipy's to eleven digits, small ones too")
  func chiSquared() throws {
    for wanted in try Reference.load().chiSquared {
      let found = ChiSquared.upperTail(wanted.x, degrees: wanted.degrees)
      #expect(abs(found - wanted.tail) <= 1e-11 * wanted.tail + 1e-16, "\(wanted)")
    }
    #expect(ChiSquared.upperTail(0, degrees: 3) == 1)
  }

  @Test("The studentised range is scipy's; of two numbers it is |z| √2")
  func studentizedRange() throws {
    for wanted in try Reference.load().studentized {
      #expect(near(StudentizedRange.quantile(0.95, groups: wanted.groups), wanted.q, 1e-9))
    }
    for q in [0.1, 1, 2.5, 4] {
      #expect(near(StudentizedRange.lowerTail(q, groups: 2), erf(q / 2)))
    }
  }
}
