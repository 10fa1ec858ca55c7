import Metrics
import Testing

@testable import TUI

/// Labels on the axis of time: each turn of a knob is told where there is room, and none touches another.
@Suite struct AxisMarkTests {
  @Test func labelsStandAtTheirTicksNewestFirst() {
    let marks = [
      AxisMarks.Mark(column: 2, text: "lr 3e-3"), AxisMarks.Mark(column: 5, text: "sparsity 0.62"),
      AxisMarks.Mark(column: 38, text: "cohort 5"),
    ]
    let labels = AxisMarks.labels(marks, columns: 40, taken: [])
    // The first has no room before the second; the last has none at its right, and stands at its left.
    #expect(
      labels == [
        AxisMarks.Label(start: 6, text: "sparsity 0.62"),
        AxisMarks.Label(start: 30, text: "cohort 5"),
      ])
    #expect(AxisMarks.labels(marks, columns: 3, taken: []).isEmpty)
    #expect(AxisMarks.labels(marks, columns: 40, taken: Set(0..<40)).isEmpty)
  }

  /// Over many crowded axes: inside, no two labels touch, and none stands on a tick or on what was there.
  @Test func labelsNeverOverlap() {
    var seed: UInt64 = 7
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    var placed = 0
    for _ in 0..<2000 {
      let columns = 1 + next(120)
      let marks = (0..<next(12)).map { _ in
        AxisMarks.Mark(column: next(columns), text: String(repeating: "x", count: 1 + next(16)))
      }
      let taken = Set((0..<next(6)).map { _ in next(columns) })
      var used = taken.union(marks.map(\.column))
      for label in AxisMarks.labels(marks, columns: columns, taken: taken) {
        #expect(label.columns.lowerBound >= 0 && label.columns.upperBound <= columns)
        #expect(used.isDisjoint(with: label.columns))
        used.formUnion(label.columns)
        placed += 1
      }
    }
    #expect(placed > 1000)
  }

  /// What changes no number is told by the marks of the log, and has no room that a turn needs.
  @Test func notesGoalsAndGuardsHaveATickToo() throws {
    var record = SampleRun().snapshot
    for (command, origin, round) in [
      (RunCommand.note("dropped the rate, since the loss rose"), "monitor", 12),
      (.note("accuracy 80.0 % is reached: the run holds"), CommandRecord.goal, 21),
      (.pause, "guard", 27), (.pause, "monitor", 15), (.step(2), "monitor", 16),
      (.note("round 29 is reached: the run holds"), "parent", 29),
    ] {
      record.apply(.commandApplied(CommandRecord(asking: command, round: round, origin: origin)))
    }
    let marks = SteeringMark.all(record)
    #expect(marks.map(\.kind) == [.turn, .note, .turn, .note, .hold, .note])
    #expect(marks.map(\.text)[1] == "dropped the ra…" && marks.map(\.text)[5] == "round 29")
    for unicode in [true, false] {
      var monitor = Monitor(theme: .standard)
      monitor.focus(.learning, zoomed: true)
      let grid = monitor.render(
        record, size: Size(width: 250, height: 45),
        capabilities: Capabilities(colors: .mono, unicode: unicode))
      let axis = try #require(
        GridText.plain(grid).split(separator: "\n").last { $0.contains("lr 4.0e-4") })
      #expect(axis.contains(unicode ? "◆dropped the ra…" : "*dropped the ra~"))
      #expect(axis.contains("!guard"))
      // Of a turn and a note of one round the turn is told.
      #expect(axis.contains("sparsity 0.45") && !axis.contains("accuracy 80"))
    }
  }

  /// They are put away on both axes and under the curves, and come back.
  @Test func marksCanBeHidden() {
    var monitor = Monitor(theme: .standard)
    monitor.focus(.learning, zoomed: true)
    func frame() -> String {
      GridText.plain(
        monitor.render(
          SampleRun().snapshot, size: Size(width: 120, height: 36),
          capabilities: Capabilities(colors: .mono, unicode: true)))
    }
    for axis in CurveAxis.allCases {
      monitor.state.curveAxis = axis
      let shown = frame()
      #expect(shown.contains("▴") && shown.contains("loss a round"))
      _ = monitor.handle(.character("y"), snapshot: SampleRun().snapshot)
      #expect(!frame().contains("▴") && !frame().contains("loss a round"))
      _ = monitor.handle(.character("y"), snapshot: SampleRun().snapshot)
      monitor.forgetMessage()
      #expect(frame() == shown)
    }
  }

  @Test func theAxisNamesKnobAndValue() {
    let record = SampleRun().snapshot
    #expect(SteeringMark.all(record).map(\.text) == ["lr 4.0e-4", "sparsity 0.45"])
    for unicode in [true, false] {
      var monitor = Monitor(theme: .standard)
      monitor.focus(.learning, zoomed: true)
      let capabilities = Capabilities(colors: .mono, unicode: unicode)
      func frame() -> String {
        GridText.plain(
          monitor.render(
            record, size: Size(width: 100, height: 30), capabilities: capabilities))
      }
      let mark = unicode ? "▴" : "^"
      #expect(frame().contains("\(mark)lr 4.0e-4") && frame().contains("\(mark)sparsity 0.45"))
      // Over bytes they stand at what had been spent by then.
      _ = monitor.handle(.character("v"), snapshot: record)
      let axis = frame().split(separator: "\n").first { $0.contains("\(mark)sparsity 0.45") }
      #expect(axis.map { $0.contains("0 B") && $0.contains("116 MiB") } == true)
    }
  }
}
