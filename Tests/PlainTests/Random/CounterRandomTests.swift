import Testing

@testable import Plain

struct CounterRandomTests {
  // Known answers of the Random123 distribution (`kat_vectors`, philox4x32 with 10 rounds).
  @Test func philoxGivesTheKnownAnswers() {
    #expect(
      CounterRandom.philox(SIMD4(0, 0, 0, 0), SIMD2(0, 0))
        == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    #expect(
      CounterRandom.philox(SIMD4(repeating: .max), SIMD2(repeating: .max))
        == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    #expect(
      CounterRandom.philox(
        SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        SIMD2(0xa409_3822, 0x299f_31d0))
        == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func sameKeySameStream() {
    var first = CounterRandom(seed: 42, purpose: 5, round: 3, client: 5, batch: 7)
    var second = CounterRandom(seed: 42, purpose: 5, round: 3, client: 5, batch: 7)
    #expect((0..<100).map { _ in first.next() } == (0..<100).map { _ in second.next() })
  }

  @Test func everyPartOfTheKeyMakesAnotherStream() {
    var streams = [
      CounterRandom(seed: 42, purpose: 5), CounterRandom(seed: 43, purpose: 5),
      CounterRandom(seed: 42, purpose: 6),
      CounterRandom(seed: 42, purpose: 5, round: 1),
      CounterRandom(seed: 42, purpose: 5, client: 1),
      CounterRandom(seed: 42, purpose: 5, batch: 1),
    ]
    var seen: Set<UInt64> = []
    for index in streams.indices {
      for _ in 0..<200 { seen.insert(streams[index].next()) }
    }
    #expect(seen.count == 200 * streams.count)
  }

  @Test func neighbouringStreamsAreUncorrelated() {
    // Whatever one client drew, the next one's numbers do not follow it: r of 4000 pairs is near 0.
    for other in [1, 2, 1000] {
      var a = CounterRandom(seed: 1, purpose: 5, client: 0)
      var b = CounterRandom(seed: 1, purpose: 5, client: other)
      var sum = 0.0
      for _ in 0..<4000 { sum += (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12 }
      #expect(abs(sum / 4000) < 0.06)
    }
  }

  @Test func uniformNumbersFillTheUnitInterval() {
    var random = CounterRandom(seed: 5, purpose: 11)
    let values = (0..<20_000).map { _ in random.uniform() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = values.reduce(0, +) / 20_000
    let square = values.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(mean - 0.5) < 0.01)
    #expect(abs(square - 1.0 / 3) < 0.01)
  }

  @Test func wholeNumbersAreEquallyFrequent() {
    var random = CounterRandom(seed: 6, purpose: 4)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<20_000 { counts[random.below(10)] += 1 }
    let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - 2000) * (Double($1) - 2000) / 2000 }
    // 9 degrees of freedom: 33.7 is passed once in ten thousand.
    #expect(chiSquare < 33.7)
    #expect((0..<50).allSatisfy { _ in random.below(1) == 0 })
  }

  @Test func normalNumbersHaveTheFirstFourMoments() {
    var random = CounterRandom(seed: 7, purpose: 7)
    var moments = [Double](repeating: 0, count: 5)
    for _ in 0..<40_000 {
      let value = random.normal()
      var power = 1.0
      for order in 0..<5 {
        moments[order] += power / 40_000
        power *= value
      }
    }
    #expect(abs(moments[1]) < 0.03)
    #expect(abs(moments[2] - 1) < 0.03)
    #expect(abs(moments[3]) < 0.1)
    #expect(abs(moments[4] - 3) < 0.2)
  }

  @Test(arguments: [0, 1, 2, 3, 10, 257])
  func shufflingPermutes(count: Int) {
    var random = CounterRandom(seed: 8, purpose: 11)
    var elements = Array(0..<count)
    random.shuffle(&elements)
    #expect(elements.sorted() == Array(0..<count))
    if count > 9 { #expect(elements != Array(0..<count)) }
  }

  @Test func everyOrderOfThreeIsEquallyLikely() {
    var counts: [[Int]: Int] = [:]
    for client in 0..<6000 {
      var random = CounterRandom(seed: 9, purpose: 11, client: client)
      var elements = [0, 1, 2]
      random.shuffle(&elements)
      counts[elements, default: 0] += 1
    }
    #expect(counts.count == 6)
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 130 })
  }
}
