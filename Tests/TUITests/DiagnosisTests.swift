import Metrics
import Testing

@testable import TUI

@Suite struct DiagnosisTests {
  /// The sample run with signs: the order is lost from round 6 on, masks change in round 20, the rest is well.
  private var snapshot: RunSnapshot {
    var snapshot = RunSnapshot()
    for event in SampleRun().events {
      guard case .roundFinished(var report) = event else {
        snapshot.apply(event)
        continue
      }
      report.signs = [
        "order_loss": report.round < 6 ? 0.5 : -0.4,
        "trace_spread": 0.1,
        "mask_change": report.round == 20 ? 0.9 : 0.2,
        "bytes_per_point": 1e6 * Double(report.round),
        "of_tomorrow": 3,
      ]
      snapshot.apply(.roundFinished(report))
    }
    return snapshot
  }

  private func monitor(_ snapshot: RunSnapshot, _ keys: Key...) -> Monitor {
    var monitor = Monitor(theme: .standard)
    monitor.timeline = Timeline(first: 0, last: 30, state: .running, record: snapshot)
    for key in keys { _ = monitor.handle(key, snapshot: snapshot) }
    return monitor
  }

  private func text(
    _ monitor: Monitor, _ snapshot: RunSnapshot, _ width: Int = 120, _ height: Int = 24,
    unicode: Bool = true
  ) -> [String] {
    GridText.plain(
      monitor.render(
        snapshot, size: Size(width: width, height: height),
        capabilities: Capabilities(colors: .mono, unicode: unicode))
    ).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func theWorstIsToldFirstWithWhatToTurn() throws {
    let rows = text(monitor(snapshot, .character("d")), snapshot)
    #expect(rows[0].contains("diagnosis") && rows[0].contains("1 of 4 beyond"))
    #expect(rows[1].contains("✗ order against losses") && rows[1].contains("at least 0.20"))
    #expect(rows[1].contains("█") && rows[1].contains("▁"))
    #expect(rows[2].contains("the samples that come late are not those with large losses"))
    #expect(rows[3].contains("turn: curriculum.score = warm"))
    // What is well is told after it, without advice, and what has no bound comes last.
    let titles = ["change of the masks", "spread of the traces", "bytes for a point"]
    let places = titles.compactMap { title in rows.firstIndex { $0.contains(title) } }
    #expect(places == [4, 5, 6])
  }

  @Test func enterGoesToWhereItBeganAndToThePaneThatShowsIt() {
    var monitor = monitor(snapshot, .character("d"))
    #expect(monitor.handle(.enter, snapshot: snapshot) == [.seek(6)])
    #expect(monitor.state.focus == .clients && monitor.state.mode == .normal)
    // Beyond in one round and well in the mean: that round can be gone to.
    monitor = self.monitor(snapshot, .character("d"), .down)
    #expect(monitor.handle(.enter, snapshot: snapshot) == [.seek(20)])
    #expect(monitor.state.focus == .fisher)
    monitor = self.monitor(snapshot, .character("d"), .down, .down)
    #expect(monitor.handle(.enter, snapshot: snapshot).isEmpty)
    #expect(monitor.state.focus == .fisher)
    #expect(
      monitor.state.message?.text == "spread of the traces was beyond its bound in no round")
  }

  /// What is not wrong says what it is while the bar is on it; a fact says how to lower it.
  @Test func theLineUnderTheBarExplainsItself() {
    var monitor = monitor(snapshot, .character("d"), .down)
    var rows = text(monitor, snapshot)
    #expect(rows[5].contains("masks change so much") && !rows.joined().contains("what accuracy"))
    _ = monitor.handle(.character("G"), snapshot: snapshot)
    rows = text(monitor, snapshot)
    #expect(!rows.joined().contains("masks change so much"))
    #expect(rows[7].contains("what accuracy costs on the wire"))
    #expect(rows[8].contains("to lower it, turn: gal.count lower"))
    // Three rounds are too few for any verdict.
    let early = SampleRun(rounds: 3, signs: ["order_loss"]).snapshot
    rows = text(self.monitor(early, .character("d")), early)
    #expect(rows[0].contains("0 of 1 beyond"))
    #expect(rows.contains { $0.contains("too early: 3 of 10 rounds") })
  }

