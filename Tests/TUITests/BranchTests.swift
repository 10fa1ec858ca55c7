import Metrics
import Testing

@testable import TUI

@Suite struct BranchTests {
  private let snapshot = SampleRun().snapshot

  private func monitor(_ session: Session = .host) -> Monitor {
    var monitor = Monitor(theme: .standard, session: session)
    monitor.timeline = Timeline(
      first: 0, last: 30, state: .running, record: snapshot,
      speed: session == .replay ? 4 : nil)
    return monitor
  }

  private func press(_ monitor: inout Monitor, _ keys: Key..., on shown: RunSnapshot? = nil)
    -> [MonitorEffect]
  {
    keys.flatMap { monitor.handle($0, snapshot: shown ?? snapshot) }
  }

  @Test func whatWaitsBecomesTheFirstChangeAndCanBeTurnedFurther() {
    var monitor = monitor()
    // In the sample the sparsity is 0.45 at the end of round 30, and 0.55 waits.
    #expect(press(&monitor, .character("b")).isEmpty)
    #expect(monitor.state.draft?.branch == Branch(round: 30, changes: ["sparsity": 0.55]))
    #expect(monitor.state.focus == .knobs)
    #expect(press(&monitor, .character("]"), .right, .left, .enter).isEmpty)
    #expect(
      press(&monitor, .character("y")) == [.branch(Branch(round: 30, changes: ["sparsity": 0.6]))])
    #expect(monitor.state.mode == .normal && monitor.state.focus == .clients)
    #expect(monitor.state.message?.text == "branching after round 30")
  }

  /// A branch begins at a checkpoint; what lies between one and the round is trained once more.
  @Test func whatIsComputedAgainIsToldBefore() {
    func line(_ checkpoints: [Int], width: Int = 140) -> String {
      var monitor = monitor()
      monitor.timeline = Timeline(of: snapshot, checkpoints: checkpoints)
      _ = press(&monitor, .character("b"))
      return GridText.plain(
        monitor.render(
          snapshot, size: Size(width: width, height: 30),
          capabilities: Capabilities(colors: .mono, unicode: true)))
    }
    #expect(line([0, 20, 29, 31]).contains("0.45 → 0.55, round 30 is computed again first"))
    #expect(line([0, 20]).contains("0.45 → 0.55, rounds 21–30 are computed again first"))
    #expect(!line([0, 30]).contains("again") && !line([]).contains("again"))
    #expect(line([0, 20], width: 80).contains("branch after round 30: sparsity ρ 0.45 → 0.55 "))
  }

  @Test func aKnobThatIsTurnedBackIsNoChange() {
    var monitor = monitor(.attached)
    _ = press(&monitor, .character("b"), .character("["), .character("["))
    #expect(press(&monitor, .enter) == [.branch(Branch(round: 30))])
  }

  @Test func aPastRoundHasTheKnobsItHad() {
    var run = SampleRun()
    run.rounds = 10
    var past = run.snapshot
    past.apply(.roundFinished(SampleRun().snapshot.rounds[10]))
    var monitor = monitor(.attached)
    monitor.look(at: 10)
    _ = press(&monitor, .character("b"), on: past)
    let draft = monitor.state.draft
    #expect(draft?.branch == Branch(round: 10))
    #expect(draft?.knobs.prefix(2).map(\.value) == [0.5, 4e-4])
    _ = press(&monitor, .character("j"), .character("]"), on: past)
    #expect(draft?.knobs.map(\.name).dropFirst().first == "lr")
    #expect(
      press(&monitor, .enter, on: past) == [.branch(Branch(round: 10, changes: ["lr": 5e-4]))])
    #expect(monitor.state.cursor == nil)
  }

  @Test func onlyALiveRunOfThisProcessIsAskedFor() {
    var host = monitor()
    #expect(press(&host, .character("b"), .enter).isEmpty)
    guard case .leaving = host.state.mode else {
      Issue.record("not asked")
      return
    }
    #expect(press(&host, .character("n")).isEmpty)
    #expect(host.state.draft?.branch.changes == ["sparsity": 0.55])
    #expect(press(&host, .character("q"), .character(" ")).isEmpty, "no other key ends it")
    #expect(press(&host, .enter, .enter).isEmpty, "the key that begins it is no answer to whether")
    #expect(press(&host, .escape).isEmpty)
    #expect(host.state.mode == .normal && host.state.focus == .clients)

    for session in [Session.attached, .replay] {
      var other = monitor(session)
      #expect(press(&other, .character("b"), .enter).count == 1)
    }
    var ended = snapshot
    ended.apply(.stateChanged(.interrupted))
    var finished = monitor()
    finished.timeline?.state = .interrupted
    #expect(press(&finished, .character("b"), .enter, on: ended).count == 1)
  }

  @Test func whatWasTurnedBeforeIsNotTakenBackInTheNewRun() {
    var host = monitor()
    host.handle(.character("]"), snapshot: snapshot).forEach { _ in }
    #expect(press(&host, .character("b"), .character("]"), .enter, .character("y")).count == 1)
    #expect(press(&host, .character("u")).isEmpty, "the turn was of the run that was left")
  }

  @Test func whereThereIsNothingToBranchTheReasonIsSaid() {
    func refusal(_ snapshot: RunSnapshot) -> String? {
      var monitor = Monitor(theme: .standard)
      #expect(monitor.handle(.character("b"), snapshot: snapshot).isEmpty)
      #expect(monitor.state.draft == nil)
      return monitor.state.message?.text
    }
    #expect(refusal(RunSnapshot()) == "there is nothing to branch from yet")
    var finishing = snapshot
    finishing.apply(.stateChanged(.finishing))
    #expect(refusal(finishing) == "the run is finishing")
    var whole = SampleRun()
    whole.total = 30
    #expect(refusal(whole.snapshot)?.hasPrefix("no round is left after round 30") == true)
  }

  @Test func whereKnobsAreSetForGoodTheKeyThatBranchesIsNamed() {
    var past = monitor()
    past.look(at: 10)
    _ = press(&past, .character("]"))
    #expect(past.state.message?.text.contains("b branches") == true)
    var replay = monitor(.replay)
    _ = press(&replay, .character("]"))
    #expect(replay.state.message?.text.contains("b branches") == true)
  }

  @Test(arguments: [
    (Size(width: 120, height: 36), "sparsity rho 0.45 > 0.60"),
    (Size(width: 60, height: 18), "branch r30: sparsity"),
    (Size(width: 40, height: 12), "enter begin  esc stay"),
    (Size(width: 30, height: 4), "branch r30? enter/esc"),
  ])
  func whatItIsGoingToBeIsOnTheScreen(size: Size, words: String) {
    var monitor = monitor()
    _ = press(&monitor, .character("b"), .character("]"))
    func text() -> String {
      GridText.plain(
        monitor.render(
          snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: false)))
    }
    #expect(text().contains(words))
    if size.height >= 12 { #expect(text().contains("> 0.60")) }
    _ = press(&monitor, .enter)
    #expect(text().contains(size.height >= 12 ? "Leave" : "leave run? y/n"))
  }
}
