import Metrics
import Plain
import Transformer

/// Does a client's part of a round: joins what travelled with what it kept, takes its part of the data, trains, measures.
struct ClientWorker: Sendable {
  let federation: Federation
  let gate: Gate
  let clock: VirtualClock

  /// - Returns: nil when the run is being stopped.
  func perform(_ job: ClientJob, _ session: EncoderSession) -> ClientResult? {
    var result = ClientResult(report: report(job), message: nil, state: job.state)
    if drops(job) {
      result.report.fail(.droppedOut, "dropped out")
      return result
    }
    let data = ClientData(client: job.client, federation, session)
    let order = job.state.order ?? data.order(by: federation.method.curriculum)
    result.state.order = order
    result.report.difficulty = order.difficulty
    let training = LocalTraining(
      encoder: federation.encoder, session: session, gate: gate, plan: job.plan,
      received: job.message, data: federation.train,
      lists: Array(order.batches.prefix(result.report.batchesUsed)), parameters: parameters(job),
      state: result.state, work: data.work)
    guard train(training, job) else { return nil }
    describe(training, job, &result)
    return result
  }

  /// What is known before anything is done.
  private func report(_ job: ClientJob) -> ClientReport {
    let batches = federation.batches(ofClient: job.client)
    return ClientReport(
      round: job.plan.round, client: job.client,
      batchesUsed: Pacing.batches(share: job.plan.share, of: batches), batchesTotal: batches,
      tokens: 0, steps: 0, trainLoss: nil, difficulty: job.state.order?.difficulty, fisher: [],
      liveNeurons: 1, bytesUp: 0, bytesDown: job.message.bytes, simSeconds: 0)
  }

  /// What was received, with the client's own values in the personal ranges.
  private func parameters(_ job: ClientJob) -> [Float] {
    var parameters = federation.start
    if let own = job.state.own { parameters.scatter(own, into: job.plan.personal) }
    parameters.scatter(job.message.numbers(Message.parameters), into: job.plan.travelling)
    return parameters
  }

  private func train(_ training: LocalTraining, _ job: ClientJob) -> Bool {
    let method = federation.method
    let settings = job.plan.settings
    method.rules.forEach { $0.begin(training) }
    let shuffle = CounterRandom(
      seed: UInt64(settings.seed), purpose: .shuffle, round: job.plan.round, client: job.client)
    let isDone = training.run(
      method.schedule.phases(job.plan, federation.encoder.layout), rules: method.rules,
      optimizer: Optimizer(OptimizerSettings(settings)), keepsMoments: settings.keepMoments,
      shuffled: method.curriculum.shuffles ? shuffle : nil)
    if isDone { method.rules.forEach { $0.end(training) } }
    return isDone
  }

  /// What came of it, and whether it can be used.
  private func describe(_ training: LocalTraining, _ job: ClientJob, _ result: inout ClientResult) {
    let layout = federation.encoder.layout
    result.report.tokens = training.tokens
    result.report.steps = training.steps
    result.report.liveNeurons = training.liveNeurons
    let fisher = FisherHeat.layerMeans(
      training.diagonal, layout, layers: federation.encoder.configuration.layers)
    // NaN is not equal to itself: a record with it would never agree with its replay.
    result.report.fisher = fisher.allSatisfy(\.isFinite) ? fisher : []
    var message = Message()
    message.add(Message.parameters, training.parameters.gathered(job.plan.returning))
    message.append(training.sent)
    let fault = training.fault ?? NumericFault(parameters: training.parameters, layout)
    // Numbers that broke are not sent.
    result.report.simSeconds = clock.seconds(
      training.work, speed: clock.speed(ofClient: job.client),
      up: fault == nil ? message.bytes : 0, down: job.message.bytes)
    if let fault {
      result.report.fail(.notFinite, fault.description)
      return
    }
    if let deadline = clock.deadline, result.report.simSeconds > deadline {
      result.report.fail(.missedDeadline, "missed the deadline")
      return
    }
    result.report.trainLoss =
      training.steps > 0 ? training.lossSum / Double(training.steps) : 0
    result.report.bytesUp = message.bytes
    result.message = message
    result.state = training.state
    result.state.participations += 1
    if !job.plan.personal.isEmpty {
      result.state.own = training.parameters.gathered(job.plan.personal)
    }
    result.lossSum = training.lossSum
    result.heat.add(training.diagonal, layout)
  }

  /// Whether the client is told to drop out of the round.
  private func drops(_ job: ClientJob) -> Bool {
    guard federation.settings.dropout > 0 else { return false }
    var random = CounterRandom(
      seed: UInt64(federation.settings.seed), purpose: .dropout, round: job.plan.round,
      client: job.client)
    return random.uniform() < federation.settings.dropout
  }
}

extension ClientReport {
  fileprivate mutating func fail(_ kind: FailureKind, _ sentence: String) {
    failureKind = kind
    failure = sentence
  }
}
