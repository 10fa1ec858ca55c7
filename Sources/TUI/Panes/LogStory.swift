import Metrics

/// The log of a run as a story: what was said, what was done, who failed and what came of it, in the order of the rounds.
struct LogStory {
  /// Lines, oldest first.
  let entries: [LogEntry]

  /// The last `count` lines that match a filter, which looks into every round too.
  ///
  /// - Complexity: O(count + rounds); with a filter O(lines), once for a run as it is.
  init(
    _ snapshot: RunSnapshot, count: Int, filter: String = "", detail: LogDetail = .story,
    checkpoints: [Int] = []
  ) {
    let isWhole = detail == .all || !filter.isEmpty
    let kept = isWhole ? checkpoints : nil
    entries =
      filter.isEmpty
      ? Self.last(count, of: snapshot, checkpoints: kept)
      : LogMatches.all(filter, in: snapshot, checkpoints: checkpoints).suffix(count)
  }

  /// The last lines without a filter; with checkpoints, every round too.
  static func last(
    _ count: Int, of snapshot: RunSnapshot, checkpoints kept: [Int]?
  ) -> [LogEntry] {
    let waiting = snapshot.pending.suffix(count).map { LogEntry(waiting: $0, snapshot) }
    let applied = commands(snapshot, count)
    var told = applied.filter { !$0.isReached }.map(\.told) + failures(snapshot, count)
    if kept != nil { told += rounds(snapshot, count) }
    told += bests(snapshot, count) + notices(snapshot, count)
    told += applied.filter(\.isReached).map(\.told)
    if let kept { told += checkpoints(kept, snapshot, count) }
    // Of one round: what was asked, who failed, what came of it, what is to be said, and the goal that it reached.
    let order = told.enumerated().sorted {
      ($0.element.round, $0.offset) < ($1.element.round, $1.offset)
    }
    return (order.map(\.element.entry) + waiting).suffix(count)
  }

  /// The last `count` lines as the monitor shows them.
  init(_ snapshot: RunSnapshot, _ state: MonitorState, _ timeline: Timeline?, count: Int) {
    self.init(
      snapshot, count: count, filter: state.logFilter, detail: state.logDetail,
      checkpoints: timeline?.checkpoints ?? [])
  }

  /// How many lines there are, as the monitor shows them: without a filter no line is made for that.
  static func count(
    _ snapshot: RunSnapshot, _ state: MonitorState, _ timeline: Timeline?
  ) -> Int {
    let checkpoints = timeline?.checkpoints ?? []
    guard state.logFilter.isEmpty else {
      return LogMatches.all(state.logFilter, in: snapshot, checkpoints: checkpoints).count
    }
    let failed = snapshot.failures.indices.count { index in
      index == 0 || snapshot.failures[index - 1].round != snapshot.failures[index].round
    }
    let told =
      snapshot.pending.count + snapshot.applied.count + snapshot.notices.count
      + snapshot.rounds.bests.count + failed
    guard state.logDetail == .all else { return told }
    let evaluated = snapshot.rounds.count { snapshot.score.value(of: $0) != nil }
    let kept = checkpoints.count { $0 <= snapshot.round }
    return told + snapshot.rounds.count + evaluated + kept
  }

  private typealias Told = (round: Int, entry: LogEntry)

  private static func commands(
    _ snapshot: RunSnapshot, _ count: Int
  ) -> [(told: Told, isReached: Bool)] {
    snapshot.applied.suffix(count).map {
      (($0.round, LogEntry($0, snapshot)), $0.origin == CommandRecord.goal)
    }
  }

  private static func rounds(_ snapshot: RunSnapshot, _ count: Int) -> [Told] {
    snapshot.rounds.suffix(count).flatMap { report in
      [LogEntry(round: report), LogEntry(evaluation: report, snapshot.score)].compactMap { entry in
        entry.map { (report.round, $0) }
      }
    }
  }

  /// Those that the file still has, up to the round that is shown.
  private static func checkpoints(
    _ rounds: [Int], _ snapshot: RunSnapshot, _ count: Int
  ) -> [Told] {
    rounds.filter { $0 <= snapshot.round }.suffix(count).map { ($0, LogEntry(checkpoint: $0)) }
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
      (
        best.report.round,
        LogEntry(best: best.report, best.accuracy, before: best.before, snapshot.score)
      )
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
