import Metrics
import Testing

@testable import TUI

@Suite struct GhostTests {
  private func snapshot(_ trace: GhostTrace?, rounds: Int = 20) -> RunSnapshot {
    var run = SampleRun()
    run.rounds = rounds
    run.parent = RunStarted.Parent(run: "20260923-120000-fibecfed-77aa", round: 12)
    var snapshot = run.snapshot
    if let trace { snapshot.apply(.ghostTraced(trace)) }
    return snapshot
  }

  private func trace(
    _ rounds: ClosedRange<Int>, loss: Double? = 0.5, accuracy: Double? = 0.8
  ) -> GhostTrace {
    GhostTrace(
      .parent, run: "20260923-120000-fibecfed-77aa", round: 12,
      points: rounds.map { .init(round: $0, trainLoss: loss, accuracy: accuracy) })
  }

  /// The ghost that a run is compared with.
  private func compared(_ snapshot: RunSnapshot) -> Ghost? { Ghost.all(snapshot).first }

  @Test func beginsAtTheBranchAndGoesOnBeyondTheRun() throws {
    let ghost = try #require(compared(snapshot(trace(1...30))))
    #expect(ghost.name == "77aa" && ghost.round == 12)
    #expect(ghost.loss.count == 30 && ghost.accuracy.count == 30)
    #expect(ghost.loss.prefix(11).allSatisfy { $0 == nil })
    #expect(ghost.loss.dropFirst(11).allSatisfy { $0 == 0.5 })
  }

  @Test func thereIsNoneWithoutCurvesOrBeforeTheBranch() {
    #expect(compared(snapshot(nil)) == nil)
    #expect(compared(snapshot(trace(1...11))) == nil)
    #expect(compared(snapshot(trace(1...30), rounds: 11)) == nil)
    #expect(compared(snapshot(trace(1...30), rounds: 12)) != nil)
    #expect(compared(SampleRun().snapshot) == nil)
  }

  @Test func whatBothShareIsReachedByBoth() throws {
    var trace = trace(1...30, accuracy: 0.5)
    trace.points[7].accuracy = 0.95
    let ghost = try #require(compared(snapshot(trace)))
    #expect(ghost.reached(0.9)?.round == 8, "before the branch")
  }

  @Test func anotherMethodIsDrawnFromTheFirstRoundOnAndPriced() throws {
    var trace = trace(1...30, accuracy: 0.5)
    (trace.relation, trace.run, trace.round) = (.method, "fedavg-lora", 0)
    trace.points[9].accuracy = 0.9
    trace.points[9].bytes = 77
    var run = SampleRun()
    run.rounds = 20
    var snapshot = run.snapshot
    snapshot.apply(.ghostTraced(trace))
    let ghost = try #require(compared(snapshot))
    #expect(ghost.name == "fedavg-lora" && ghost.loss.count == 30 && ghost.loss[0] == 0.5)
    #expect(ghost.reached(0.4)?.round == 1 && ghost.reached(0.6)?.bytes == 77)
    #expect(ghost.reached(0.91) == nil && ghost.last == 30)
  }

  @Test func theDeltaIsTakenWhereBothHaveAValue() throws {
    let run = snapshot(trace(1...30))
    let ghost = try #require(compared(run))
    let loss = try #require(ghost.lossDelta)
    #expect(loss.value == (run.rounds[19].trainLoss ?? 0) - 0.5)
    #expect(loss.round == 20 && !loss.isOld)
    // Less loss is better, less accuracy is not.
    #expect(loss.role == (loss.value < 0 ? .ok : .warn))
    let accuracy = try #require(ghost.accuracyDelta)
    #expect(accuracy.value == (run.rounds[19].accuracy ?? 0) - 0.8)
    #expect(accuracy.role == (accuracy.value > 0 ? .ok : .warn))

    // A parent that ended earlier: the last round of both, and it is said which.
    let short = try #require(compared(snapshot(trace(1...17)))?.accuracyDelta)
    #expect(short.round == 16 && short.isOld)
    let failed = try #require(compared(snapshot(trace(1...30, loss: .nan, accuracy: nil))))
    #expect(failed.lossDelta == nil && failed.accuracyDelta == nil)
  }

  @Test func whatAFileClaimsBeyondReasonIsNotDrawn() throws {
    var odd = trace(1...14)
    odd.points += [.init(round: 1 << 40, trainLoss: 1, accuracy: 1)]
    #expect(try #require(compared(snapshot(odd))).loss.count == 14)
    odd.round = .min
    #expect(compared(snapshot(odd)) != nil)
    odd.round = .max
    #expect(compared(snapshot(odd)) == nil)
  }

  @Test func theTrailSurvivesWithoutColourAndInASCII() throws {
    let snapshot = snapshot(trace(1...40))
    for (unicode, glyph) in [(true, "◦"), (false, "o")] {
      let grid = Monitor(theme: .standard).render(
        snapshot, size: Size(width: 120, height: 36),
        capabilities: Capabilities(colors: .mono, unicode: unicode))
      let rows = GridText.plain(grid).split(separator: "\n").map { String($0.suffix(66)) }
      let heading = try #require(rows.first { $0.contains("loss train") })
      #expect(heading.contains("\(glyph) parent 77aa to r12"))
      #expect(heading.contains(unicode ? " Δ" : " d"))
      let trail = rows.filter { $0.contains(String(repeating: glyph, count: 3)) }
      #expect(trail.count >= 2, "one in each chart")
      let axis = try #require(rows.first { $0.contains(unicode ? "─50" : "-50") })
      #expect(axis.dropFirst(8).contains(unicode ? "┼" : "+"))
      #expect(axis.contains(unicode ? "▴" : "^"))
    }
  }

  @Test func aParentThatIsGoneIsOneLineInTheLog() {
    var snapshot = snapshot(nil)
    let lost = GhostTrace(.parent, run: "p", round: 12, points: [], problem: "its file is not here")
    for _ in 0..<3 { snapshot.apply(.ghostTraced(lost)) }
    let entries = LogStory(snapshot, count: 100).entries
    #expect(entries.count { $0.text == "its file is not here" } == 1)
    #expect(entries.count { $0.text.hasPrefix("branched from") } == 1)
    let place = entries.firstIndex { $0.text == "its file is not here" }
    #expect(place.map { entries[$0].stamp } == "r12")
    #expect(compared(snapshot) == nil)
  }
}
