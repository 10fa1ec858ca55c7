import Transformer

/// Federated averaging of triplets, of which the server turns off all but the most important: AdaLoRA's budget.
struct BudgetedAveraging: ServerRule {
  var schedule: RankSchedule

  /// A mean of the parameters and one of the scores.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    let maps = layout.triplets
    let places = maps.flatMap { Array($0.values.range) }
    return Fold(
      budget: schedule.budget(maps: maps.count, rounds: plan.settings.rounds), round: plan.round,
      places: places, mean: WeightedMean(of: Message.parameters, ranges: plan.returning),
      scores: WeightedMean(of: TripletScores.scores, ranges: [0..<places.count]))
  }

  private struct Fold: ServerFold {
    let budget: TripletBudget
    let round: Int
    let places: [Int]
    var mean: WeightedMean
    var scores: WeightedMean

    mutating func add(_ update: ClientUpdate) {
      mean.add(update)
      scores.add(update)
    }

    func finish(_ server: inout ServerState) {
      mean.finish(&server)
      guard budget.chooses(at: round), let scores = scores.mean else { return }
      // Ties to the lower place.
      let ranked = places.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
      for index in ranked.dropFirst(budget.triplets(at: round)) {
        server.parameters[places[index]] = 0
      }
    }
  }
}
