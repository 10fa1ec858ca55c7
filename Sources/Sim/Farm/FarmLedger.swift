/// Who does which job: the most expensive that is left goes to whoever has a hand free.
///
/// Which rank does a job changes no result, so the ledger may go by what happens to be done first.
struct FarmLedger {
  private let costs: [Int]
  /// Jobs each rank does at once.
  private let workers: [Int]
  /// Results are held until those before them are there: no job begins more than this many places ahead.
  private let window: Int
  private var isLeft: [Bool]
  private(set) var left: Int
  /// Places of the jobs each rank has.
  private(set) var inHand: [Set<Int>]
  /// The first place whose result has not been delivered.
  private(set) var next = 0

  init(costs: [Int], workers: [Int]) {
    self.costs = costs
    self.workers = workers
    window = max(64, 16 * workers.reduce(0, +))
    isLeft = Array(repeating: true, count: costs.count)
    left = costs.count
    inHand = Array(repeating: [], count: workers.count)
  }

  /// Whether every result has been delivered.
  var isDone: Bool { next == costs.count }

  /// Jobs that ranks have in hand.
  var outstanding: Int { inHand.reduce(0) { $0 + $1.count } }

  /// What rank 0 has to do; it has more than its workers do when all others have.
  var hands: FarmNap.Hands {
    if inHand[0].count < workers[0] { return .free }
    let areSupplied = workers.indices.dropFirst().allSatisfy { inHand[$0].count > workers[$0] }
    return areSupplied ? .supplied : .full
  }

  /// The next job to begin, and by whom; nil: nobody has a hand free, or nothing is left.
  ///
  /// While more jobs are left than there are workers in all, another rank is given one more than it has workers, so that
  /// it need not wait for the message; rank 0 has no way to wait for.
  mutating func hand() -> (place: Int, rank: Int)? {
    let spare = left > workers.reduce(0, +) ? 1 : 0
    let free = workers.indices.filter {
      inHand[$0].count < workers[$0] + ($0 == 0 ? 0 : spare)
    }
    // Whoever has least to do beside its workers, so that nobody has a second job before all have a first.
    let rank = free.min {
      (inHand[$0].count - workers[$0], $0) < (inHand[$1].count - workers[$1], $1)
    }
    let places = next..<min(costs.count, next + window)
    let place = places.filter { isLeft[$0] }.max { (costs[$0], $1) < (costs[$1], $0) }
    guard let rank, let place else { return nil }
    isLeft[place] = false
    left -= 1
    inHand[rank].insert(place)
    return (place, rank)
  }

  /// A rank has done a job, or dropped it; false when it never had it.
  mutating func take(_ place: Int, from rank: Int) -> Bool {
    inHand[rank].remove(place) != nil
  }

  /// The result at `next` is delivered.
  mutating func deliver() { next += 1 }
}
