import Metrics
import Plain
import Transformer

/// What came of one client's part of a round.
struct ClientOutcome: Sendable {
  var report: ClientReport
  /// Its parameters and memory; nil when it failed, and then nothing of it is used.
  var result: (parameters: [Float], memory: ClientMemory)?
  /// Sum over its steps, for the round's mean loss.
  var lossSum = 0.0
  /// Heat of its last measurement.
  var heat = FisherHeat()
}

extension Simulation {
  /// Step 1: samples a cohort and freezes the knobs.
  func makePlan() -> RoundPlan {
    let settings = federation.settings
    let next = round + 1
    let layout = federation.encoder.layout
    let global = Set(gal)
    let decay = settings.schedule == "linear" ? 1 - Double(round) / Double(settings.rounds) : 1
    return RoundPlan(
      round: next, rounds: settings.rounds, cohort: sampleCohort(round: next), knobs: knobs,
      gal: gal, learningRate: knobs.learningRate * decay,
      share: federation.method.curriculum.share(round: round, of: settings.rounds),
      travelling: federation.method.exchange.travelling(layout, gal: global, round: next),
      personal: federation.method.exchange.personal(layout, gal: global))
  }

  /// Clients of a round, drawn without replacement; ascending.
  func sampleCohort(round: Int) -> [Int] {
    var random = CounterRandom(
      seed: UInt64(federation.settings.seed), purpose: .cohort, round: round)
    var order = Array(clients.indices)
    let size = min(knobs.cohort, order.count)
    for place in 0..<size {
      order.swapAt(place, place + random.below(order.count - place))
    }
    return order.prefix(size).sorted()
  }

  /// Step 2: every client of the cohort trains, concurrently.
  /// - Returns: outcomes in client order; nil when the run is being stopped.
  func train(_ plan: RoundPlan) -> [ClientOutcome]? {
    let members = plan.cohort.map { clients[$0] }
    let costs = members.map { client in
      client.batches.prefix(Pacing.batches(share: plan.share, of: client.batches.count))
        .reduce(0) { $0 + federation.train.tokens(of: $1) }
    }
    let outcomes = pool.map(costs: costs) { [hub, gate, server] place, session -> ClientOutcome? in
      gate.workers(1)
      defer { gate.workers(-1) }
      guard gate.mayContinue() else { return nil }
      let client = plan.cohort[place]
      hub.emit(.clientStarted(ClientStart(round: plan.round, client: client)))
      guard let outcome = self.train(client, members[place], plan, server, session) else {
        return nil
      }
      hub.emit(.clientFinished(outcome.report))
      return outcome
    }
    let finished = outcomes.compactMap { $0 }
    return finished.count == plan.cohort.count && !gate.isStopped ? finished : nil
  }

