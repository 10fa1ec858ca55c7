import Metrics
import Testing

@testable import Sim

/// The numbers by which a method is judged (docs/methods.md, "Diagnosis").
struct DiagnosisTests {
  private func sign(_ sign: Sign, _ report: RoundReport) -> Double? { report.signs?[sign.rawValue] }

  @Test func ranksCorrelateAsByHand() {
    #expect(RankCorrelation.spearman([1, 2, 3, 4], [10, 20, 30, 40]) == 1)
    #expect(RankCorrelation.spearman([1, 2, 3, 4], [4, 3, 2, 1]) == -1)
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5·5).
    let tied = RankCorrelation.spearman([1, 2, 2, 3], [1, 2, 3, 4])
    #expect(abs((tied ?? 0) - 0.948_683_298_05) < 1e-10)
    #expect(RankCorrelation.spearman([1, 1, 1, 1], [1, 2, 3, 4]) == nil)
    #expect(RankCorrelation.spearman([1, 2, 3, .nan], [1, 2, 3, 4]) == nil)
    #expect(RankCorrelation.spearman([1, 2, 3], [1, 2, 3]) == nil)
  }

  @Test func whenEverythingTravelsAllOfTheFisherDoes() throws {
    let tape = try SmallRun.record { $0.method = "fedavg-lora" }
    for report in tape.rounds {
      #expect(sign(.travellingFisher, report) == 1)
      #expect(sign(.staleness, report) == nil && sign(.personalGap, report) == nil)
      #expect(sign(.chosenLayers, report) == nil && sign(.orderLoss, report) == nil)
    }
  }

  @Test func aChoiceByOwnSensitivityIsTheChoiceItIsComparedWith() throws {
    let own = try SmallRun.record { $0.gal = "2" }
    #expect(own.rounds.allSatisfy { sign(.chosenLayers, $0) == 1 })
    let reverse = try SmallRun.record {
      $0.gal = "3"
      $0.layerOrder = .reverse
    }
    #expect(reverse.rounds.allSatisfy { sign(.chosenLayers, $0) == 0 })
  }

  @Test func lateStepsAreThoseUnderATenthOfTheRate() throws {
    let tape = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.schedule = .linear
      $0.rounds = 20
      $0.cohort = 6
    }
    // The rates are 1, 0.95 … 0.05: the last round alone, all clients taking as many steps each round.
    #expect(tape.rounds.dropLast().allSatisfy { sign(.lateSteps, $0) == 0 })
    #expect(abs((tape.rounds.last.flatMap { sign(.lateSteps, $0) } ?? 0) - 0.05) < 1e-12)
  }

  @Test func theTimeOfLinksIsThatOfTheSlowestClient() throws {
    let tape = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.uplink = 1
    }
    #expect(tape.rounds.allSatisfy { (sign(.linkShare, $0) ?? 0) > 0.999 })
    let fast = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.uplink = 1e12
      $0.downlink = 1e12
    }
    #expect(fast.rounds.allSatisfy { (sign(.linkShare, $0) ?? 1) < 1e-3 })
  }

  @Test func aSignIsToldOnceAndGoesOnAfterAStop() throws {
    func change(_ settings: inout Settings) {
      settings.method = "fedavg-lora"
      settings.uplink = 1
      settings.rounds = 7
    }
    let whole = try SmallRun.record(change)
    let told = whole.notices.filter { $0.text.hasPrefix("time on links") }
    #expect(told.count == 1 && told[0].round == 5)
    let half = try SmallRun.record(SmallRun.federation(change)) { simulation, round in
      if round == 2 { simulation.submit(.finish) }
    }
    let rest = Tape()
    let simulation = Simulation(try SmallRun.federation(change), name: "small", recorder: rest)
    rest.attach(simulation)
    try simulation.restore(try #require(half.checkpoint), history: half.events)
    try simulation.run()
    #expect(half.events + rest.events == whole.events)
  }

  @Test func findingsComeWorstFirstAndMeansAreJudged() {
    var diagnosis = Diagnosis()
    diagnosis.add(["link_share": 0.2, "label_shift": 0.6, "late_steps": 0.5, "of another time": 3])
    diagnosis.add(["link_share": 1, "label_shift": 0, "late_steps": 0.02])
    #expect(diagnosis.finding(.linkShare)?.value == 0.6)
    #expect(diagnosis.finding(.lateSteps)?.value == 0.02, "an account of all rounds")
    #expect(diagnosis.findings.map(\.sign) == [.labelShift, .linkShare, .lateSteps])
    #expect(diagnosis.findings.map(\.isWrong) == [true, true, false])
  }
}
