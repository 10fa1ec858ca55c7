import Dispatch
import Metrics
import Plain
import Ranks
import Synchronization

/// Does jobs on all ranks of a job, the most expensive first, and delivers their results in order; this is rank 0, which
/// works too.
///
/// A job has all that it needs in it, so any rank can do any. Results are put into their places and merged by rank 0 in
/// the order of the jobs: no sum depends on how many ranks there are.
final class Farm: Backend, @unchecked Sendable {
  // Unchecked: what is mutable is touched by the thread that calls `perform` alone; who else looks, asks `tally`.
  private let worker: JobWorker
  private let team: FarmTeam
  private let hands: FarmHands
  /// What the others were told last.
  private var isPaused = false
  private var isStopped = false
  /// Whether the jobs in hand are of a kind that is dropped when the run is being stopped.
  private var isDropping = false
  /// The parameters that each rank was sent last for questions.
  private var told: [[Float]]
  /// Whether each rank counts as a worker that holds, and as one at all.
  private var holds: [Bool]
  private var trains: [Bool]
  private var heard: [ContinuousClock.Instant]
  private let tally: Mutex<FarmTally>

  /// A rank that has jobs in hand says so four times a second; one that has been silent for so long is gone.
  static let patience = Duration.seconds(30)
  /// How long rank 0 waits for jobs that others drop.
  static let farewell = Duration.milliseconds(500)

  init(_ worker: JobWorker, _ team: FarmTeam) {
    self.worker = worker
    self.team = team
    hands = FarmHands(worker, count: team.workers[0])
    holds = team.workers.map { _ in false }
    trains = holds
    told = team.workers.map { _ in [] }
    heard = team.workers.map { _ in .now }
    tally = Mutex(FarmTally(team))
  }

  /// What each rank has done so far.
  var shared: FarmTally { tally.withLock(\.self) }

  func perform(
    costs: [Int], urgent: Int, job: @Sendable (Int) -> Job, deliver: (JobResult) -> Void
  ) -> Bool {
    var ledger = JobLedger(costs: costs, workers: team.workers)
    var results: [Int: JobResult] = [:]
    var end: ContinuousClock.Instant?
    var last = ContinuousClock.now
    heard = heard.map { _ in last }
    isDropping = false
    defer { hands.finish() }
    while !ledger.isDone {
      steer(ledger)
      // Questions of a test are answered all the same: their round is merged.
      if isStopped, isDropping {
        let latest = end ?? .now + Self.farewell
        if ledger.outstanding == 0 || latest < .now { break }
        end = latest
      }
      while !(isStopped && isDropping), let (place, rank) = ledger.hand() {
        begin(place, job(place), at: rank)
      }
      let isIdle = !takeIn(&ledger, &results)
      while let result = results.removeValue(forKey: ledger.next) {
        ledger.deliver()
        deliver(result)
      }
      // Held up itself, it can say nothing of the others.
      if last.duration(to: .now) > .seconds(1) { heard = heard.map { _ in .now } }
      last = .now
      guard isWell(ledger) else { return false }
      if isIdle, !ledger.isDone {
        hands.nap(FarmNap.length(ledger.hands, isMoving: team.wire.isMoving))
      }
    }
    if !ledger.isDone { note(lost: silent(ledger, for: Self.farewell + .milliseconds(300))) }
    return ledger.isDone
  }

  /// Takes in what was done, here and elsewhere; false when that was nothing.
  private func takeIn(_ ledger: inout JobLedger, _ results: inout [Int: JobResult]) -> Bool {
    var isNew = false
    for outcome in hands.take() {
      isNew = true
      note(outcome, from: 0, &ledger, &results)
    }
    while let (rank, bytes) = team.wire.receive() {
      isNew = true
      hear(bytes, from: rank, &ledger, &results)
    }
    return isNew
  }

