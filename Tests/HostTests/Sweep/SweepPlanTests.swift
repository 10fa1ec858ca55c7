import Metrics
import Sim
import Testing

@testable import Host

/// What a sweep's file asks for as a list of runs.
@Suite struct SweepPlanTests {
  private func outline(_ change: (inout SweepOutline) -> Void = { _ in }) -> SweepOutline {
    var outline = SweepOutline(name: "s", base: Settings())
    outline.methods = ["fedavg-lora", "moon"]
    outline.seeds = [1, 2]
    change(&outline)
    return outline
  }

  private func titles(_ plan: SweepPlan) -> [String] { plan.runs.map(\.title) }

  @Test func methodsAndSeedsAreCrossed() throws {
    let plan = try SweepPlan(outline())
    #expect(
      titles(plan) == [
        "fedavg-lora, seed 1", "fedavg-lora, seed 2", "moon, seed 1", "moon, seed 2",
      ])
    #expect(plan.runs.map(\.settings.seed) == [1, 2, 1, 2])
    #expect(plan.runs.map(\.settings.method) == ["fedavg-lora", "fedavg-lora", "moon", "moon"])
    #expect(plan.notes == [])
  }

  @Test func piecesAddUpToTheWhole() throws {
    let whole = try SweepPlan(
      outline { $0.cases = [.init("near", [:]), .init("far", ["clock.uplink": .number(9)])] })
    func piece(_ choices: [(key: String, value: String)]) throws -> [String] {
      var plan = whole
      try plan.keep(only: choices)
      return titles(plan)
    }
    #expect(try piece([]) == titles(whole))
    #expect(
      try piece([("case", "far"), ("seed", "2")]) == [
        "fedavg-lora, far, seed 2", "moon, far, seed 2",
      ])
    #expect(try piece([("seed", "1"), ("seed", "2")]) == titles(whole))
    let parts = try piece([("method", "moon")]) + piece([("method", "fedavg-lora")])
    #expect(Set(parts) == Set(titles(whole)) && parts.count == 8)
    func line(_ key: String, _ value: String) -> String {
      do {
        return try piece([(key, value)]).joined(separator: "; ")
      } catch {
        return "\(error)"
      }
    }
    #expect(line("case", "fat").contains("did you mean far?"))
    #expect(line("seed", "77").contains("no run has it"))
    var halved = try SweepPlan(outline { $0.halving = Halving(rungs: [3], keep: 0.5) })
    #expect(throws: SettingsError.self) { try halved.keep(only: [("method", "moon")]) }
    try halved.keep(only: [("seed", "1")])
    #expect(halved.runs.count == 2)
    var apart = try SweepPlan(
      outline {
        $0.seeds = [1]
        $0.grid = [.init("moon.mu", [.number(1)])]
      })
    #expect(throws: SettingsError.self) {
      try apart.keep(only: [("method", "fedavg-lora"), ("moon.mu", "1.0")])
    }
    #expect(line("lora.rank", "8").contains("the sweep varies case, method, seed"))
  }

  @Test func withoutMethodsAndSeedsThereIsTheOneOfTheSettings() throws {
    let plan = try SweepPlan(SweepOutline(name: "s", base: Settings()))
    #expect(titles(plan) == ["fibecfed, seed 42"])
  }

  @Test func everyCombinationOfAGridIsRun() throws {
    let plan = try SweepPlan(
      outline {
        $0.seeds = [1]
        $0.grid = [
          .init("federation.alpha", [.number(1), .number(0.1)]),
          .init("data.name", [.text("question"), .text("agreement")]),
        ]
      })
    #expect(plan.runs.count == 8)
    #expect(
      titles(plan)[1] == "moon, federation.alpha 1.0, data.name question, seed 1")
    #expect(Set(plan.runs.map { "\($0.settings.alpha) \($0.settings.data)" }).count == 4)
  }

  @Test func whatAMethodDoesNotReadIsLeftOutAndNotRunTwice() throws {
    let plan = try SweepPlan(
      outline {
        $0.seeds = [1]
        $0.grid = [.init("moon.mu", [.number(0.1), .number(1), .number(5)])]
      })
    #expect(
      titles(plan) == [
        "fedavg-lora, seed 1", "moon, moon.mu 0.1, seed 1", "moon, moon.mu 1.0, seed 1",
        "moon, moon.mu 5.0, seed 1",
      ])
    #expect(plan.notes == ["moon.mu is no setting of fedavg-lora: left out there"])
  }

  @Test func factorsMultiplyEachMethodsOwnValue() throws {
    let plan = try SweepPlan(
      outline {
        $0.methods = ["fedavg-lora", "prompt-tuning"]
        $0.seeds = [1]
        $0.factors = [.init("train.learning_rate", [.number(0.2), .integer(1), .integer(2)])]
      })
    let rates = plan.runs.map(\.settings.learningRate)
    let own = ["fedavg-lora", "prompt-tuning"].map { method in
      var settings = Settings()
      settings.method = method
      return settings.learningRate
    }
    #expect(own[0] != own[1], "else this shows nothing")
    let expected = [0.2, 1, 2].flatMap { factor in
      own.map { rate in (rate * factor * 1e9).rounded() / 1e9 }
    }
    #expect(rates == expected)
  }

  @Test func aSearchDrawsTheSameForAllMethodsAndSeeds() throws {
    let search = SweepOutline.Search(
      draws: 5, seed: 7, ranges: [("train.learning_rate", 1e-4...1e-1)])
    let plan = try SweepPlan(outline { $0.search = search })
    #expect(plan.runs.count == 5 * 2 * 2)
    let drawn = Dictionary(grouping: plan.runs) { "\($0.settings.method) \($0.settings.seed)" }
      .mapValues { $0.map(\.settings.learningRate) }
    #expect(Set(drawn.values).count == 1)
    let rates = try #require(drawn.values.first)
    #expect(Set(rates).count == 5 && rates.allSatisfy { (1e-4...1e-1).contains($0) })
    let other = SweepOutline.Search(draws: 5, seed: 8, ranges: search.ranges)
    let others = try SweepPlan(outline { $0.search = other }).runs
    #expect(!others.map(\.settings.learningRate).contains { rates.contains($0) })
  }

  @Test func casesAndOneMethodsSettingsAreInForce() throws {
    let plan = try SweepPlan(
      outline {
        $0.seeds = [1]
        $0.cases = [
          .init("as it is", [:]), .init("slow links", ["clock.uplink": .number(1e4)]),
        ]
        $0.ofMethod = ["moon": ["moon.mu": .number(3)]]
      })
    #expect(
      titles(plan) == [
        "fedavg-lora, as it is, seed 1", "moon, as it is, seed 1",
        "fedavg-lora, slow links, seed 1", "moon, slow links, seed 1",
      ])
    #expect(plan.runs.map(\.settings.uplink).suffix(2) == [1e4, 1e4])
    #expect(plan.runs[0].settings.uplink != 1e4)
    #expect(plan.runs[1].settings.config["moon.mu"] == .number(3))
  }

  @Test(
    "What makes no sense is an error with its name",
    arguments: [
      ("moom", "unknown method 'moom'"), ("grid", "moon.mux"), ("foreign", "read by none"),
      ("stray", "none of the sweep's methods"), ("own", "does not read"), ("bounds", "must be"),
      ("twice", "varied twice"), ("seed", "seeds"), ("pinned", "read by none"),
      ("case and grid", "federation.alpha is set in [[sweep.case]] and in [sweep.grid]"),
      ("method and grid", "moon.mu is set in [sweep.method.moon] and in [sweep.grid]"),
      ("method and case", "moon.mu is set in [sweep.method.moon] and in [[sweep.case]]"),
    ])
  func faults(kind: String, words: String) {
    let faulty = outline {
      switch kind {
      case "moom": $0.methods = ["moom"]
      case "grid": $0.grid = [.init("moon.mux", [.number(1)])]
      case "foreign": $0.grid = [.init("scaffold.rate", [.number(1)])]
      case "stray": $0.ofMethod = ["fedprox": [:]]
      case "own": $0.ofMethod = ["fedavg-lora": ["moon.mu": .number(1)]]
      case "bounds": $0.grid = [.init("federation.alpha", [.number(-1)])]
      case "seed": $0.grid = [.init("run.seed", [.integer(1)])]
      case "twice":
        $0.grid = [
          .init("federation.alpha", [.number(1)]), .init("federation.alpha", [.number(2)]),
        ]
      case "case and grid":
        $0.cases = [.init("skewed", ["federation.alpha": .number(0.1)])]
        $0.grid = [.init("federation.alpha", [.number(1)])]
      case "method and grid":
        $0.ofMethod = ["moon": ["moon.mu": .number(3)]]
        $0.grid = [.init("moon.mu", [.number(1)])]
      case "method and case":
        $0.ofMethod = ["moon": ["moon.mu": .number(3)]]
        $0.cases = [.init("strong", ["moon.mu": .number(1)])]
      default:
        $0.methods = ["fibecfed/all-gal"]
        $0.grid = [.init("gal.count", [.text("2")])]
      }
    }
    let error = #expect(throws: SettingsError.self) { try SweepPlan(faulty) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func theBetterPartGoesOn() {
    let halving = Halving(rungs: [1], keep: 0.5)
    let found: [(run: Int, value: Double?)] = [(0, 0.2), (1, 0.9), (2, nil), (3, 0.9), (4, 0.1)]
    #expect(halving.survivors(found, by: .accuracy) == [0, 1, 3])
    #expect(halving.survivors(found, by: .perplexity) == [0, 1, 4], "less of it is better")
    #expect(Halving(rungs: [1], keep: 0.25).survivors(found, by: .exactMatch) == [1, 3])
    #expect(Halving(rungs: [1], keep: 0.01).survivors(found, by: .accuracy) == [1], "one goes on")
  }
}