  @Test func everySignHasItsPane() {
    #expect(Sign.chosenLayers.cause == .fisher && Sign.travellingFisher.cause == .fisher)
    #expect(Sign.labelShift.cause == .clients && Sign.orderLoss.cause == .clients)
    #expect(Sign.lateSteps.cause == .learning && Sign.personalGap.cause == .learning)
    #expect(Sign.linkShare.cause == .bytes && Sign.price.cause == .bytes)
  }

  @Test func aGhostIsToldOfInTheSameForm() throws {
    var ghosted = snapshot
    var trace = SampleRun().parentTrace
    (trace.relation, trace.run, trace.round) = (.method, "fedavg-lora", 0)
    for index in trace.points.indices {
      trace.points[index].bytes *= 2
      trace.points[index].trainLoss = trace.points[index].trainLoss.map {
        $0 + (index < 3 ? -0.1 : 0.1)
      }
    }
    ghosted.apply(.ghostTraced(trace))
    let rows = text(monitor(ghosted, .character("d")), ghosted)
    let heading = try #require(rows.firstIndex { $0.contains("this run less fedavg-lora") })
    #expect(rows[heading + 1].contains("loss") && rows[heading + 1].contains("round 30"))
    #expect(rows.dropFirst(heading).contains { $0.contains("bytes to 8") })
    #expect(rows.dropFirst(heading).contains { $0.contains("virtual time to 8") })
    // Better now, and worse in the first rounds: enter goes to the first of these.
    var monitor = monitor(ghosted, .character("d"), .character("G"))
    for _ in 0..<3 { _ = monitor.handle(.up, snapshot: ghosted) }
    #expect(monitor.handle(.enter, snapshot: ghosted) == [.seek(1)])
    #expect(monitor.state.focus == .learning)
  }

  @Test func aMethodWithoutSignsSaysSo() {
    let plain = SampleRun().snapshot
    let rows = text(monitor(plain, .character("d")), plain)
    #expect(rows[1].contains("fibecfed tells no signs: nothing to judge"))
    var monitor = monitor(plain, .character("d"))
    #expect(monitor.handle(.enter, snapshot: plain).isEmpty && monitor.state.mode == .normal)
    let none = RunSnapshot()
    #expect(
      text(self.monitor(none, .character("d")), none)[1].contains("no round has finished"))
  }

  @Test(arguments: [
    Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 40, height: 10),
  ])
  func frames(size: Size) throws {
    for (colors, unicode) in [(Capabilities.Colors.indexed, true), (.mono, false)] {
      let grid = monitor(snapshot, .character("d"), .down).render(
        snapshot, size: size, capabilities: Capabilities(colors: colors, unicode: unicode))
      let glyphs = unicode ? "utf8" : "ascii"
      try GoldenFrameTests().check(grid, "diagnosis-\(size.width)x\(size.height)-\(glyphs)")
    }
  }

  @Test func smallScreensShowTheChosenLineWithItsAdvice() {
    let first = text(monitor(snapshot, .character("d")), snapshot, 40, 10).joined(separator: " ")
    for word in ["order against", "-0.35", "at least 0.20", "turn: curriculum"] {
      #expect(first.contains(word), "\(word) in \(first)")
    }
    let last = text(monitor(snapshot, .character("d"), .character("G")), snapshot, 40, 10)
    #expect(last.contains { $0.contains("bytes for a") })
    let snapshot = snapshot
    for width in 0...90 {
      for height in [0, 1, 4, 5, 6, 7, 10, 24] {
        let rows = text(
          monitor(snapshot, .character("d"), .down), snapshot, width, height, unicode: false)
        #expect(rows.joined().allSatisfy { $0.isASCII })
      }
    }
  }
}
