import Plain
import Transformer

/// Rounds of a farm with all that rank 0 does and none of the training: plan, jobs, ledger, messages and merge are the real
/// ones and are timed; whoever is asked answers after a given time with what a client really sent.
///
/// The time between them is virtual: a round of a thousand ranks can be looked at on one machine. Rank 0 does one thing
/// after the other, its link carries one message at a time in each direction, and a rank begins a job when it has come and
/// a worker is free.
public final class FarmRehearsal {
  /// What lies between rank 0 and the others.
  public struct Link: Sendable {
    /// Seconds that a message takes beside its bytes.
    public var latency: Double
    /// Bytes a second, in each direction.
    public var speed: Double

    /// Makes a link; see the properties.
    public init(latency: Double, speed: Double) {
      self.latency = latency
      self.speed = speed
    }
  }

  /// What a round came to.
  public struct Round: Sendable {
    /// Clients of the round.
    public var cohort = 0
    /// Jobs that went to other ranks.
    public var sent = 0
    /// Measured on rank 0, seconds: who takes part, and all that the round is decided by.
    public var plan = 0.0
    /// Of all calls together: which job goes where.
    public var ledger = 0.0
    /// Jobs made and packed.
    public var jobs = 0.0
    /// Results unpacked.
    public var results = 0.0
    /// Results folded in, and the fold finished.
    public var merge = 0.0
    /// Bytes of all jobs.
    public var bytesDown = 0
    /// Bytes of all results.
    public var bytesUp = 0
    /// Virtual time from the plan to the merge, seconds.
    public var seconds = 0.0
    /// Virtual time in which workers trained, of all together, seconds.
    public var trained = 0.0

    /// All that was measured, seconds.
    public var measured: Double { plan + ledger + jobs + results + merge }
  }

  private struct Answer {
    var time: Double
    var place: Int
    var rank: Int
    var bytes: [UInt8]
    var result: JobResult
  }

  private let simulation: Simulation
  private let sample: ClientResult
  /// Measured when it was made: seconds that a worker trains for a token.
  public let secondsPerToken: Double

  /// Trains a few clients, whose answer all others give after them.
  ///
  /// - Parameter clients: how many; the fastest counts.
  /// - Returns: nil when they fail.
  public init?(_ federation: Federation, training clients: Int) {
    let simulation = Simulation(federation, name: "rehearsal")
    let worker = JobWorker(
      federation: federation, gate: simulation.gate, clock: simulation.clock
    ) { _ in }
    let session = EncoderSession(encoder: federation.encoder)
    let plan = simulation.makePlan()
    let open = OpenRound(plan, federation, simulation.server)
    var found: (result: ClientResult, seconds: Double)?
    for client in plan.cohort.prefix(clients) {
      var result: JobResult?
      let time = Self.seconds {
        result = worker.perform(.train(open.job(client, simulation.clients[client])), session)
      }
      guard case .trained(let trained)? = result, trained.report.failure == nil,
        trained.report.tokens > 0
      else { return nil }
      let each = time / Double(trained.report.tokens)
      if each < found?.seconds ?? .infinity { found = (trained, each) }
    }
    guard let found else { return nil }
    self.simulation = simulation
    sample = found.result
    secondsPerToken = found.seconds
  }

  /// Tokens that the sampled client trained on.
  public var tokens: Int { sample.report.tokens }

  /// The next round.
  ///
  /// - Parameters:
  ///   - workers: of each rank; rank 0 may have none.
  ///   - training: seconds that a worker trains for a client.
  public func round(workers: [Int], _ link: Link, training: Double) -> Round {
    var told = Round()
    var (plan, open, merge, costs): (RoundPlan?, OpenRound?, RoundMerge?, [Int]) = (
      nil, nil, nil, []
    )
    told.plan = Self.seconds {
      let made = simulation.makePlan()
      let opened = OpenRound(made, simulation.federation, simulation.server)
      costs = made.cohort.map { opened.cost($0, simulation.clients[$0]) }
      (plan, open, merge) = (made, opened, RoundMerge(opened, opened.fold(simulation.server)))
    }
    guard let plan, let open, var merge else { return told }
    told.cohort = plan.cohort.count
    var ledger = JobLedger(costs: costs, workers: workers)
    var now = told.plan
    var (linkDown, linkUp) = (0.0, 0.0)
    var free = workers.map { Array(repeating: 0.0, count: $0) }
    var answers: [Answer] = []
    var results: [Int: JobResult] = [:]
    while !ledger.isDone {
      while let (place, rank) = timed(&told.ledger, &now, { ledger.hand() }) {
        let client = plan.cohort[place]
        let bytes = timed(&told.jobs, &now) {
          let job = open.job(client, simulation.clients[client])
          return rank > 0 ? FarmOrder.work(place: place, .train(job)).packed : []
        }
        var arrives = now
        if rank > 0 {
          linkDown = max(linkDown, now) + Double(bytes.count) / link.speed
          arrives = linkDown + link.latency
          told.sent += 1
        }
        told.bytesDown += bytes.count
        let worker = free[rank].indices.min { free[rank][$0] < free[rank][$1] } ?? 0
        free[rank][worker] = max(free[rank][worker], arrives) + training
        told.trained += training
        answers.append(answer(place, client, of: rank, at: free[rank][worker]))
      }
      guard let next = answers.indices.min(by: { answers[$0].time < answers[$1].time }) else {
        return told
      }
      let answer = answers.remove(at: next)
      if answer.rank > 0 {
        linkUp = max(linkUp, answer.time) + Double(answer.bytes.count) / link.speed
        now = max(now, linkUp + link.latency)
      } else {
        now = max(now, answer.time)
      }
      told.bytesUp += answer.bytes.count
      let news = timed(&told.results, &now) {
        answer.rank > 0 ? try? Packed.value(FarmNews.self, from: answer.bytes) : nil
      }
      results[answer.place] =
        if case .done(let outcome)? = news { outcome.result } else { answer.result }
      _ = timed(&told.ledger, &now) { ledger.take(answer.place, from: answer.rank) }
      while case .trained(let result)? = results.removeValue(forKey: ledger.next) {
        ledger.deliver()
        timed(&told.merge, &now) {
          merge.add(result, simulation.clients[result.report.client])
        }
      }
    }
    timed(&told.merge, &now) {
      merge.settle()
      _ = simulation.finish(merge, seconds: 0)
    }
    simulation.round = plan.round
    told.seconds = now
    return told
  }

  /// What a client sends, of whom only its number is its own.
  private func answer(_ place: Int, _ client: Int, of rank: Int, at time: Double) -> Answer {
    var result = sample
    result.report.client = client
    let outcome = FarmOutcome(place: place, result: .trained(result), seconds: 0)
    let bytes = rank > 0 ? FarmNews.done(outcome).packed : []
    return Answer(time: time, place: place, rank: rank, bytes: bytes, result: .trained(result))
  }

  /// Adds the time of `work` to a sum and to the virtual time.
  private func timed<Value>(
    _ sum: inout Double, _ now: inout Double, _ work: () -> Value
  ) -> Value {
    let start = ContinuousClock.now
    let value = work()
    let time = start.duration(to: .now).inSeconds
    sum += time
    now += time
    return value
  }

  private static func seconds(_ work: () -> Void) -> Double {
    let start = ContinuousClock.now
    work()
    return start.duration(to: .now).inSeconds
  }
}
