import Metrics
import Testing

@testable import TUI

@Suite struct CurveTests {
  @Test func aStraightLineHasItsSlopeEverywhere() throws {
    let line: [Double?] = (0..<20).map { 3 - 0.25 * Double($0) }
    for start in 0..<15 {
      let slope = try #require(Curves.slope(line, start..<start + 5))
      #expect(abs(slope + 0.25) < 1e-12)
    }
    #expect(Curves.slope([1, nil, .nan], 0..<3) == nil)
    #expect(Curves.slope(line, 30..<40) == nil)
  }

  @Test func smoothingFollowsItsDefinition() {
    let smooth = Curves.smoothed([1, nil, 2, .nan, 3])
    #expect(smooth[0] == 1 && smooth[1] == nil && smooth[3] == nil)
    #expect(abs((smooth[2] ?? 0) - 1.3) < 1e-12)
    #expect(abs((smooth[4] ?? 0) - (1.3 + 0.3 * 1.7)) < 1e-12)
  }

  @Test func theTenthsOfClientsEncloseTheirMean() throws {
    let record = SampleRun().snapshot
    #expect(record.tenths.count == record.rounds.count)
    let tenths = try #require(record.tenths[19])
    let losses = record.clients.flatMap(\.history).filter { $0.round == 20 }.compactMap(\.trainLoss)
    let sorted = losses.sorted()
    #expect(tenths.best == sorted[Int((Double(sorted.count - 1) * 0.1).rounded())])
    #expect(tenths.worst == sorted[Int((Double(sorted.count - 1) * 0.9).rounded())])
  }

  private func chart(present: Int?) -> Grid {
    var canvas = Canvas(
      size: Size(width: 47, height: 8), palette: Theme.standard.palette(.indexed), glyphs: .unicode)
    var chart = LineChart(
      series: [ChartSeries(values: (0..<40).map { Double($0 % 7) }, role: .series1)], span: 40
    ) { Units.significant($0) }
    chart.present = present
    chart.draw(into: &canvas)
    return canvas.grid
  }

  @Test func whatLiesBehindTheRoundLookedAtIsFaint() {
    let palette = Theme.standard.palette(.indexed)
    func isDrawn(_ grid: Grid, _ columns: Range<Int>, _ role: Role) -> Bool {
      columns.contains { x in
        (0..<8).contains { y in
          let cell = grid[x, y]
          return cell.style == palette[role] && !" ·".contains(cell.character)
        }
      }
    }
    let (live, past) = (chart(present: nil), chart(present: 20))
    #expect(isDrawn(live, 40..<47, .series1) && !isDrawn(live, 40..<47, .dim))
    #expect(isDrawn(past, 40..<47, .dim) && !isDrawn(past, 40..<47, .series1))
    #expect(isDrawn(past, 8..<20, .series1))
  }

  @Test func curvesStandOverWhatWasSpent() {
    var monitor = Monitor(theme: .standard)
    monitor.focus(.learning, zoomed: true)
    func text() -> String {
      GridText.plain(
        monitor.render(
          SampleRun().snapshot, size: Size(width: 100, height: 30),
          capabilities: Capabilities(colors: .mono, unicode: true)))
    }
    let rounds = text()
    _ = monitor.handle(.character("v"), snapshot: SampleRun().snapshot)
    let bytes = text()
    #expect(bytes != rounds && bytes.contains("MiB"))
    _ = monitor.handle(.character("v"), snapshot: SampleRun().snapshot)
    #expect(text() != bytes)
  }

  @Test func theLastChangeIsToldWithTheSlopesBesideIt() throws {
    let monitor = Monitor(theme: .standard)
    let scene = monitor.scene(SampleRun().snapshot, size: Size(width: 100, height: 30), now: 0)
    let text = try #require(MarkReadout.spans(scene)).map(\.text).joined()
    #expect(text.contains("r21 sparsity ρ = 0.45"))
    #expect(text.contains("before") && text.contains("after"))
    let early = monitor.scene(RunSnapshot(), size: Size(width: 100, height: 30), now: 0)
    #expect(MarkReadout.spans(early) == nil)
  }
}
