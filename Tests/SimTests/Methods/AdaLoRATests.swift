import Synchronization
import Testing
import Transformer

@testable import Sim

/// AdaLoRA gives its triplets to the maps that need them (arXiv 2303.10512).
struct AdaLoRATests {
  @Test func theBudgetFallsInACubicCurve() {
    let budget = TripletBudget(
      initial: 24 * 12, target: 24 * 8, warmup: 500, tail: 1500, total: 3000)
    let table = [
      0: 288, 500: 288, 501: 287, 750: 232, 1000: 204, 1250: 193, 1499: 192, 1500: 192, 3000: 192,
    ]
    for (step, triplets) in table { #expect(budget.triplets(at: step) == triplets, "\(step)") }
    #expect(!budget.chooses(at: 500) && budget.chooses(at: 501) && budget.chooses(at: 1500))
    #expect(!budget.chooses(at: 1501) && budget.isFinal(at: 1501) && !budget.isFinal(at: 1500))
  }

  /// One map of 2 inputs and 3 outputs with two triplets.
  private var layout: ParameterLayout {
    var layout = ParameterLayout()
    let parts: [(ParameterSegment.Role, Int, Int)] = [
      (.loraA, 2, 2), (.added, 2, 1), (.loraB, 3, 2),
    ]
    for (role, rows, columns) in parts {
      layout.append(
        ParameterSegment(
          name: "\(role)", layer: 0, module: "query", role: role, rows: rows, columns: columns,
          start: .zeros))
    }
    return layout
  }

  @Test func aTripletsScoreIsItsOwnAndTheMeansOfItsVectors() {
    // Ī in front, Ū = 2 behind: s = 2·Ī. Q by rows (1, 2), (3, 4); Λ 5, 6; P by rows (7, 8), (9, 10), (11, 12).
    let means = (1...12).map { Float($0) } + [Float](repeating: 2, count: 12)
    #expect(
      TripletScores.importance(means, layout) == [2 * 5 + 3 + 18, 2 * 6 + 7 + 20] as [Float])
  }

  @Test func theMeansFollowEachStep() throws {
    let tiny = try TinyEncoder()
    let training = tiny.training(gal: [0, 1, 2])
    let rule = TripletScores(
      schedule: RankSchedule(initial: 2, target: 1, warmup: 0, tail: 0), orthogonality: 0,
      beta1: 0.85, beta2: 0.85)
    rule.begin(training)
    training.parameters[0] = -2
    // |w·∂w| = 6, then 2.
    for gradient in [3, -1] as [Float] {
      training.gradient[0] = gradient
      rule.stepped(training)
    }
    let means = try #require(training.state.vectors[TripletScores.means])
    let first = (mean: 0.15 * 6.0, stray: 0.15 * (6 - 0.15 * 6))
    let mean = 0.85 * first.mean + 0.15 * 2
    let stray = 0.85 * first.stray + 0.15 * abs(2 - mean)
    #expect(agree([Double(means[0]), Double(means[means.count / 2])], [mean, stray], 1e-5))
  }

  private func federation(_ change: (inout Settings) -> Void = { _ in }) throws -> Federation {
    try SmallRun.federation {
      $0.method = "adalora"
      $0.rounds = 6
      $0.adaWarmup = 0.2
      $0.adaFinal = 0.4
      change(&$0)
    }
  }

  @Test func neverMoreTripletsAreLiveThanTheBudgetAllows() throws {
    let federation = try federation()
    let maps = federation.encoder.layout.triplets
    #expect(maps.count == 12 && maps.allSatisfy { $0.values.count == 4 })
    let live = Mutex([Int: Set<Int>]())
    _ = try SmallRun.record(federation) { simulation, round in
      let on = maps.flatMap { Array($0.values.range) }.filter { simulation.parameters[$0] != 0 }
      live.withLock { $0[round] = Set(on) }
    }
    let found = live.withLock { $0 }
    // T = 6, t_i = 1, t_f = 2: from 48 to 36 in rounds 2 to 4.
    let budget = TripletBudget(initial: 48, target: 36, warmup: 1, tail: 2, total: 6)
    for round in 1...6 {
      #expect(found[round]?.count == budget.triplets(at: round), "round \(round)")
    }
    #expect(budget.triplets(at: 2) > 36)
    // The last choice is final.
    #expect(found[4] == found[5] && found[5] == found[6])
    #expect(found[2] != found[4])
  }

  @Test func theLeastImportantTripletsGo() throws {
    let layout = layout
    let rule = BudgetedAveraging(
      schedule: RankSchedule(initial: 2, target: 1, warmup: 0, tail: 0))
    var settings = Settings()
    settings.rounds = 1
    let everything = [0..<layout.count]
    let plan = RoundPlan(
      round: 1, cohort: [0, 1], settings: settings, globalLayers: [], learningRate: 1, share: 1,
      travelling: everything, returning: everything, personal: [])
    var server = ServerState(parameters: [Float](repeating: 0, count: layout.count))
    var fold = rule.fold(server, plan, layout, clients: 2)
    let sent: [[Float]] = [[1, 2], [5, 1]]
    for (client, scores) in sent.enumerated() {
      var message = Message()
      message.add(Message.parameters, [Float](repeating: 1, count: layout.count))
      message.add(TripletScores.scores, scores)
      // The second client's scores count a quarter: 2 against 1.75.
      fold.add(
        ClientUpdate(client: client, samples: client == 0 ? 3 : 1, steps: 1, message: message))
    }
    fold.finish(&server)
    #expect(server.parameters[4] == 1 && server.parameters[5] == 0)
    #expect(server.parameters.count { $0 == 0 } == 1, "directions stay")
  }

  @Test func aTargetAboveTheRankAndNoRoomToFallAreRefused() {
    for change: (inout Settings) -> Void in [
      { $0.adaTargetRank = 13 },
      {
        $0.adaWarmup = 0.5
        $0.adaFinal = 0.5
      },
    ] {
      var settings = Settings()
      settings.method = "adalora"
      change(&settings)
      #expect(throws: SettingsError.self) { try MethodRecipe.adaLoRA.method(settings) }
    }
  }
}
