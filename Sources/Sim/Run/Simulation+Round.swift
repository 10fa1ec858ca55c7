import Metrics
import Transformer

extension Simulation {
  /// One round: plan, train, merge, record.
  /// - Returns: false when the run was stopped and the round in flight dropped, or when it is to end here.
  func runRound(after applied: [RunEvent]) throws -> Bool {
    let start = ContinuousClock.now
    let held = gate.heldSeconds
    guard let choice = chooseLayersAgain() else { return false }
    let plan = makePlan()
    guard let outcome = trainAndMerge(plan) else {
      // Nothing of a round that is dropped stays, its choice of layers neither.
      if let before = choice.before { (server, clients) = before }
      return false
    }
    round = plan.round
    var report = outcome.report
    choice.charge(&report)
    if isEvaluated(round) { evaluate(into: &report, plan) }
    report.wallSeconds = start.duration(to: .now).inSeconds - (gate.heldSeconds - held)
    let crossed = diagnose(&report, outcome.clients, outcome.signs, plan)
    totals.add(report)
    hub.emit(.roundFinished(report))
    crossed.forEach(hub.emit)
    let warnings = crossed + check(report, outcome.clients)
    try recorder.record(
      applied + choice.notices + outcome.clients.map(RunEvent.clientFinished) + [
        .roundFinished(report)
      ] + warnings,
      checkpoint: checkpoint(changed: Set(plan.cohort).union(choice.changed)))
    return guardVerdict == nil
  }

  private func isEvaluated(_ round: Int) -> Bool {
    round % federation.settings.evaluateEvery == 0 || round == federation.settings.rounds
  }

  /// Step 1: samples a cohort and freezes the knobs.
  func makePlan() -> RoundPlan {
    let method = federation.method
    let layout = federation.encoder.layout
    let global = Set(server.globalLayers)
    let rounds = settings.rounds
    let decay = settings.schedule.factor(
      round: round, of: rounds, growth: method.curriculum.growthEnd(of: rounds))
    return RoundPlan(
      round: round + 1, cohort: federation.cohort(round: round + 1, size: settings.cohort),
      settings: settings, globalLayers: server.globalLayers,
      learningRate: settings.learningRate * decay,
      share: method.curriculum.shareInUse(round: round, of: rounds),
      longest: method.curriculum.longest(
        round: round, of: rounds, upTo: federation.train.longest),
      travelling: method.exchange.travelling(layout, global: global, round: round + 1),
      returning: method.exchange.returning(layout, global: global, round: round + 1),
      personal: method.exchange.personal(layout, global: global),
      derived: method.exchange.derived(layout), held: layout.ranges(where: \.isHeld))
  }

  /// Steps 2 and 3: every client of the cohort trains, concurrently, and what it sends is folded in, in client order.
  /// - Returns: nil when the run is being stopped; nothing has changed then.
  private func trainAndMerge(
    _ plan: RoundPlan
  ) -> (report: RoundReport, clients: [ClientReport], signs: [[Sign: Double]])? {
    let rule = federation.method.server
    let channel = federation.channel
    let layout = federation.encoder.layout
    let plans = rule.plans(server, plan, layout)
    let messages =
      plans.map { [server] plans in
        { @Sendable client in rule.messages(server, plans(client))(client) }
      } ?? rule.messages(server, plan)
    let derived = server.parameters.gathered(plan.derived)
    var merge = RoundMerge(
      fold: channel.fold(
        rule.fold(server, plan, layout, clients: federation.participants.count), plan, plans: plans,
        sent: messages))
    let isDone = backend.perform(costs: plan.cohort.map { cost(ofClient: $0, plan) }) {
      [clients] index in
      let client = plan.cohort[index]
      let plan = plans?(client) ?? plan
      return .train(
        ClientJob(
          client: client, plan: plan, message: channel.down(messages(client), plan, client: client),
          state: clients[client], derived: derived))
    } deliver: { result in
      if case .trained(let result) = result {
        merge.add(result, samples: federation.partition.count(of: result.report.client))
      }
    }
    guard isDone, !gate.isStopped else { return nil }
    merge.fold.finish(&server)
    for (client, state) in merge.states { clients[client] = state }
    var report = merge.report(plan, sparsityRatio: sparsityRatio, clock)
    report.epsilon = channel.privacy?.epsilon(server)
    return (report, merge.reports, merge.signs)
  }

  /// Tokens that a client will pass in an epoch: the most expensive clients begin first.
  private func cost(ofClient client: Int, _ plan: RoundPlan) -> Int {
    guard let order = clients[client].order else {
      return federation.train.tokens(of: federation.partition[client])
    }
    return order.batches.prefix(Pacing.batches(share: plan.share, of: order.batches.count))
      .reduce(0) { $0 + federation.train.tokens(of: $1) }
  }
}

/// What a round has come to while its clients' results come in.
struct RoundMerge {
  var fold: any ServerFold
  private(set) var states: [(client: Int, state: ClientState)] = []
  private(set) var reports: [ClientReport] = []
  /// What each client whose update is used says of the method itself.
  private(set) var signs: [[Sign: Double]] = []
  private var heat = FisherHeat()
  private var lossSum = 0.0

  init(fold: any ServerFold) { self.fold = fold }

  mutating func add(_ result: ClientResult, samples: Int) {
    let client = result.report.client
    reports.append(result.report)
    states.append((client, result.state))
    guard let message = result.message else { return }
    fold.add(
      ClientUpdate(
        client: client, samples: samples, steps: result.report.steps, message: message))
    heat.merge(result.heat)
    signs.append(result.signs)
    lossSum += result.lossSum
  }

  /// Sums over the cohort, and the slowest client's time.
  func report(_ plan: RoundPlan, sparsityRatio: Double, _ clock: VirtualClock) -> RoundReport {
    let steps = reports.reduce(0) { $0 + ($1.trainLoss == nil ? 0 : $1.steps) }
    let slowest = reports.map(\.simSeconds).max() ?? 0
    return RoundReport(
      round: plan.round, cohort: plan.cohort,
      trainLoss: steps > 0 ? lossSum / Double(steps) : nil,
      share: plan.share, gal: plan.globalLayers, sparsityRatio: sparsityRatio,
      learningRate: plan.learningRate,
      bytesUp: reports.reduce(0) { $0 + $1.bytesUp },
      bytesDown: reports.reduce(0) { $0 + $1.bytesDown },
      simSeconds: min(slowest, clock.deadline ?? .infinity), wallSeconds: 0,
      tokens: reports.reduce(0) { $0 + $1.tokens }, fisher: heat.means(),
      failures: reports.count { $0.failure != nil }, longest: plan.longest)
  }
}
