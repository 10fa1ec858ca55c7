import Plain

/// Who begins and who answers until a buffer is full, on the virtual clock (FedBuff: Nguyen and others, AISTATS 2022, arXiv
/// 2106.06639, algorithm 1).
///
/// So many clients train at a time. As soon as one has answered another one begins, with the parameters as they are; when
/// the buffer is full, it is merged. How long a client takes is known only when it has trained: one that is not known yet
/// is taken to be under way, so that all who may be needed can be trained at once, and the schedule is then made again.
struct BufferSchedule {
  /// A client that begins.
  struct Departure: Hashable {
    var client: Int
    /// Virtual seconds.
    var time: Double
  }

  /// A client that is under way.
  struct Flight {
    /// When it answers, or has failed; infinity: not known yet.
    var arrives: Double
    /// Whether there is an update then.
    var counts: Bool
  }

  /// Who began, in order.
  private(set) var departures: [Departure] = []
  /// Whose update is in the buffer, in the order in which they came.
  private(set) var landed: [Int] = []
  /// Who had failed before and is free again.
  private(set) var freed: [Int] = []
  /// When the buffer was full, or nobody was left to begin.
  private(set) var ends: Double
  /// Who is under way at the end.
  private(set) var flying: [Int: Flight]

  private let clock: VirtualClock
  private let clients: AllBut
  private let seed: UInt64
  private let round: Int
  private var draws = 0
  /// Who may not begin: a client takes part in a buffer once.
  private var busy: Set<Int>

  /// - Parameters:
  ///   - begins: virtual time, seconds.
  ///   - flying: who is under way from earlier rounds.
  ///   - size: updates of the buffer.
  ///   - concurrency: clients that train at a time.
  ///   - clients: those that take part.
  ///   - known: how a client's part went, nil if that is not known yet.
  init(
    round: Int, begins: Double, flying: [Int: Flight], size: Int, concurrency: Int, clients: AllBut,
    seed: UInt64, _ clock: VirtualClock, known: (Departure) -> (seconds: Double, counts: Bool)?
  ) {
    self.clock = clock
    self.clients = clients
    self.seed = seed
    self.round = round
    self.flying = flying
    busy = Set(flying.keys)
    ends = begins
    fill(concurrency, known)
    while landed.count < size {
      guard let next else {
        // Nobody is under way: the server waits for whoever comes first.
        let time = clock.next(from: ends, of: clients, except: busy)
        guard time.isFinite else { return }
        ends = time > ends ? time : ends.nextUp
        fill(concurrency, known)
        continue
      }
      guard next.flight.arrives.isFinite else { return }
      ends = max(ends, next.flight.arrives)
      self.flying[next.client] = nil
      if next.flight.counts { landed.append(next.client) } else { freed.append(next.client) }
      if landed.count < size { fill(concurrency, known) }
    }
  }

  /// Who answers, or is free again, next.
  private var next: (client: Int, flight: Flight)? {
    flying.min { ($0.value.arrives, $0.key) < ($1.value.arrives, $1.key) }
      .map { ($0.key, $0.value) }
  }

  /// Lets clients begin until as many are under way as may be.
  private mutating func fill(
    _ concurrency: Int, _ known: (Departure) -> (seconds: Double, counts: Bool)?
  ) {
    let missing = concurrency - flying.count
    guard missing > 0 else { return }
    let ready = clock.ready(at: ends, of: clients, except: busy)
    guard !ready.isEmpty else { return }
    // The first draw of a round is that of a synchronous one.
    var random = CounterRandom(seed: seed, purpose: .cohort, round: round, batch: draws)
    draws += 1
    for place in random.sample(min(missing, ready.count), of: ready.count) {
      let departure = Departure(client: ready[place], time: ends)
      departures.append(departure)
      busy.insert(departure.client)
      let found = known(departure)
      flying[departure.client] = Flight(
        arrives: found.map { ends + $0.seconds } ?? .infinity, counts: found?.counts ?? false)
    }
  }
}
