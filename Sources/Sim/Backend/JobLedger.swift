/// Who does which job: the most expensive that is left goes to whoever has a hand free.
///
/// Which rank does a job changes no result, so the ledger may go by what happens to be done first.
struct JobLedger {
  /// Places by what their jobs cost, the most expensive first; before `given` nothing is left.
  private let order: [Int]
  private var given = 0
  /// Jobs each rank does at once, and all together.
  let workers: [Int]
  private let allWorkers: Int
  /// Results are held until those before them are there: no job begins more than this many places ahead.
  private let window: Int
  private var isLeft: [Bool]
  private(set) var left: Int
  /// Places of the jobs each rank has.
  private(set) var inHand: [Set<Int>]
  /// The first place whose result has not been delivered.
  private(set) var next = 0

  /// - Parameter urgent: how many of the first jobs are begun as they come, and do not count as ahead of anything.
  init(costs: [Int], urgent: Int = 0, workers: [Int]) {
    order = costs.indices.sorted { (costs[$1], $0) < (costs[$0], $1) }
    self.workers = workers
    allWorkers = workers.reduce(0, +)
    window = urgent + max(64, 16 * allWorkers)
    isLeft = Array(repeating: true, count: costs.count)
    left = costs.count
    inHand = Array(repeating: [], count: workers.count)
  }

  /// Whether every result has been delivered.
  var isDone: Bool { next == isLeft.count }

  /// Jobs that ranks have in hand.
  var outstanding: Int { inHand.reduce(0) { $0 + $1.count } }

  /// The next job to begin, and by whom; nil: nobody has a hand free, or nothing is left.
  ///
  /// While more jobs are left than there are workers in all, another rank is given one more than it has workers, so that
  /// it need not wait for the message; rank 0 has no way to wait for.
  mutating func hand() -> (place: Int, rank: Int)? {
    guard let rank = idlest, let place = dearest() else { return nil }
    give(place, to: rank)
    return (place, rank)
  }

  /// The first job that is left of those before `end`, for rank 0, which has a hand free; nil: all of those are begun.
  mutating func hand(before end: Int) -> Int? {
    guard next < end, let place = isLeft[next..<end].firstIndex(of: true) else { return nil }
    give(place, to: 0)
    return place
  }

  private mutating func give(_ place: Int, to rank: Int) {
    isLeft[place] = false
    left -= 1
    inHand[rank].insert(place)
  }

  /// Whoever has least to do beside its workers, so that nobody has a second job before all have a first; nil: nobody has a
  /// hand free.
  private var idlest: Int? {
    let spare = left > allWorkers ? 1 : 0
    var found: (rank: Int, beyond: Int)?
    for rank in workers.indices {
      let beyond = inHand[rank].count - workers[rank]
      guard beyond < (rank == 0 ? 0 : spare), beyond < found?.beyond ?? .max else { continue }
      found = (rank, beyond)
    }
    return found?.rank
  }

  /// The most expensive job that is left and not too far ahead.
  private mutating func dearest() -> Int? {
    while given < order.count, !isLeft[order[given]] { given += 1 }
    return order[given...].first { isLeft[$0] && $0 < next + window }
  }

  /// A rank has done a job, or dropped it; false when it never had it.
  mutating func take(_ place: Int, from rank: Int) -> Bool {
    inHand[rank].remove(place) != nil
  }

  /// The result at `next` is delivered.
  mutating func deliver() { next += 1 }
}
