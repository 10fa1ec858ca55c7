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
    let received = job.message.plain
    let parameters = parameters(job, received)
    let curriculum = federation.method.curriculum
    let isWarmingUp = curriculum.isWarmingUp(round: job.plan.round - 1)
    let data = ClientData(
      client: job.client, federation, session, model: curriculum.warmup > 0 ? parameters : nil)
    let order = isWarmingUp ? data.order(by: Everything()) : job.state.order ?? first(data)
    if !isWarmingUp { result.state.order = order }
    result.report.difficulty = order.difficulty
    let training = LocalTraining(
      client: job.client, encoder: federation.encoder, session: session, gate: gate, plan: job.plan,
      received: received, data: federation.train,
      lists: Array(order.batches.prefix(result.report.batchesUsed)), parameters: parameters,
      initial: federation.start, state: result.state, work: data.work)
    guard train(training, job, shuffles: isWarmingUp || curriculum.shuffles) else { return nil }
    describe(training, job, &result)
    if result.message != nil {
      result.signs = training.signs.merging(
        ClientSigns(training, data, order, isScored: !isWarmingUp).signs
      ) { $1 }
    }
    if curriculum.learnsDifficulty, result.message != nil { learn(training, data, &result.state) }
    let isNew = curriculum.learnsDifficulty ? result.message != nil : job.state.order == nil
    if !isWarmingUp { result.report.tell(result.state.order, of: data.samples, isNew: isNew) }
    return result
  }

  /// The order of a client that has none yet.
  private func first(_ data: ClientData) -> DataOrder {
    let curriculum = federation.method.curriculum
    return data.order(
      by: curriculum,
      scores: curriculum.learnsDifficulty ? SampleScores(count: data.count) : nil)
  }

  /// Orders the data for the next participation by what the passes of this one gave.
  private func learn(_ training: LocalTraining, _ data: ClientData, _ state: inout ClientState) {
    guard var scores = state.order?.scores else { return }
    var fresh: [Int: Float] = [:]
    for (place, sample) in data.samples.enumerated() { fresh[place] = training.traces[sample] }
    scores.learn(fresh)
    state.order = data.order(by: federation.method.curriculum, scores: scores)
  }

  /// What is known before anything is done.
  private func report(_ job: ClientJob) -> ClientReport {
    let batches = federation.batches(ofClient: job.client)
    return ClientReport(
      round: job.plan.round, client: job.client,
      batchesUsed: Pacing.batches(share: job.plan.share, of: batches), batchesTotal: batches,
      tokens: 0, steps: 0, trainLoss: nil, difficulty: job.state.order?.difficulty, fisher: [],
      liveNeurons: 1, bytesUp: 0, bytesDown: job.message.bytes, simSeconds: 0,
      flops: 0)
  }

  /// What was received or worked out, with the client's own values in the personal ranges.
  func parameters(_ job: ClientJob, _ received: Message) -> [Float] {
    var parameters = federation.start
    parameters.scatter(job.derived, into: job.plan.derived)
    if let own = job.state.own { parameters.scatter(own, into: job.plan.personal) }
    parameters.scatter(received.numbers(Message.parameters), into: job.plan.travelling)
    return parameters
  }

  private func train(
    _ training: LocalTraining, _ job: ClientJob, shuffles: Bool
  ) -> Bool {
    let method = federation.method
    let settings = job.plan.settings
    training.gathersFisher = method.curriculum.learnsDifficulty
    training.tracesModulesAlone = method.curriculum.scoresModulesAlone
    method.rules.forEach { $0.begin(training) }
    let shuffle = CounterRandom(
      seed: UInt64(settings.seed), purpose: .shuffle, round: job.plan.round, client: job.client)
    let isDone = training.run(
      method.schedule.phases(job.plan, federation.encoder.layout), rules: method.rules,
      optimizer: Optimizer(OptimizerSettings(settings)), keepsMoments: settings.keepMoments,
      shuffled: shuffles ? shuffle : nil)
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
    message.add(Message.parameters, training.parameters.gathered(training.returning))
    message.append(training.sent)
    let fault = training.fault ?? NumericFault(parameters: training.parameters, layout)
    var state = training.state
    if fault == nil {
      message = federation.channel.up(
        message, received: training.received, job.plan, client: job.client, state: &state)
    }
    // Numbers that broke are not sent.
    result.report.flops = training.work.flops
    result.report.simSeconds = clock.seconds(
      training.work, ofClient: job.client, at: job.plan.begins,
      up: fault == nil ? message.bytes : 0, down: job.message.bytes)
    if isGone(job, &result.report) { return }
    if let fault {
      result.report.fail(.notFinite, fault.description)
      return
    }
    if let deadline = clock.deadline, result.report.simSeconds > deadline {
      result.report.fail(.missedDeadline, "missed the deadline")
      guard job.plan.settings.mergesStale else { return }
    }
    result.report.trainLoss =
      training.steps > 0 ? training.lossSum / Double(training.steps) : 0
    result.report.bytesUp = message.bytes
    result.message = message
    result.state = state
    result.state.participations += 1
    result.state.numbers[ClientState.lastRound] = Double(job.plan.round)
    if !job.plan.personal.isEmpty {
      result.state.own = training.parameters.gathered(job.plan.personal)
    }
    result.lossSum = training.lossSum
    result.heat.add(training.diagonal, layout)
  }

  /// Whether its device left before it was done, which is then its failure.
  private func isGone(_ job: ClientJob, _ report: inout ClientReport) -> Bool {
    let stay = clock.leaves(job.client, after: job.plan.begins) - job.plan.begins
    guard report.simSeconds > stay else { return false }
    report.simSeconds = stay
    report.fail(.droppedOut, "its device left before it was done")
    return true
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
  /// Notes why its update is not used.
  mutating func fail(_ kind: FailureKind, _ sentence: String) {
    failureKind = kind
    failure = sentence
  }
}
