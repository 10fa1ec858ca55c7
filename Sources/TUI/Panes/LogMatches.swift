import Metrics
import Synchronization

/// The lines of a log that match a filter.
///
/// A filter looks into every line, and a frame asks for them several times: what was found last is kept for as long as the run
/// is the same.
enum LogMatches {
  /// All that the lines are made of.
  private struct Question: Equatable {
    let filter: String
    let checkpoints: [Int]
    let knobs: [Knob]
    let rounds: [RoundReport]
    let applied: [CommandRecord]
    let pending: [CommandRecord]
    let notices: [Notice]
    let failures: [ClientFailure]
  }

  private static let last = Mutex<(question: Question, entries: [LogEntry])?>(nil)

  /// All lines that a filter finds something in, oldest first, those of every round among them.
  ///
  /// - Complexity: O(lines); O(1) where nothing has changed since, as arrays that share their storage are equal at once.
  static func all(
    _ filter: String, in snapshot: RunSnapshot, checkpoints: [Int]
  ) -> [LogEntry] {
    let question = Question(
      filter: filter, checkpoints: checkpoints, knobs: snapshot.knobs,
      rounds: snapshot.rounds, applied: snapshot.applied, pending: snapshot.pending,
      notices: snapshot.notices, failures: snapshot.failures)
    if let known = last.withLock({ $0 }), known.question == question { return known.entries }
    let entries = LogStory.last(.max, of: snapshot, checkpoints: checkpoints)
      .filter { [filter = TextFilter(filter)] in $0.matches(filter) }
    last.withLock { $0 = (question, entries) }
    return entries
  }
}
