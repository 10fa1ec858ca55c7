import Foundation
import Metrics
import Synchronization
import Testing

@testable import Sim

/// What a person asks of a run takes effect at the next boundary, and is recorded with its round.
struct CommandTests {
  @Test func knobsApplyFromTheNextRoundOn() throws {
    let tape = try SmallRun.record(
      SmallRun.federation {
        $0.gal = "2"
        $0.maskWarmup = 0
        $0.beta = 1
        $0.maskMeasure = .pass
        $0.schedule = .constant
      }
    ) { simulation, round in
      guard round == 1 else { return }
      simulation.submit(.set(knob: "sparsity", value: 0.25))
      simulation.submit(.set(knob: "cohort", value: 5))
      simulation.submit(.set(knob: "local_epochs", value: 2))
      simulation.submit(.set(knob: "learning_rate", value: 1e-4), origin: "attach:7")
    }
    #expect(tape.rounds.map(\.sparsityRatio) == [0.5, 0.25, 0.25])
    #expect(tape.rounds.map(\.cohort.count) == [3, 5, 5])
    #expect(tape.rounds.map(\.learningRate) == [2e-3, 1e-4, 1e-4])
    for report in tape.clients {
      #expect(report.steps == report.batchesUsed * (report.round == 1 ? 1 : 2))
      #expect(report.liveNeurons < (report.round == 1 ? 0.55 : 0.3))
    }
    let applied = tape.events.compactMap { event in
      if case .commandApplied(let record) = event { record } else { nil }
    }
    #expect(applied.map(\.name) == ["sparsity", "cohort", "local_epochs", "learning_rate"])
    #expect(applied.allSatisfy { $0.round == 2 })
    #expect(applied.map(\.origin) == ["monitor", "monitor", "monitor", "attach:7"])
  }

  /// A person who turns a knob back before it took effect has done nothing; what is in a record was marked, and is again.
  @Test func aValueThatIsInForceIsMarkedOnlyWhereItIsOnRecord() throws {
    func marks(_ tape: Tape) -> Int { tape.events.count { $0.kind == "command" } }
    let asked = try SmallRun.record(SmallRun.federation()) { simulation, round in
      if round == 1 { simulation.submit(.set(knob: "cohort", value: 3)) }
    }
    #expect(marks(asked) == 0)
    let tape = Tape()
    let again = Simulation(try SmallRun.federation(), name: "small", recorder: tape)
    again.schedule([
      CommandRecord(asking: .set(knob: "cohort", value: 3), round: 2, origin: "monitor")
    ])
    try again.run()
    #expect(marks(tape) == 1)
  }

  @Test func whatIsOutOfBoundsIsToldAndLeftAlone() throws {
    let wrong: [(knob: String, value: Double)] = [
      ("sparsity", 1.5), ("cohort", 7), ("local_epochs", 0), ("learning_rate", -1),
      ("no_such_knob", 1),
    ]
    let plain = try SmallRun.record { _ in }
    let tape = try SmallRun.record(SmallRun.federation()) { simulation, round in
      guard round == 1 else { return }
      for (knob, value) in wrong { simulation.submit(.set(knob: knob, value: value)) }
    }
    let warnings = tape.notices.filter { $0.level == .warning }
    #expect(warnings.count == wrong.count)
    for (warning, (knob, _)) in zip(warnings, wrong) {
      #expect(warning.round == 2)
      #expect(warning.text.hasPrefix(knob))
    }
    #expect(tape.summary?.parametersSHA256 == plain.summary?.parametersSHA256)
  }

  @Test func theSnapshotIsTheFoldOfTheEvents() throws {
    let tape = Tape()
    let simulation = Simulation(try SmallRun.federation(), name: "small", recorder: tape)
    #expect(simulation.snapshot.state == .initialising)
    let summary = try simulation.run()
    let snapshot = simulation.snapshot
    #expect(snapshot.summary == summary)
    #expect(snapshot.state == .finished)
    #expect(snapshot.round == 3)
    #expect(snapshot.started?.clientSamples.reduce(0, +) == 60)
    #expect(snapshot.started?.config["run.workers"] == .integer(1))
    #expect(snapshot.knobs.map(\.name) == ["sparsity", "learning_rate", "local_epochs", "cohort"])
    #expect(snapshot.ledger.up == summary.bytesUp && snapshot.ledger.down == summary.bytesDown)
    #expect(tape.events.allSatisfy { !$0.isTransient })
    #expect(tape.events.count == 1 + tape.notices.count + 1 + 3 * 4 + 1)
  }

  @Test func onlyMethodsWithAMaskHaveItsKnob() throws {
    let settings = SmallRun.settings()
    let with = MethodRecipe.fibecFed.knobs.compactMap { $0.described(in: settings) }
    let without = MethodRecipe.fedAvgLoRA.knobs.compactMap { $0.described(in: settings) }
    #expect(with.map(\.name) == ["sparsity"] + without.map(\.name))
    #expect(with.allSatisfy { ($0.minimum...$0.maximum).contains($0.value) })
    #expect(without.last?.maximum == 6)
  }

  /// That a goal is reached is a note with its round: it is kept beside the commands, and changes nothing.
  @Test func aGoalThatIsReachedIsNoted() throws {
    let heard = Mutex<[CommandRecord]>([])
    let federation = try SmallRun.federation { $0.gal = "2" }
    let tape = Tape { simulation, round in
      // The run holds behind round 2, as it was asked to, until somebody lets it go on.
      if round == 0, let goal = RunGoal(.round, 2) { simulation.submit(.until(goal)) }
    }
    let simulation = Simulation(federation, name: "goal", recorder: tape) { event in
      guard case .commandApplied(let record) = event else { return }
      heard.withLock { $0.append(record) }
    }
    tape.attach(simulation)
    let thread = Thread { _ = try? simulation.run() }
    thread.start()
    var tries = 0
    while simulation.snapshot.state != .paused, tries < 1000 {
      Thread.sleep(forTimeInterval: 0.01)
      tries += 1
    }
    #expect(simulation.snapshot.round == 2)
    let last = heard.withLock { $0.last }
    let note = try #require(last)
    #expect(note.command == .note("round 2 is reached: the run holds") && note.round == 2)
    #expect(note.origin == CommandRecord.goal && note.command?.isSetting == false)
    #expect(simulation.snapshot.applied.last == note)
    simulation.submit(.finish)
    while simulation.snapshot.summary == nil, tries < 2000 {
      Thread.sleep(forTimeInterval: 0.01)
      tries += 1
    }
  }

  /// A host that goes on with a run knows what was asked of it before.
  @Test func aRunThatGoesOnRecallsWhatWasDoneAtOnce() throws {
    let federation = try SmallRun.federation { $0.rounds = 1 }
    let tape = try SmallRun.record(federation)
    let simulation = Simulation(federation, name: "again") { event in
      if case .commandApplied = event { Issue.record("told again: \(event)") }
    }
    try simulation.restore(try #require(tape.checkpoint), history: tape.events)
    let controls = [
      CommandRecord(asking: .pause, round: 1, origin: "monitor"),
      CommandRecord(asking: .step(3), round: 1, origin: "attach:9"),
      CommandRecord(asking: .note("look"), round: 1, origin: "monitor"),
    ]
    simulation.recall(controls)
    #expect(simulation.snapshot.applied == controls)
    #expect(simulation.snapshot.aim == nil, "steps of a process that is gone are not taken")
  }
}