  /// One client's part of a round; nil when the run is being stopped.
  private func train(
    _ index: Int, _ client: Client, _ plan: RoundPlan, _ server: [Float],
    _ session: EncoderSession
  ) -> ClientOutcome? {
    let settings = federation.settings
    let used = Pacing.batches(share: plan.share, of: client.batches.count)
    var parameters = server
    if let local = client.memory.local { parameters.scatter(local, into: plan.personal) }
    let bytes = ByteCount.parameters(plan.travelling)
    var report = ClientReport(
      round: plan.round, client: index, batchesUsed: used, batchesTotal: client.batches.count,
      tokens: 0, steps: 0, trainLoss: nil, difficulty: client.difficulty, fisher: [],
      liveNeurons: 1, bytesUp: 0, bytesDown: bytes, simSeconds: 0)
    if drops(index, round: plan.round) {
      report.failure = "dropped out"
      return ClientOutcome(report: report)
    }
    let training = LocalTraining(
      encoder: federation.encoder, session: session, gate: gate, plan: plan,
      batches: client.batches.prefix(used).map { federation.train.batch($0) },
      parameters: parameters, memory: client.memory)
    federation.method.rules.forEach { $0.begin(training) }
    if training.diagonal.isEmpty { training.glimpseFisher() }
    let shuffle = CounterRandom(
      seed: UInt64(settings.seed), purpose: .shuffle, round: plan.round, client: index)
    guard
      let result = training.run(
        optimizer: Optimizer(OptimizerSettings(settings)), keepsMoments: settings.keepMoments,
        shuffled: federation.method.curriculum.shuffles ? shuffle : nil)
    else { return nil }
    federation.method.rules.forEach { $0.end(training) }
    report.tokens = result.tokens
    report.steps = result.steps
    report.liveNeurons = training.liveNeurons
    let fisher = FisherHeat.layerMeans(
      training.diagonal, federation.encoder.layout, layers: federation.encoder.configuration.layers)
    // NaN is not equal to itself: a record with it would never agree with its replay.
    report.fisher = fisher.allSatisfy(\.isFinite) ? fisher : []
    report.simSeconds = clock.seconds(
      tokens: training.tokensWorked, speed: client.speed, up: bytes, down: bytes)
    report.failure = failure(training, report.simSeconds)
    guard report.failure == nil else { return ClientOutcome(report: report) }
    report.trainLoss = result.loss
    report.bytesUp = bytes
    training.memory.participations += 1
    if !plan.personal.isEmpty {
      training.memory.local = training.parameters.gathered(plan.personal)
    }
    var outcome = ClientOutcome(
      report: report, result: (training.parameters, training.memory),
      lossSum: result.loss * Double(result.steps))
    outcome.heat.add(training.diagonal, federation.encoder.layout)
    return outcome
  }

  /// Whether the client is told to drop out of the round.
  private func drops(_ client: Int, round: Int) -> Bool {
    guard federation.settings.dropout > 0 else { return false }
    var random = CounterRandom(
      seed: UInt64(federation.settings.seed), purpose: .dropout, round: round, client: client)
    return random.uniform() < federation.settings.dropout
  }

  /// Why an update cannot be used; nil when it can.
  private func failure(_ training: LocalTraining, _ seconds: Double) -> String? {
    let fault =
      training.fault ?? NumericFault(parameters: training.parameters, federation.encoder.layout)
    if let fault { return fault.description }
    if let deadline = clock.deadline, seconds > deadline { return "missed the deadline" }
    return nil
  }

  /// Step 3: sums the updates in client order, and advances the clocks.
  func merge(
    _ outcomes: [ClientOutcome], _ plan: RoundPlan
  ) -> (report: RoundReport, clients: [ClientReport]) {
    var updates: [ClientUpdate] = []
    var heat = FisherHeat()
    for outcome in outcomes {
      guard let result = outcome.result else { continue }
      let client = outcome.report.client
      updates.append(
        ClientUpdate(
          client: client, parameters: result.parameters, samples: clients[client].sampleCount))
      clients[client].memory = result.memory
      heat.merge(outcome.heat)
    }
    federation.method.exchange.merge(updates, ranges: plan.travelling, into: &server)
    let reports = outcomes.map(\.report)
    let steps = reports.reduce(0) { $0 + ($1.trainLoss == nil ? 0 : $1.steps) }
    let slowest = reports.map(\.simSeconds).max() ?? 0
    let failures = reports.count { $0.failure != nil }
    let report = RoundReport(
      round: plan.round, cohort: plan.cohort,
      trainLoss: steps > 0 ? outcomes.reduce(0) { $0 + $1.lossSum } / Double(steps) : nil,
      share: plan.share, gal: plan.gal, sparsityRatio: sparsityRatio,
      learningRate: plan.learningRate,
      bytesUp: reports.reduce(0) { $0 + $1.bytesUp },
      bytesDown: reports.reduce(0) { $0 + $1.bytesDown },
      simSeconds: min(slowest, clock.deadline ?? .infinity), wallSeconds: 0,
      tokens: reports.reduce(0) { $0 + $1.tokens }, fisher: heat.means(), failures: failures)
    return (report, reports)
  }
}
