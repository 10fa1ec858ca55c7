import Metrics
import Testing

@testable import TUI

@Suite struct FisherTests {
  private let record = SampleRun().snapshot

  /// The run as somebody sees it who looks back at a round.
  private func past(_ round: Int) -> RunSnapshot {
    var run = SampleRun()
    run.rounds = round
    return run.snapshot
  }

  @Test func lookingBackMovesNoScale() {
    let live = HeatMatrix(record, record: record).scale
    for round in [1, 6, 18, 22] {
      #expect(HeatMatrix(past(round), record: record).scale == live)
    }
  }

  /// Before a run has settled the traces are others: they are drawn, and do not stretch the scale.
  @Test func theFirstRoundsDoNotSetTheScaleAlone() throws {
    let settled = record.rounds.dropFirst(3).flatMap { $0.fisher.joined() }
    #expect(HeatMatrix(record).scale?.bounds == ValueScale(settled, logarithmic: true))
  }

  @Test func scalings() throws {
    let values = [1.0, 10, 100, 1000]
    func fractions(_ scaling: HeatScaling, locked: ValueScale? = nil) throws -> [Double] {
      let scale = try #require(HeatScale(values, scaling, locked: locked))
      return values.compactMap { scale.fraction($0, in: [1, 10]) }
    }
    for (found, wanted) in zip(try fractions(.log), [0, 1.0 / 3, 2.0 / 3, 1]) {
      #expect(abs(found - wanted) < 1e-12)
    }
    #expect(try fractions(.linear) == [0.001, 0.01, 0.1, 1])
    #expect(try fractions(.quantile) == [0, 1.0 / 3, 2.0 / 3, 1])
    #expect(try fractions(.column) == [0, 1, 1, 1])
    let locked = try #require(ValueScale([1.0, 10_000], logarithmic: true))
    for (found, wanted) in zip(try fractions(.log, locked: locked), [0, 0.25, 0.5, 0.75]) {
      #expect(abs(found - wanted) < 1e-12)
    }
    #expect(HeatScale([0, -1, .nan], .log, locked: nil) == nil)
    #expect(HeatScale(values, .log, locked: nil)?.fraction(0, in: []) == nil)
  }

  @Test func aRoundStandsWhereItStandsUnderTheCurves() {
    let monitor = Monitor(theme: .standard)
    let scene = monitor.scene(record, size: Size(width: 120, height: 36), now: 0)
    let map = FisherColumns.rounds(HeatMatrix(scene), scene, 87)
    #expect(map.columns.count == 30)
    for (index, column) in map.columns.enumerated() {
      #expect(column.x == LineChart.column(index, span: scene.axisSpan, columns: 80))
    }
    // Cells do not overlap, and there is a gap between them where there is room.
    for (left, right) in zip(map.columns, map.columns.dropFirst()) {
      #expect(left.x + left.width <= right.x)
    }
  }

  @Test func theReadoutNamesValueRankAndChange() throws {
    var monitor = Monitor(theme: .standard)
    monitor.focus(.fisher)
    for key in [Key.character("v"), .down, .down] { _ = monitor.handle(key, snapshot: record) }
    let scene = monitor.scene(record, size: Size(width: 120, height: 36), now: 0)
    let text = FisherReadout.spans(HeatMatrix(scene), scene, width: 80).map(\.text).joined()
    let row = record.fisher[1]
    let mean = row.reduce(0, +) / 4
    #expect(text.contains("L1"))
    #expect(text.contains("r30 \(Units.significant(mean))"))
    #expect(text.contains("of 6"))
    #expect(text.contains("times that of r29"))
  }

  @Test func viewsCycleAndEachIsDrawn() {
    var monitor = Monitor(theme: .standard)
    monitor.focus(.fisher, zoomed: true)
    var frames: Set<String> = []
    for _ in FisherView.allCases {
      let frame = monitor.render(
        record, size: Size(width: 100, height: 30),
        capabilities: Capabilities(colors: .mono, unicode: true))
      frames.insert(GridText.plain(frame))
      _ = monitor.handle(.character("v"), snapshot: record)
    }
    #expect(frames.count == FisherView.allCases.count)
    #expect(monitor.state.fisherView == .modules)
  }

  /// Where layers lie side by side, a row that the modules leave tells what the layers are ranked by.
  @Test func layersSideBySideHaveTheirMeanWhereThereIsARowForIt() {
    let monitor = Monitor(theme: .standard)
    let scene = monitor.scene(record, size: Size(width: 80, height: 24), now: 0)
    let matrix = HeatMatrix(scene)
    for (height, names) in [
      (5, ["query", "key", "value", "output"]), (6, ["query", "key", "value", "output", "mean"]),
    ] {
      var canvas = Canvas(
        size: Size(width: 38, height: height), palette: Theme.standard.palette(.mono),
        glyphs: .unicode)
      FisherModules(matrix: matrix).render(scene, into: &canvas)
      let rows = GridText.plain(canvas.grid).split(separator: "\n").dropFirst()
      #expect(rows.compactMap { $0.split(separator: " ").first.map(String.init) } == names)
    }
  }

  @Test func aLockedScaleStays() throws {
    var monitor = Monitor(theme: .standard)
    monitor.focus(.fisher)
    _ = monitor.handle(.character("L"), snapshot: past(10))
    let locked = try #require(monitor.state.heatLock)
    let scene = monitor.scene(record, size: Size(width: 100, height: 30), now: 0)
    #expect(HeatMatrix(scene).scale?.bounds == locked)
    _ = monitor.handle(.character("L"), snapshot: record)
    #expect(monitor.state.heatLock == nil)
  }
}
