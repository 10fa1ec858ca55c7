import Transformer

/// Workers with a thread and buffers each, that share out independent pieces of work.
///
/// Which worker does a piece never changes its result: pieces write to places of their own, and whoever called puts the
/// results together in a fixed order.
final class WorkerPool: @unchecked Sendable {
  // Unchecked: a session belongs to one worker, and no two threads are the same worker at once.
  private let sessions: [EncoderSession]

  /// Makes `count` workers for `encoder`.
  init(encoder: Encoder, count: Int) {
    sessions = (0..<max(1, count)).map { _ in EncoderSession(encoder: encoder) }
  }

  /// Number of workers.
  var count: Int { sessions.count }

  /// Does one piece on the thread of the caller.
  func alone<Result>(_ work: (EncoderSession) -> Result) -> Result { with(0, work) }

  /// Does one piece with the buffers of a worker, which nobody else uses meanwhile.
  func with<Result>(_ worker: Int, _ work: (EncoderSession) -> Result) -> Result {
    work(sessions[worker])
  }

  /// Does `work` for every index of `costs`, the most expensive first, and returns the results by index.
  ///
  /// - Parameters:
  ///   - costs: predicted cost of each piece, in any unit.
  ///   - work: what to do with a worker's buffers; called concurrently.
  func map<Result: Sendable>(
    costs: [Int], _ work: @Sendable (Int, EncoderSession) -> Result
  ) -> [Result] {
    var results: [Result] = []
    _ = perform(costs: costs, work) { results.append($0) }
    return results
  }
}
