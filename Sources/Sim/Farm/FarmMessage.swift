import Metrics
import Plain

/// What rank 0 says to another rank.
enum FarmOrder: Sendable, Codable {
  /// The server's parameters, for the questions that follow.
  case parameters([Float])
  /// A job to do, and its place among those of its kind; a question has the parameters that were told last.
  case work(place: Int, Job)
  /// Training holds at the next batch.
  case pause
  /// It goes on.
  case resume
  /// Jobs in hand are dropped at the next batch: the run ends.
  case stop
  /// Nothing more comes.
  case end
}

/// What came of a job.
struct FarmOutcome: Sendable, Codable {
  /// Its place among those of its kind.
  var place: Int
  /// Its result; nil: it was dropped, since the run is being stopped.
  var result: JobResult?
  /// Seconds that a worker took for it, without waiting in a pause.
  var seconds: Double
}

/// What another rank says to rank 0.
enum FarmNews: Sendable, Codable {
  /// What came of a job.
  case done(FarmOutcome)
  /// Something happened that people want to see at once.
  case told(RunEvent)
  /// All who train there hold, or do so no longer.
  case holds(Bool)
  /// Jobs are in hand, and all is well.
  case alive
  /// Nothing more comes: the answer to `FarmOrder.end`.
  case over
}

extension Job {
  /// The server's parameters, of a question; they are the same in all questions of a test, and travel once.
  var parameters: [Float]? {
    get { if case .evaluate(let job) = self { job.parameters } else { nil } }
    set {
      guard case .evaluate(var job) = self else { return }
      job.parameters = newValue ?? []
      self = .evaluate(job)
    }
  }
}

extension Encodable {
  /// The message as bytes.
  ///
  /// - Returns: nothing when a value cannot be encoded, which none of ours does; whoever receives it says so.
  var packed: [UInt8] { (try? Packed.bytes(of: self)) ?? [] }
}
