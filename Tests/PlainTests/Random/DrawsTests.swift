import Plain
import Testing

struct DrawsTests {
  /// Fisher and Yates over all numbers, as it is in books: what `sample` must draw.
  private func sampled(_ count: Int, of total: Int, _ random: inout CounterRandom) -> [Int] {
    var order = Array(0..<total)
    for place in 0..<min(count, total) {
      order.swapAt(place, place + random.below(total - place))
    }
    return order.prefix(count).sorted()
  }

  @Test func aSampleIsThatOfAWholeShuffle() {
    for total in 0..<12 {
      for count in 0...(total + 1) {
        for round in 0..<20 {
          var (first, second) = (stream(round), stream(round))
          #expect(first.sample(count, of: total) == sampled(count, of: total, &second))
          // So is whatever is drawn behind it.
          #expect(first.next() == second.next())
        }
      }
    }
    var (first, second) = (stream(1), stream(1))
    #expect(first.sample(700, of: 5000) == sampled(700, of: 5000, &second))
  }

  /// A thousand of a million are different, ascending, and everywhere alike: in a hundred equal parts of the range there are
  /// 1000 of 100,000 with a deviation of √(1000·0.99).
  @Test func aSampleOfAMillionIsUniform() {
    var counts = Array(repeating: 0, count: 100)
    for round in 0..<100 {
      var random = stream(round)
      let drawn = random.sample(1000, of: 1_000_000)
      #expect(drawn.count == 1000 && zip(drawn, drawn.dropFirst()).allSatisfy { $0 < $1 })
      for number in drawn { counts[number / 10_000] += 1 }
    }
    let square = counts.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 }
    // χ² of 99 degrees of freedom: 99 ± 14; five deviations either way.
    #expect((29...169).contains(square))
  }

  private func stream(_ round: Int) -> CounterRandom {
    CounterRandom(seed: 42, purpose: 1, round: round)
  }
}
