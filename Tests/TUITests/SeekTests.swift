import Metrics
import Testing

@testable import TUI

@Suite struct SeekTests {
  private let snapshot = SampleRun().snapshot

  private func monitor(_ session: Session, speed: Double? = nil) -> Monitor {
    var monitor = Monitor(theme: .standard, session: session)
    monitor.timeline = Timeline(
      first: 0, last: 30, state: .running, record: snapshot, speed: speed)
    return monitor
  }

  private func press(_ monitor: inout Monitor, _ keys: [Key], at round: Int = 30)
    -> [MonitorEffect]
  {
    var run = SampleRun()
    run.rounds = round
    let shown = round == 30 ? snapshot : run.snapshot
    return keys.flatMap { monitor.handle($0, snapshot: shown) }
  }

  private func typed(_ text: String) -> [Key] { text.map { .character($0) } }

  @Test func aReplayMovesItsOwnHead() {
    var monitor = monitor(.replay, speed: 4)
    #expect(press(&monitor, [.left]) == [.seek(29)])
    #expect(press(&monitor, [.right], at: 12) == [.seek(13)])
    #expect(press(&monitor, [.home], at: 12) == [.seek(0)])
    #expect(press(&monitor, [.end], at: 12) == [.seek(30)])
    #expect(press(&monitor, [.right]).isEmpty)
    #expect(monitor.state.message?.text == "this is the last round")
    #expect(monitor.state.cursor == nil)
  }

  @Test func aLiveRunIsLookedBackAtFromItsFirstRoundToItsLast() {
    var monitor = monitor(.host)
    #expect(press(&monitor, [.home]) == [.seek(0)])
    #expect(press(&monitor, [.left]).isEmpty)
    #expect(press(&monitor, [.right]) == [.seek(1)])
    #expect(press(&monitor, [.end]) == [.seek(nil)])
  }

  @Test func escapeLeavesWhatIsOpenAndThenThePast() {
    var monitor = monitor(.host)
    #expect(press(&monitor, [.escape]).isEmpty, "there is nothing to leave")
    _ = press(&monitor, [.left] + typed("z"))
    #expect(press(&monitor, [.escape]).isEmpty && !monitor.state.zoomed)
    #expect(press(&monitor, [.escape]) == [.seek(nil)])
    #expect(monitor.state.cursor == nil)
  }

  /// A past round has the changes that waited then, 0.55 in the sample, and none that was asked for since.
  @Test func whatIsTurnedNowDoesNotWaitInAPastRound() {
    var monitor = monitor(.host)
    _ = press(&monitor, typed("]"))
    #expect(KnobStatus.selected(snapshot, monitor.state)?.pending?.value == 0.6)
    #expect(press(&monitor, [.left]) == [.seek(30)])
    #expect(KnobStatus.selected(snapshot, monitor.state)?.pending?.value == 0.55)
  }

  @Test(arguments: [Session.host, .attached, .replay])
  func aRoundIsTyped(session: Session) {
    var monitor = monitor(session, speed: 4)
    #expect(press(&monitor, typed("r1x2") + [.enter]) == [.seek(12)])
    #expect(press(&monitor, typed("r129") + [.backspace, .enter]) == [.seek(12)])
    #expect(press(&monitor, typed("r31") + [.enter]).isEmpty)
    #expect(monitor.state.message?.text == "rounds 0 to 30 can be looked at")
    #expect(press(&monitor, typed("r5") + [.escape]).isEmpty)
    #expect(press(&monitor, typed("r") + [.enter]).isEmpty)
    #expect(monitor.state.mode == .normal)
    monitor.timeline = nil
    #expect(press(&monitor, typed("r")).isEmpty)
    #expect(monitor.state.message?.text == "no round to look at")
  }

  @Test func landmarksAreFoundInBothDirections() {
    var monitor = monitor(.host)
    // In the sample: changes in 8 and 21, a failed client and its warning in 17.
    #expect(press(&monitor, typed("M")) == [.seek(21)])
    #expect(monitor.state.message?.text == "round 21: sparsity ρ = 0.45")
    #expect(press(&monitor, typed("M")) == [.seek(8)])
    #expect(press(&monitor, typed("M")).isEmpty)
    #expect(monitor.state.message?.text == "no earlier change")
    #expect(press(&monitor, typed("x")) == [.seek(17)])
    #expect(monitor.state.message?.text == "round 17: failed: 1 of 10 clients")
    #expect(press(&monitor, typed("x")).isEmpty)
    #expect(press(&monitor, typed("m")) == [.seek(21)])
    #expect(press(&monitor, typed("W")) == [.seek(17)])
    #expect(monitor.state.message?.text.hasPrefix("round 17: client 34: loss") == true)
    #expect(press(&monitor, typed("a")).first != nil)
    #expect(monitor.state.message?.text.contains("best accuracy so far") == true)

    var replay = self.monitor(.replay, speed: 4)
    #expect(press(&replay, typed("m"), at: 12) == [.seek(21)])
    #expect(press(&replay, typed("M"), at: 12) == [.seek(8)])
  }

  @Test func landmarksOfOneRoundAreOneAndBestsRise() {
    var run = snapshot
    run.apply(.commandApplied(CommandRecord(name: "lr", value: 5e-4, round: 21)))
    run.apply(.commandApplied(CommandRecord(name: "pause", value: nil, round: 25)))
    let changes = Landmark.all(.change, in: run)
    #expect(changes.map(\.round) == [8, 21])
    #expect(changes[1].text == "sparsity ρ = 0.45; learning rate = 5.0e-4")
    let bests = Landmark.all(.best, in: run).map { run.rounds[$0.round - 1].accuracy ?? 0 }
    #expect(bests == bests.sorted() && Set(bests).count == bests.count)
    #expect(bests.last == run.rounds.compactMap(\.accuracy).max())
    for kind in Landmark.Kind.allCases { #expect(Landmark.all(kind, in: RunSnapshot()).isEmpty) }
  }

  @Test func speedGoesThroughItsSteps() {
    var monitor = monitor(.replay, speed: 2.5)
    var seen: [Double] = []
    func press(_ key: Character) {
      for case .speed(let speed) in monitor.handle(.character(key), snapshot: snapshot) {
        seen.append(speed)
        monitor.timeline?.speed = speed
      }
    }
    ">>>>".forEach(press)
    #expect(seen == [4, 16, .infinity])
    #expect(monitor.state.message?.text == "this is as fast as drawing allows")
    seen = []
    "<<<<".forEach(press)
    #expect(seen == [16, 4, 1])
    #expect(monitor.state.message?.text == "this is the slowest")

    var live = self.monitor(.host)
    #expect(live.handle(.character(">"), snapshot: snapshot).isEmpty)
    #expect(live.state.message?.text == "only a replay has a speed")
  }

  @Test(arguments: [(4, "REPLAY 4x"), (2.5, "REPLAY 2.50x"), (.infinity, "REPLAY max")])
  func speedStandsInTheStatus(speed: Double, words: String) {
    let grid = monitor(.replay, speed: speed).render(
      snapshot, size: Size(width: 80, height: 24),
      capabilities: Capabilities(colors: .mono, unicode: true))
    let lines = GridText.plain(grid).split(separator: "\n")
    #expect(lines[0].hasSuffix("▸ \(words)"))
    #expect(lines[1].contains("ETA") == speed.isFinite, "a replay at full speed has no time left")
  }
}
