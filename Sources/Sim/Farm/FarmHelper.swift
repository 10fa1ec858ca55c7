import Dispatch
import Metrics
import Plain
import Ranks

/// Any rank but 0: does the jobs that it is given, until it is told that nothing more comes.
public final class FarmHelper: @unchecked Sendable {
  // Unchecked: what is mutable is touched by the thread that calls `serve` alone.
  private let wire: any Wire
  private let gate: Gate
  private let hands: FarmHands
  private let outbox: Tray<FarmNews>
  private let workers: Int
  /// Jobs that wait for a worker, and how many have one.
  private var waiting: [(place: Int, job: Job)] = []
  private var working = 0
  /// The server's parameters, for questions.
  private var parameters: [Float] = []
  private var spoke = ContinuousClock.now
  private var idle = ContinuousClock.now
  private var isOver = false

  /// Makes the helper of a federation that is the same as rank 0's.
  public init(_ federation: Federation, wire: any Wire) {
    self.wire = wire
    let outbox = Tray<FarmNews>()
    self.outbox = outbox
    workers = federation.settings.workers
    gate = Gate { state in
      switch state {
      case .paused: outbox.put(.holds(true))
      case .running: outbox.put(.holds(false))
      default: break
      }
    }
    let worker = JobWorker(
      federation: federation, gate: gate,
      clock: VirtualClock(federation.settings, federation.fleet)
    ) { outbox.put(.told($0)) }
    hands = FarmHands(worker, count: workers)
  }

  /// Serves until the end.
  /// - Throws: `PackedProblem` or `DecodingError` for an order that makes no sense.
  public func serve() throws {
    while !isOver {
      var isIdle = true
      while !isOver, let (_, bytes) = wire.receive() {
        isIdle = false
        try follow(Packed.value(from: bytes))
      }
      while working < workers, !waiting.isEmpty {
        let (place, job) = waiting.removeFirst()
        working += 1
        hands.begin(place, job)
      }
      report()
      guard isIdle, !isOver else { continue }
      hands.nap(nap)
    }
    hands.finish()
    report()
    say(.over)
  }

  private func follow(_ order: FarmOrder) {
    switch order {
    case .parameters(let values): parameters = values
    case .work(let place, var job):
      if job.parameters != nil { job.parameters = parameters }
      waiting.append((place, job))
    case .pause: gate.submit(CommandRecord(asking: .pause, origin: Self.origin))
    case .resume: gate.submit(CommandRecord(asking: .resume, origin: Self.origin))
    case .stop: gate.submit(CommandRecord(asking: .finish, origin: Self.origin))
    case .end: isOver = true
    }
  }

  private static let origin = "rank 0"

  /// Sends what there is to say; a result behind what was told of it.
  private func report() {
    let outcomes = hands.take()
    outbox.take().forEach(say)
    for outcome in outcomes {
      working -= 1
      say(.done(outcome))
    }
    let isBusy = working > 0 || !waiting.isEmpty
    if isBusy || !outcomes.isEmpty { idle = .now }
    if isBusy, spoke.duration(to: .now) > .milliseconds(250) { say(.alive) }
  }

  private func say(_ news: FarmNews) {
    wire.send(news.packed, to: 0)
    spoke = .now
  }

  /// Until the wire is looked at again.
  private var nap: DispatchTimeInterval {
    let hands: FarmNap.Hands =
      working < workers ? .free : waiting.isEmpty ? .full : .supplied
    let isLong = idle.duration(to: .now) > .seconds(1)
    return isLong && !wire.isMoving ? FarmNap.idle : FarmNap.length(hands, isMoving: wire.isMoving)
  }
}
