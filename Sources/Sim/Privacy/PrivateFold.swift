import Plain

/// Gives a method's fold the noisy mean of the cohort's changes, and nothing of any one client: whatever the rule makes of
/// that is as private as the mean.
///
/// Every client of the cohort is folded in with that same change and the same weight, so that a rule which counts clients
/// counts right. The mean is over the cohort as it was planned: of a client that failed the change is zero.
struct PrivateFold: ServerFold {
  var inner: any ServerFold
  let channel: Channel
  let privacy: Privacy
  let plan: RoundPlan
  let sent: (Int) -> Message
  /// The first client's message: every other has its parts and lengths, or is left out.
  private var shape: Message?
  private var sums: [[Double]] = []
  private var steps = 0
  private var answers = 0

  init(
    inner: any ServerFold, channel: Channel, privacy: Privacy, plan: RoundPlan,
    sent: @escaping (Int) -> Message
  ) {
    self.inner = inner
    self.channel = channel
    self.privacy = privacy
    self.plan = plan
    self.sent = sent
  }

  mutating func add(_ update: ClientUpdate) {
    // Clipped again: rounding may have made it longer.
    let change = privacy.clipped(update.message.plain)
    if shape == nil {
      shape = change
      sums = change.parts.map { [Double](repeating: 0, count: $0.content.numbers.count) }
    }
    let numbers = change.parts.map(\.content.numbers)
    guard change.parts.map(\.name) == shape?.parts.map(\.name),
      numbers.map(\.count) == sums.map(\.count)
    else { return }
    for (part, values) in numbers.enumerated() {
      for index in values.indices { sums[part][index] += Double(values[index]) }
    }
    steps += update.steps
    answers += 1
  }

  func finish(_ server: inout ServerState) {
    privacy.count(cohort: plan.cohort.count, in: &server)
    guard let shape else { return inner.finish(&server) }
    let cohort = Double(plan.cohort.count)
    let deviation = privacy.noise * privacy.clip / cohort
    let mean = shape.map { _, place in
      var random = CounterRandom(
        seed: channel.seed, purpose: .privacy, round: plan.round, batch: place)
      return .numbers(sums[place].map { Float($0 / cohort + deviation * random.normal()) })
    }
    var inner = inner
    for client in plan.cohort {
      inner.add(
        ClientUpdate(
          client: client, samples: 1, steps: max(1, steps / max(1, answers)),
          message: channel.restored(mean, sent: sent(client), plan)))
    }
    inner.finish(&server)
  }
}
