import Metrics
import Testing

@testable import TUI

/// The view by scores: which layers were chosen, how many and why, and the spectrum that they were counted by.
@Suite struct SpectrumTests {
  private func snapshot(_ spectrum: LayerSpectrum?, rule: String) -> RunSnapshot {
    let events = SampleRun().events.map { event in
      guard case .initialised(var start) = event else { return event }
      start.layerScores = [0.31, 0.12, 0.94, 0.27, 0.88, 0.05]
      start.rule = rule
      start.spectrum = spectrum
      return .initialised(start)
    }
    return events.reduce(into: RunSnapshot()) { $0.apply($1) }
  }

  private let gap = LayerSpectrum(
    .gap, client: 7, values: [0.002, 0.9, 0.031, 1.4, 0.0006, 0.012], above: 2, share: 1.0 / 3,
    threshold: 0.31)

  private func frame(_ snapshot: RunSnapshot, _ size: Size, unicode: Bool = true) -> Grid {
    var monitor = Monitor(theme: .standard)
    monitor.focus(.fisher, zoomed: true)
    for _ in 0..<3 { _ = monitor.handle(.character("v"), snapshot: snapshot) }
    return monitor.render(
      snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: unicode))
  }

  private func text(_ snapshot: RunSnapshot, unicode: Bool = true) -> String {
    GridText.plain(frame(snapshot, Size(width: 120, height: 36), unicode: unicode))
  }

  @Test(
    arguments: [
      Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 40, height: 12),
    ],
    [true, false])
  func frames(size: Size, unicode: Bool) throws {
    let snapshot = snapshot(gap, rule: "gap > 4ℒ on 5 clients: kept share 0.333, 2 of 6")
    let name = "spectrum-\(size.width)x\(size.height)-\(unicode ? "utf8" : "ascii")"
    try GoldenFrameTests().check(frame(snapshot, size, unicode: unicode), name)
  }

  @Test func theSentenceSaysHowManyAndWhy() {
    let chart = SpectrumChart(spectrum: gap)
    #expect(
      chart.sentence
        == "client 7 finds a gap of 0.869, wider than 4ℒ = 0.310, 2 of 6 values above it")
    var narrow = gap
    narrow.threshold = 2
    #expect(SpectrumChart(spectrum: narrow).sentence.contains("no gap wider than 4ℒ = 2.00"))
    let flat = LayerSpectrum(.plateau, client: 1, values: [3, -1, 2], above: 2, share: 0.6)
    #expect(
      SpectrumChart(spectrum: flat).sentence
        == "client 1 finds a flat stretch with 2 of 3 values above it")
  }

  @Test func everyRuleIsTold() {
    let shown = text(snapshot(gap, rule: "gap > 4ℒ on 5 clients: kept share 0.333, 2 of 6"))
    #expect(shown.contains("2 of 6 layers are global: gap > 4ℒ on 5 clients: kept share 0.333"))
    #expect(shown.contains("spectrum of client 7") && shown.contains("gap 0.869 > 4ℒ 0.310"))
    let fixed = text(snapshot(nil, rule: "fixed count, 2 of 6"))
    #expect(fixed.contains("2 of 6 layers are global: fixed count") && !fixed.contains("spectrum"))
  }

  /// Greater values are never drawn lower, and all that has a logarithm is drawn.
  @Test func barsFallFromLeftToRight() {
    let values = (0..<40).map { 1.0 / Double(1 + $0 * $0) }
    for unicode in [true, false] {
      let glyphs: Glyphs = unicode ? .unicode : .ascii
      var canvas = Canvas(
        size: Size(width: 60, height: 10), palette: Theme.standard.palette(.mono), glyphs: glyphs)
      SpectrumChart(
        spectrum: LayerSpectrum(.plateau, client: 0, values: values, above: 9, share: 0.2)
      ).draw(into: &canvas)
      let heights = (8..<49).filter { $0 != 17 }.map { x in
        (1...8).reduce(0) { sum, y in
          let character = canvas.grid[x, y].character
          return sum + (glyphs.bars.firstIndex(of: character).map { $0 + 1 } ?? 0)
        }
      }
      #expect(heights == heights.sorted(by: >) && heights.last == 1 && heights.first == 64)
      #expect((1...8).allSatisfy { canvas.grid[17, $0].character == glyphs.vertical })
    }
  }

  @Test func whatAFileClaimsBeyondReasonIsNotDrawn() {
    for above in [Int.min, -1, 0, 6, 7, .max] {
      for values in [[], [0, -1], [.nan, .infinity, 1], [1, 2, 3]] as [[Double]] {
        var spectrum = LayerSpectrum(
          .gap, client: .max, values: values, above: above, share: .nan, threshold: .nan)
        spectrum.count = above
        let snapshot = snapshot(spectrum, rule: String(repeating: "x ", count: 300))
        for size in [Size(width: 120, height: 36), Size(width: 24, height: 6)] {
          #expect(frame(snapshot, size).size == size)
        }
      }
    }
  }
}
