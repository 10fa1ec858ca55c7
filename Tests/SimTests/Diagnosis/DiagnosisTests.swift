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
    // The least sensitive layers are chosen, and the other signs are kept until enough rounds tell of them.
    func change(_ settings: inout Settings) {
      settings.gal = "3"
      settings.layerOrder = .reverse
      settings.rounds = 4
    }
    let whole = try SmallRun.record(change)
    let told = whole.notices.filter { $0.text.hasPrefix("layer choice") }
    #expect(told.count == 1 && told[0].round == 1)
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

  /// The closed form against all ways of drawing 3 of 6 samples with labels 3, 2 and 1 times.
  @Test func labelsOfADrawDifferByChanceAsByHand() {
    let labels = [0, 0, 0, 1, 1, 2]
    var (sum, ways) = (0.0, 0.0)
    for mask in 0..<64 where mask.nonzeroBitCount == 3 {
      let drawn = labels.indices.filter { mask >> $0 & 1 == 1 }.map { labels[$0] }
      ways += 1
      for (label, all) in [3.0, 2, 1].enumerated() {
        sum += abs(Double(drawn.count { $0 == label }) / 3 - all / 6) / 2
      }
    }
    #expect(abs(ClientSigns.variationByChance([3, 2, 1], drawn: 3) - sum / ways) < 1e-12)
    #expect(ClientSigns.variationByChance([3, 2, 1], drawn: 6) == 0)
    #expect(ClientSigns.variationByChance([6], drawn: 2) == 0)
    #expect(ClientSigns.variationByChance([], drawn: 1) == 0)
    // As for a normal count where there are many: σ·√(2/π) for either of two labels.
    let large = ClientSigns.variationByChance([30_000, 30_000], drawn: 6000)
    let deviation = (6000 * 0.25 * (54_000.0 / 59_999)).squareRoot()
    #expect(abs(large / (deviation * (2 / Double.pi).squareRoot() / 6000) - 1) < 1e-3)
  }

  /// A client's first order is no order: there is nothing that could tell labels apart.
  @Test func labelsAreHeldAgainstChanceOnceThereIsAnOrder() throws {
    let tape = try SmallRun.record { $0.curriculumScore = .participation }
    #expect(sign(.labelExcess, tape.rounds[0]) == nil)
    #expect(tape.rounds.contains { sign(.labelExcess, $0) != nil })
  }
}
