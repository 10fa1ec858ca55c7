import Metrics

/// The log of a run as a story: what was said, what was done, who failed and what came of it, in the order of the rounds.
struct LogStory {
  /// Lines, oldest first.
  let entries: [LogEntry]

  /// The last `count` lines that match a filter.
  ///
  /// - Complexity: O(lines that are looked through + rounds).
  init(_ snapshot: RunSnapshot, count: Int, filter: String = "") {
    let waiting = snapshot.pending.suffix(count).map { LogEntry(waiting: $0, snapshot) }
    let all =
      [snapshot.applied.count, snapshot.failures.count, snapshot.rounds.count].reduce(0, +)
      + snapshot.notices.count
    func find(_ most: Int) -> [LogEntry] {
      let told = Self.last(most, of: snapshot) + waiting
      return filter.isEmpty ? told : told.filter { $0.matches(filter) }
    }
    var most = max(0, count)
    var found = find(most)
    // With a filter the lines that are wanted may be further back.
    while !filter.isEmpty, found.count < count, most < all {
      most = max(64, 4 * most)
      found = find(most)
    }
    entries = found.suffix(count)
  }

  /// The last lines but for those that wait, without a filter.
  private static func last(_ count: Int, of snapshot: RunSnapshot) -> [LogEntry] {
    var told = commands(snapshot, count) + failures(snapshot, count)
    told += bests(snapshot, count) + notices(snapshot, count)
    // Of one round: what was asked, who failed, what came of it, what is to be said.
    let order = told.enumerated().sorted {
      ($0.element.round, $0.offset) < ($1.element.round, $1.offset)
    }
    return order.suffix(count).map(\.element.entry)
  }

  /// How many lines a run has.
  static func count(_ snapshot: RunSnapshot, filter: String) -> Int {
    LogStory(snapshot, count: .max, filter: filter).entries.count
  }

  private typealias Told = (round: Int, entry: LogEntry)

  private static func commands(_ snapshot: RunSnapshot, _ count: Int) -> [Told] {
    snapshot.applied.suffix(count).map { ($0.round, LogEntry($0, snapshot)) }
  }

  private static func failures(_ snapshot: RunSnapshot, _ count: Int) -> [Told] {
    var told: [Told] = []
    var left = snapshot.failures[...]
    while let last = left.last, told.count < count {
      let start = left.lastIndex { $0.round != last.round }.map { $0 + 1 } ?? left.startIndex
      told.append((last.round, LogEntry(failures: Array(left[start...]))))
      left = left[..<start]
    }
    return told.reversed()
  }

  /// Rounds that were better than all before: most evaluations are no news.
  private static func bests(_ snapshot: RunSnapshot, _ count: Int) -> [Told] {
    snapshot.rounds.bests.suffix(count).map { best in
      (best.report.round, LogEntry(best: best.report, best.accuracy, before: best.before))
    }
  }

  /// A notice without a round belongs to the round of the notice before it.
  private static func notices(_ snapshot: RunSnapshot, _ count: Int) -> [Told] {
    let recent = snapshot.notices.suffix(count)
    let before = snapshot.notices.prefix(snapshot.notices.count - recent.count)
    var round = before.last { $0.round != nil }?.round ?? 0
    return recent.map { notice in
      round = notice.round ?? round
      return (round, LogEntry(notice))
    }
  }
}
