import Metrics
import Testing

@testable import TUI

@Suite struct PlotTests {
  private func drawn(_ chart: LineChart, width: Int, height: Int, unicode: Bool) -> [String] {
    var canvas = Canvas(
      size: Size(width: width, height: height), palette: Theme.standard.palette(.mono),
      glyphs: unicode ? .unicode : .ascii)
    chart.draw(into: &canvas)
    return GridText.plain(canvas.grid).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  private func chart(_ values: [Double?], gaps: Bool = false) -> LineChart {
    LineChart(
      series: [ChartSeries(values: values, role: .series1, gaps: gaps)], span: values.count
    ) { Units.significant($0) }
  }

  @Test func risingLine() {
    let lines = drawn(chart([0, 1, 2, 3]), width: 11, height: 2, unicode: false)
    #expect(lines == ["  3.00   .'", "     0 .'"])
  }

  @Test func aSpikeNeverVanishes() {
    var values = Array(repeating: Double?.some(1), count: 1000)
    values[777] = 9
    let lines = drawn(chart(values), width: 27, height: 4, unicode: true)
    #expect(lines[0].dropFirst(7).contains { $0 != " " })
    #expect(lines[0].contains("9.00"))
  }

  @Test func missingValuesInterruptOnlyWhereTheyMeanFailure() {
    let values: [Double?] = [1, 1, .nan, nil, nil, nil, 1, 1]
    let broken = drawn(chart(values, gaps: true), width: 15, height: 1, unicode: false)[0]
    let joined = drawn(chart(values), width: 15, height: 1, unicode: false)[0]
    #expect(broken.dropFirst(7).contains(" "))
    #expect(!joined.dropFirst(7).contains(" "))
  }

  @Test func nothingToDraw() {
    let lines = drawn(chart([nil, .nan]), width: 30, height: 3, unicode: true)
    #expect(lines[1].contains("no values yet"))
  }

  @Test func axisGrowsInStepsAndHoldsTheRun() {
    var last = 0
    for rounds in 0...5000 {
      let span = LineChart.span(rounds: rounds, total: 100_000)
      #expect(span >= rounds && span >= last)
      last = span
    }
    #expect(LineChart.span(rounds: 30, total: 100) == 40)
    #expect(LineChart.span(rounds: 99, total: 100) == 100)
    #expect(LineChart.span(rounds: 3, total: 5) == 5)
    #expect(LineChart.span(rounds: 120, total: 100) == 120)
  }

  @Test func logarithmicScale() throws {
    let scale = try #require(ValueScale([1e-4, 1, .nan, -3, 0], logarithmic: true))
    #expect(scale.low == 1e-4)
    #expect(abs((scale.fraction(1e-2) ?? 0) - 0.5) < 1e-12)
    #expect(scale.fraction(0) == nil)
    #expect(scale.fraction(.nan) == nil)
    #expect(scale.fraction(5) == 1)
    #expect(ValueScale([Double.nan]) == nil)
  }

  @Test func metersShowSomethingForSomethingAndNeverAllForLess() {
    func bar(_ fraction: Double) -> String {
      var canvas = Canvas(
        size: Size(width: 5, height: 1), palette: Theme.standard.palette(.mono), glyphs: .ascii)
      canvas.meter(fraction, ramp: .progress, x: 0, y: 0, width: 5)
      return GridText.plain(canvas.grid)
    }
    #expect(bar(0) == ".....")
    #expect(bar(0.001) == "#....")
    #expect(bar(0.5) == "###..")
    #expect(bar(0.999) == "####.")
    #expect(bar(1) == "#####")
    #expect(bar(.nan) == ".....")
  }
}

@Suite struct TickTests {
  @Test(arguments: [(0.0, 1.0), (0.231, 0.744), (-3, 12_345), (1e-7, 3e-7), (0.999, 1.001)])
  func ticksAreRoundNumbersThatEncloseTheBounds(bounds: (low: Double, high: Double)) {
    for count in 3...8 {
      let ticks = Ticks.linear(bounds.low, bounds.high, count: count)
      #expect((2...count).contains(ticks.count))
      guard let first = ticks.first, let last = ticks.last else { continue }
      #expect(first <= bounds.low + 1e-12 && last >= bounds.high - 1e-12)
      let steps = zip(ticks.dropFirst(), ticks).map { $0 - $1 }
      for step in steps { #expect(abs(step - steps[0]) < 1e-9 * max(1, abs(last))) }
    }
  }

  @Test func powersOfTenMarkALogarithmicAxis() {
    #expect(Ticks.logarithmic(1e-4, 1, count: 6).contains { abs($0 - 1e-2) < 1e-12 })
    #expect(Ticks.logarithmic(0.3, 4, count: 6).count >= 3)
    #expect(Ticks.logarithmic(0, 1, count: 4).isEmpty)
    #expect(Ticks.linear(1, 1, count: 4).isEmpty)
    #expect(Ticks.linear(0, .infinity, count: 4).isEmpty)
  }
}
