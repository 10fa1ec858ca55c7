import Metrics

/// Names of the numbers that the diagnosis keeps in the server's state.
enum SignNames {
  /// Accuracy before training.
  static let start = "diagnosis.start"
  /// Share of the chosen layers that own sensitivity would choose.
  static let layers = "diagnosis.layers"
  /// Steps so far, and those of them at under a tenth of the first learning rate.
  static let (steps, lateSteps) = ("diagnosis.steps", "diagnosis.late")
  /// Steps on the harder halves so far, and the sum of their rates over the first.
  static let (hardSteps, hardRates) = ("diagnosis.hard", "diagnosis.hard_rates")

  /// What has come of one sign so far: its rounds, their mean and variance, and whether it was told.
  static func rounds(_ sign: Sign) -> String { "diagnosis.\(sign.rawValue).rounds" }
  static func mean(_ sign: Sign) -> String { "diagnosis.\(sign.rawValue).mean" }
  static func variance(_ sign: Sign) -> String { "diagnosis.\(sign.rawValue).variance" }
  static func told(_ sign: Sign) -> String { "diagnosis.\(sign.rawValue).told" }
}

extension Simulation {
  /// Notes how a choice of layers compares with what each layer itself amplifies.
  func noteLayerChoice(_ outcome: InitialisationOutcome) {
    let own = outcome.ownScores
    let chosen = server.globalLayers
    guard !own.isEmpty, !chosen.isEmpty, chosen.count < own.count else {
      server.values.numbers[SignNames.layers] = nil
      return
    }
    let best = own.indices.sorted { (own[$1], $0) < (own[$0], $1) }.prefix(chosen.count)
    server.values.numbers[SignNames.layers] =
      Double(chosen.count(where: best.contains)) / Double(chosen.count)
  }

  /// Puts the signs of a round into its report.
  /// - Returns: a line for each sign that crosses its bound for the first time.
  func diagnose(
    _ report: inout RoundReport, _ clients: [ClientReport], _ said: [[Sign: Double]],
    _ plan: RoundPlan
  ) -> [RunEvent] {
    var signs: [Sign: Double] = [:]
    for sign in Sign.allCases {
      let values = said.compactMap { $0[sign] }
      if !values.isEmpty { signs[sign] = values.reduce(0, +) / Double(values.count) }
    }
    signs[.chosenLayers] = server.values.numbers[SignNames.layers]
    addSteps(clients, plan, to: &signs)
    addLinks(clients, plan, to: &signs)
    if !plan.personal.isEmpty {
      signs[.staleness] = medianAge
      if let personal = report.accuracy, let global = report.accuracyGlobal {
        signs[.personalGap] = personal - global
      }
    }
    if let accuracy = report.accuracy, let start = server.values.numbers[SignNames.start],
      accuracy > start
    {
      let bytes = totals.bytesUp + totals.bytesDown + report.bytesUp + report.bytesDown
      signs[.price] = Double(bytes) / (100 * (accuracy - start))
    }
    report.signs = Dictionary(
      uniqueKeysWithValues: signs.filter { $0.value.isFinite }.map { ($0.key.rawValue, $0.value) })
    return crossings(signs, plan)
  }

  private func addSteps(
    _ clients: [ClientReport], _ plan: RoundPlan, to signs: inout [Sign: Double]
  ) {
    let rate = plan.learningRate / plan.settings.learningRate
    let used = clients.filter { $0.failure == nil }
    let steps = Double(used.reduce(0) { $0 + $1.steps })
    add(steps, to: SignNames.steps)
    add(rate < 0.1 - 1e-9 ? steps : 0, to: SignNames.lateSteps)
    let all = server.values.numbers[SignNames.steps] ?? 0
    if all > 0 { signs[.lateSteps] = (server.values.numbers[SignNames.lateSteps] ?? 0) / all }
    guard federation.method.curriculum.growth > 0 else { return }
    // Batches of the harder half of the order, in use this time.
    let hard = Double(used.reduce(0) { $0 + max(0, $1.batchesUsed - ($1.batchesTotal + 1) / 2) })
    add(hard, to: SignNames.hardSteps)
    add(hard * rate, to: SignNames.hardRates)
    let hardSteps = server.values.numbers[SignNames.hardSteps] ?? 0
    if hardSteps > 0 {
      signs[.hardRate] = (server.values.numbers[SignNames.hardRates] ?? 0) / hardSteps
    }
  }

  private func add(_ value: Double, to name: String) {
    server.values.numbers[name, default: 0] += value
  }

  private func addLinks(
    _ clients: [ClientReport], _ plan: RoundPlan, to signs: inout [Sign: Double]
  ) {
    guard let slowest = clients.max(by: { $0.simSeconds < $1.simSeconds }),
      slowest.simSeconds > 0
    else { return }
    let links = clock.seconds(
      Work(), ofClient: slowest.client, at: plan.begins, up: slowest.bytesUp,
      down: slowest.bytesDown)
    signs[.linkShare] = min(1, links / slowest.simSeconds)
  }

  /// Rounds since the median client took part, round 0 where it never did.
  private var medianAge: Double {
    let ages = clients.touched.filter(federation.participants.contains)
      .map { Double(round) - (clients[$0].numbers[ClientState.lastRound] ?? 0) }.sorted()
    let median = federation.participants.count / 2
    // Nobody's is greater than that of the others, who never did.
    return ages.indices.contains(median) ? ages[median] : Double(round)
  }

  /// Takes a round's signs into what is judged, and tells of those that cross their bound for the first time.
  private func crossings(_ signs: [Sign: Double], _ plan: RoundPlan) -> [RunEvent] {
    var lines: [RunEvent] = []
    for sign in Sign.allCases {
      guard let value = signs[sign], value.isFinite else { continue }
      let evidence = takeIn(value, of: sign)
      guard evidence.verdict(on: sign) == .beyond,
        server.values.numbers[SignNames.told(sign)] == nil
      else { continue }
      server.values.numbers[SignNames.told(sign)] = 1
      let judged = evidence.value(of: sign)
      lines.append(
        .notice(
          Notice(
            level: .info, round: plan.round,
            text:
              "\(sign.title) \(sign.text(judged)), sound is \(sign.boundText); turn \(sign.remedy)")
        ))
    }
    return lines
  }

  /// Adds what a round says of a sign to what is known of it, which checkpoints keep.
  private func takeIn(_ value: Double, of sign: Sign) -> Evidence {
    let numbers = server.values.numbers
    var evidence = Evidence(
      count: numbers[SignNames.rounds(sign)] ?? 0, mean: numbers[SignNames.mean(sign)] ?? 0,
      variance: numbers[SignNames.variance(sign)] ?? 0)
    evidence.add(value)
    server.values.numbers[SignNames.rounds(sign)] = evidence.count
    server.values.numbers[SignNames.mean(sign)] = evidence.mean
    server.values.numbers[SignNames.variance(sign)] = evidence.variance
    return evidence
  }
}