  private func begin(_ place: Int, _ job: Job, at rank: Int) {
    isDropping = !job.isEvaluation
    guard rank > 0 else { return hands.begin(place, job) }
    if isDropping, !trains[rank] {
      trains[rank] = true
      worker.gate.workers(1)
    }
    // A rank that has nothing to do says nothing.
    heard[rank] = .now
    var job = job
    if let parameters = job.parameters {
      if parameters != told[rank] { send(.parameters(parameters), to: rank) }
      told[rank] = parameters
      job.parameters = nil
    }
    send(.work(place: place, job), to: rank)
  }

  private func send(_ order: FarmOrder, to rank: Int) {
    let bytes = order.packed
    tally.withLock { $0.sent(bytes.count, to: rank) }
    team.wire.send(bytes, to: rank)
  }

  /// Tells the others to hold, to go on or to stop when this rank does.
  private func steer(_ ledger: JobLedger) {
    let gate = worker.gate
    if gate.isStopped, !isStopped {
      isStopped = true
      team.tell(.stop)
      tellOfSilence(ledger)
    }
    let isPaused = gate.isPaused
    if isPaused != self.isPaused {
      self.isPaused = isPaused
      team.tell(isPaused ? .pause : .resume)
    }
  }

  private func note(
    _ outcome: FarmOutcome, from rank: Int, _ ledger: inout JobLedger,
    _ results: inout [Int: JobResult]
  ) {
    guard ledger.take(outcome.place, from: rank) else { return }
    if let result = outcome.result { results[outcome.place] = result }
    tally.withLock { $0.did(outcome, rank) }
    if trains[rank], ledger.inHand[rank].isEmpty { leave(rank) }
  }

  private func hear(
    _ bytes: [UInt8], from rank: Int, _ ledger: inout JobLedger, _ results: inout [Int: JobResult]
  ) {
    heard[rank] = .now
    tally.withLock { $0.received(bytes.count, from: rank) }
    do {
      switch try Packed.value(FarmNews.self, from: bytes) {
      case .done(let outcome): note(outcome, from: rank, &ledger, &results)
      case .told(let event): worker.tell(event)
      case .holds(let holds): note(rank, holds: holds)
      case .alive, .over: break
      }
    } catch {
      tally.withLock { $0.problem = "\(team.name(rank)) sent what makes no sense: \(error)" }
    }
  }

  /// A rank that trains is one worker more to the gate: the run is paused when all hold.
  private func note(_ rank: Int, holds: Bool) {
    guard trains[rank], self.holds[rank] != holds else { return }
    self.holds[rank] = holds
    worker.gate.hold(holds ? 1 : -1)
  }

  private func leave(_ rank: Int) {
    note(rank, holds: false)
    trains[rank] = false
    worker.gate.workers(-1)
  }

  /// Whether all ranks can be heard and understood.
  private func isWell(_ ledger: JobLedger) -> Bool {
    note(lost: silent(ledger, for: Self.patience))
    let (lost, problem) = tally.withLock { ($0.lost.first, $0.problem) }
    let trouble = problem ?? lost.map { "\(team.name($0)) is not heard of any more" }
    if let trouble { team.fail(trouble) }
    return trouble == nil
  }

  /// A launcher ends a job when a rank dies, and gives the others a second: who is silent when the run is stopped is told
  /// of at once.
  private func tellOfSilence(_ ledger: JobLedger) {
    for rank in silent(ledger, for: .milliseconds(800)) {
      let text = "\(team.name(rank)) is not heard of any more"
      worker.tell(.notice(Notice(level: .error, text: text)))
    }
  }

  /// Ranks that were given something and say nothing at all are gone: of a run that is being stopped, that may be why.
  private func note(lost: [Int]) {
    guard !lost.isEmpty else { return }
    tally.withLock { $0.lost = lost }
  }

  private func silent(_ ledger: JobLedger, for time: Duration) -> [Int] {
    team.workers.indices.dropFirst().filter {
      !ledger.inHand[$0].isEmpty && heard[$0].duration(to: .now) > time
    }
  }
}

extension Job {
  /// Whether it answers test samples, which does not hold.
  var isEvaluation: Bool { if case .evaluate = self { true } else { false } }
}
