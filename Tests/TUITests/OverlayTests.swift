import Metrics
import Testing

@testable import TUI

/// Several runs behind one: which are drawn, how they are told apart, and what is said of them.
@Suite struct OverlayTests {
  private func trace(
    _ name: String, _ relation: GhostTrace.Relation = .overlay, loss: Double = 0.5
  ) -> GhostTrace {
    GhostTrace(
      relation, run: name, round: 0,
      points: (1...25).map { .init(round: $0, trainLoss: loss, accuracy: 0.7) })
  }

  @Test func fourRunsAtMostAreDrawnAndTheSameOneIsReadAnew() {
    var overlays = Overlays()
    let own = trace("fedavg-lora", .method)
    #expect(overlays.behind(own: own) == [own])
    let laid = [trace("a"), trace("b"), trace("c"), trace("d"), trace("b", loss: 0.1)].map {
      overlays.lay($0, own: own)
    }
    #expect(laid == [true, true, true, false, true], "no glyph is left for the fourth")
    #expect(overlays.behind(own: own).map(\.run) == ["fedavg-lora", "a", "b", "c"])
    #expect(overlays.behind(own: own)[2] == trace("b", loss: 0.1))
    #expect(overlays.behind(own: nil).count == 3)
  }

  @Test func oneOrAllAreTakenAway() {
    var overlays = Overlays()
    let own = trace("fedavg-lora", .method)
    for name in ["a", "b"] { _ = overlays.lay(trace(name), own: own) }
    overlays.takeOff("a", own: own)
    #expect(overlays.behind(own: own).map(\.run) == ["fedavg-lora", "b"])
    overlays.takeOff("fedavg-lora", own: own)
    #expect(overlays.behind(own: own).map(\.run) == ["b"])
    #expect(overlays.showOwn() && overlays.behind(own: own).count == 2)
    overlays.takeOff(nil, own: own)
    #expect(overlays.behind(own: own).isEmpty)
    // A branch has another run behind it, which nobody took away.
    #expect(overlays.behind(own: trace("parent", .parent)).map(\.run) == ["parent"])
    // Where four are drawn there is no room for it.
    for name in ["a", "b", "c", "d"] { _ = overlays.lay(trace(name), own: own) }
    #expect(!overlays.showOwn() && overlays.behind(own: own).count == Overlays.most)
  }

  /// The run of the frames behind which its parent's curves and three more stand.
  private var several: RunSnapshot {
    var snapshot = SampleRun().snapshot
    let points = SampleRun().parentTrace.points
    snapshot.apply(.ghostTraced(GhostTrace(.method, run: "fedavg-lora", round: 0, points: points)))
    for (place, name) in ["fedprox-11aa", "moon-22bb", "ffa-lora-33cc"].enumerated() {
      let moved = points.map { point in
        var point = point
        point.trainLoss = point.trainLoss.map { $0 + 0.06 * Double(place + 1) }
        point.accuracy = point.accuracy.map { $0 - 0.04 * Double(place + 1) }
        return point
      }
      snapshot.apply(
        .ghostTraced(
          GhostTrace(
            .overlay, run: "20260923-1200\(place)0-\(name)", round: 0, points: moved)))
    }
    return snapshot
  }

  @Test func eachHasAGlyphAColourAndItsDifferenceAtTheRoundShown() throws {
    let ghosts = Ghost.all(several)
    #expect(
      ghosts.map(\.shortName) == ["fedavg-lora", "fedprox-11aa", "moon-22bb", "ffa-lora-33cc"])
    #expect(Set(ghosts.indices.map(Ghost.role)).count == 4)
    for glyphs in [Glyphs.unicode, .ascii] { #expect(Set(glyphs.ghosts).count == Ghost.most) }
    let legend = GhostLegend(
      ghosts: ghosts, values: \.loss, delta: \.lossDelta, text: Units.significant)
    let text = legend.spans(.unicode, width: 400).map(\.text).joined()
    let own = try #require(several.rounds.last?.trainLoss)
    let theirs = try #require(ghosts[1].loss[29])
    #expect(text.contains("× fedprox-11aa"))
    #expect(text.contains("Δ\(Units.significant(own - theirs))"))
    #expect(legend.spans(.unicode, width: 60).width < legend.spans(.unicode, width: 400).width)
  }

  @Test(arguments: [Size(width: 120, height: 36), Size(width: 80, height: 24)], [true, false])
  func frames(size: Size, unicode: Bool) throws {
    let grid = Monitor(theme: .standard).render(
      several, size: size, capabilities: Capabilities(colors: .mono, unicode: unicode))
    let name = "overlays-\(size.width)x\(size.height)-\(unicode ? "utf8" : "ascii")"
    try GoldenFrameTests().check(grid, name)
  }
}
