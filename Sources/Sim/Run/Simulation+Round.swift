import Metrics
import Transformer

extension Simulation {
  /// One round: plan, train, merge, record.
  /// - Returns: false when the run was stopped and the round in flight dropped, or when it is to end here.
  func runRound(after applied: [RunEvent]) throws -> Bool {
    if untold == nil { watch = WorkWatch(gate) }
    let before = tally
    guard let choice = chooseLayersAgain() else { return false }
    let plan = makePlan(after: choice.simSeconds + (untold?.report.simSeconds ?? 0))
    guard let outcome = isAsynchronous ? mergeBuffer(plan) : try trainAndMerge(plan) else {
      // Nothing of a round that is dropped stays, its choice of layers neither.
      if let before = choice.before { (server, clients) = before }
      return false
    }
    round = plan.round
    var merged = UntoldRound(
      plan: plan, outcome: outcome, applied: applied, choice: choice, tally: before)
    choice.charge(&merged.report)
    if isEvaluated(round) { merged.evaluation = openEvaluation() }
    untold = merged
    // Without a question there is no answer to wait for.
    if merged.evaluation?.isDone ?? true { try recordRound() }
    return guardVerdict == nil
  }

  /// Whether buffers are merged in the place of rounds.
  var isAsynchronous: Bool { federation.settings.clockMode == .async }

  private func isEvaluated(_ round: Int) -> Bool {
    round % federation.settings.evaluateEvery == 0 || round == federation.settings.rounds
  }

  /// Step 1: samples a cohort of those who are there, and freezes the knobs.
  ///
  /// - Parameter delay: virtual seconds that pass before it begins.
  func makePlan(after delay: Double = 0) -> RoundPlan {
    let method = federation.method
    let layout = federation.encoder.layout
    let global = Set(server.globalLayers)
    let rounds = settings.rounds
    let decay = settings.schedule.factor(
      round: round, of: rounds, growth: method.curriculum.growthEnd(of: rounds))
    var plan = RoundPlan(
      round: round + 1, cohort: [],
      settings: settings, globalLayers: server.globalLayers,
      learningRate: settings.learningRate * decay,
      share: method.curriculum.shareInUse(round: round, of: rounds),
      longest: method.curriculum.longest(
        round: round, of: rounds, upTo: federation.train.longest),
      travelling: method.exchange.travelling(layout, global: global, round: round + 1),
      returning: method.exchange.returning(layout, global: global, round: round + 1),
      personal: method.exchange.personal(layout, global: global),
      derived: method.exchange.derived(layout), held: layout.ranges(where: \.isHeld))
    plan.begins = totals.simSeconds + delay
    if isAsynchronous {
      plan.quorum = settings.buffer
      return plan
    }
    let roster = clock.roster(at: plan.begins, of: federation.participants, busy: flying)
    plan.begins = roster.begins
    plan.waited = roster.waited
    plan.cohort = federation.cohort(
      round: plan.round, size: settings.asked, among: roster.clients)
    if settings.asked > settings.cohort || settings.mergesStale {
      plan.quorum = min(settings.cohort, plan.cohort.count)
    }
    return plan
  }

  /// When the updates arrive that are on their way.
  var flying: [Int: Double] {
    guard settings.mergesStale else { return [:] }
    return clients.touched.reduce(into: [:]) { $0[$1] = clients[$1].flight?.arrives }
  }

  /// Steps 2 and 3: every client of the cohort trains, concurrently, and what it sends is folded in, in client order.
  /// - Returns: nil when the run is being stopped; nothing has changed then.
  /// - Throws: what the recorder throws of the round before.
  private func trainAndMerge(_ plan: RoundPlan) throws -> RoundMerge.Outcome? {
    let open = OpenRound(plan, federation, server)
    var merge = RoundMerge(open, open.fold(server))
    // The answers of the round before, where they are still to be found.
    let questions = (untold?.evaluation?.left).map(Array.init) ?? []
    let asking = asking(questions, untold?.plan)
    var trouble: (any Error)?
    if !questions.isEmpty { hub.hold() }
    var answersLeft = questions.count
    gate.answersLeft(answersLeft)
    defer { gate.answersLeft(0) }
    let isDone = backend.perform(
      costs: questions.map(cost) + plan.cohort.map { open.cost($0, clients[$0]) },
      urgent: questions.count
    ) { [clients] index in
      guard index >= questions.count else { return asking(index) }
      let client = plan.cohort[index - questions.count]
      return .train(open.job(client, clients[client]))
    } deliver: { result in
      switch result {
      case .trained(let result): merge.add(result, clients[result.report.client])
      case .evaluated(let answers):
        do { try take(answers) } catch { trouble = error }
        answersLeft -= 1
        gate.answersLeft(answersLeft)
      case .initialised: break
      }
    }
    if let trouble { throw trouble }
    guard isDone, !gate.isStopped, guardVerdict == nil else { return nil }
    merge.settle()
    let seconds = merge.seconds(deadline: clock.deadline)
    for client in flying.keys.sorted() {
      guard let flight = clients[client].flight, flight.arrives <= plan.begins + seconds else {
        continue
      }
      merge.land(flight, clients[client], isCharged: true)
    }
    return finish(merge, seconds: seconds)
  }

  /// Puts what a round came to in its place.
  func finish(_ merge: RoundMerge, seconds: Double) -> RoundMerge.Outcome {
    merge.finish(&server)
    for (client, state) in merge.states { clients[client] = state }
    var outcome = merge.outcome(seconds: seconds, sparsityRatio: sparsityRatio)
    outcome.report.epsilon = federation.channel.privacy?.epsilon(server)
    return outcome
  }

  /// Says once in a run that fewer clients were there than were to be asked.
  func shortage(_ plan: RoundPlan) -> [RunEvent] {
    let wanted = min(plan.settings.asked, federation.participants.count)
    guard !isAsynchronous, plan.cohort.count < wanted,
      server.values.numbers.updateValue(1, forKey: Self.short) == nil
    else { return [] }
    let text =
      "\(plan.cohort.count) of the \(wanted) clients that were to be asked are there; rounds like this one are smaller"
    return [.notice(Notice(level: .info, round: plan.round, text: text))]
  }

  private static let short = "clock.short"
}
