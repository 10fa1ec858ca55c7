import Metrics
import Transformer

/// What a round has come to while its clients' results come in.
struct RoundMerge {
  /// What a round hands on when it is over.
  struct Outcome {
    var report: RoundReport
    /// Of every client that was asked, in client order, then of what came late.
    var clients: [ClientReport]
    /// What each client whose update is used says of the method itself.
    var signs: [[Sign: Double]]
    /// Clients whose state it changed.
    var changed: Set<Int>
  }

  private let round: OpenRound
  private var fold: any ServerFold
  private(set) var states: [(client: Int, state: ClientState)] = []
  private var reports: [ClientReport] = []
  private var landed: [ClientReport] = []
  private var signs: [[Sign: Double]] = []
  private var heat = FisherHeat()
  private var lossSum = 0.0
  /// Answers that may be among the first; never more than are waited for.
  private var waiting: [(result: ClientResult, before: ClientState)] = []
  /// Answers that were merged, and when the last of them came.
  private var used = 0
  private var lastUsed = 0.0

  init(_ round: OpenRound, _ fold: any ServerFold) {
    self.round = round
    self.fold = fold
  }

  /// Takes in the result of a client that kept `before`; called in client order.
  mutating func add(_ result: ClientResult, _ before: ClientState) {
    guard let quorum = round.plan.quorum, result.message != nil else { return use(result) }
    guard result.report.failure == nil else { return setAside(result, before) }
    waiting.append((result, before))
    guard waiting.count > quorum,
      let last = waiting.indices.max(by: { Self.isBefore(waiting[$0].result, waiting[$1].result) })
    else { return }
    var late = waiting.remove(at: last)
    late.result.report.fail(.late, "late: \(quorum) others were done before")
    setAside(late.result, late.before)
  }

  private static func isBefore(_ left: ClientResult, _ right: ClientResult) -> Bool {
    (left.report.simSeconds, left.report.client) < (right.report.simSeconds, right.report.client)
  }

  /// Merges what was waited for, in client order; nothing more comes.
  mutating func settle() {
    for (result, _) in waiting.sorted(by: { $0.result.report.client < $1.result.report.client }) {
      use(result)
    }
    waiting = []
    reports.sort { $0.client < $1.client }
  }

  /// Merges a result, or notes that there is nothing to merge.
  mutating func use(_ result: ClientResult) {
    let client = result.report.client
    reports.append(result.report)
    states.append((client, result.state))
    guard let message = result.message else { return }
    fold.add(
      ClientUpdate(
        client: client, samples: round.samples(client), steps: result.report.steps,
        message: message))
    heat.merge(result.heat)
    signs.append(result.signs)
    lossSum += result.lossSum
    used += 1
    lastUsed = max(lastUsed, result.report.simSeconds)
  }

  /// An update that comes too late: the client goes on from what it had before, or is on its way.
  private mutating func setAside(_ result: ClientResult, _ before: ClientState) {
    var report = result.report
    report.trainLoss = nil
    report.bytesUp = 0
    let isThrownAway = !round.plan.settings.mergesStale
    if isThrownAway, round.learnsDifficulty {
      (report.difficulties, report.difficultyUsed) = (nil, nil)
    }
    reports.append(report)
    guard isThrownAway else {
      var flying = result
      flying.report.failure = nil
      flying.report.failureKind = nil
      depart(flying, before, at: round.plan.begins)
      return
    }
    // What is known of the order says nothing of the training, unless the training gave it.
    var state = before
    if state.order == nil, !round.learnsDifficulty { state.order = result.state.order }
    states.append((report.client, state))
  }

  /// A client that is still on its way when the round is over; one that failed is busy as long.
  mutating func depart(_ result: ClientResult, _ before: ClientState, at time: Double) {
    var state = before
    state.order = result.state.order
    state.flight = Flight(
      result, change: round.change(result), arrives: time + result.report.simSeconds)
    states.append((result.report.client, state))
  }

  /// Merges what began in an earlier round.
  ///
  /// - Parameter isCharged: whether the round in which it began was charged for it, all but what it sends.
  mutating func land(_ flight: Flight, _ before: ClientState, isCharged: Bool) {
    let client = flight.report.client
    states.append((client, flight.landed(before)))
    guard let change = flight.change else { return }
    var report = flight.report
    let staleness = round.plan.round - flight.round
    report.round = round.plan.round
    report.staleness = staleness
    report.tell(before.order, of: round.positions(client), isNew: true)
    fold.add(
      ClientUpdate(
        client: client, samples: round.samples(client), steps: report.steps,
        message: round.message(
          ofStale: change, weight: round.plan.settings.weight(ofStale: staleness))))
    if isCharged {
      (report.tokens, report.steps, report.bytesDown) = (0, 0, 0)
      report.flops = report.flops.map { _ in 0 }
    }
    lossSum += (report.trainLoss ?? 0) * Double(report.steps)
    landed.append(report)
  }

  /// Virtual seconds from the beginning of the round to its end: until as many as are waited for have answered, or everybody
  /// has, or the deadline.
  func seconds(deadline: Double?) -> Double {
    if let quorum = round.plan.quorum, used >= quorum { return lastUsed }
    return min(reports.map(\.simSeconds).max() ?? 0, deadline ?? .infinity)
  }

  /// Turns what was merged into the server's next state.
  func finish(_ server: inout ServerState) {
    fold.finish(&server)
  }

  /// Sums over the clients, and the time that the round took.
  func outcome(seconds: Double, sparsityRatio: Double) -> Outcome {
    let plan = round.plan
    let all = reports + landed
    let isAsync = plan.settings.clockMode == .async
    let steps = all.reduce(0) { $0 + ($1.trainLoss == nil ? 0 : $1.steps) }
    let report = RoundReport(
      round: plan.round, cohort: isAsync ? all.map(\.client).sorted() : plan.cohort,
      trainLoss: steps > 0 ? lossSum / Double(steps) : nil,
      share: plan.share, gal: plan.globalLayers, sparsityRatio: sparsityRatio,
      learningRate: plan.learningRate,
      bytesUp: all.reduce(0) { $0 + $1.bytesUp }, bytesDown: all.reduce(0) { $0 + $1.bytesDown },
      simSeconds: plan.waited + seconds, wallSeconds: 0,
      tokens: all.reduce(0) { $0 + $1.tokens }, fisher: heat.means(),
      failures: all.count { $0.failure != nil }, longest: plan.longest,
      flops: all.reduce(0) { $0 + ($1.flops ?? 0) }, stale: landed.isEmpty ? nil : landed.count)
    return Outcome(
      report: report, clients: all, signs: signs, changed: Set(states.map(\.client)))
  }
}
