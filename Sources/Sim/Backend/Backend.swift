/// A piece of work that a back-end does somewhere: on a thread, in another process, on another machine.
///
/// Jobs and results are values: data, encoder and method are the same everywhere, and all else is in the job.
public enum Job: Sendable, Codable {
  /// A client's part of a round.
  case train(ClientJob)
  /// A client's part of the initialisation.
  case initialise(InitialisationJob)
  /// Answers to test samples.
  case evaluate(EvaluationJob)
}

/// What came of a job.
public enum JobResult: Sendable, Codable {
  /// Of `Job.train`.
  case trained(ClientResult)
  /// Of `Job.initialise`.
  case initialised(InitialisationAnswer)
  /// Of `Job.evaluate`.
  case evaluated([Answer])
}

/// Does jobs and returns their results in order.
///
/// Nothing in a result may depend on which worker did its job, when, or beside which others.
public protocol Backend: Sendable {
  /// Whether it has workers to spare, so that the answers of a round are found beside the training of the next.
  var isShared: Bool { get }

  /// Does `costs.count` jobs.
  ///
  /// - Parameters:
  ///   - costs: predicted cost of each job, in any unit.
  ///   - urgent: how many of the first jobs the caller waits for most; 0 unless `isShared`.
  ///   - job: makes job `index`; called once for each, by any thread, as late as possible, since a job holds parameters.
  ///   - deliver: takes the results in the order of the jobs, one at a time, on the thread of the caller and before this
  ///     returns.
  /// - Returns: false when not every result was delivered; the caller then drops what the jobs were for.
  func perform(
    costs: [Int], urgent: Int, job: @Sendable (_ index: Int) -> Job, deliver: (JobResult) -> Void
  ) -> Bool
}

extension Backend {
  /// A back-end does one kind of work at a time.
  public var isShared: Bool { false }

  /// The same for jobs none of which is waited for more than another.
  func perform(
    costs: [Int], job: @Sendable (_ index: Int) -> Job, deliver: (JobResult) -> Void
  ) -> Bool {
    perform(costs: costs, urgent: 0, job: job, deliver: deliver)
  }
}

/// A client's part of a method's initialisation, or of a later choice of the same kind.
public struct InitialisationJob: Sendable, Codable {
  /// Client index.
  public var client: Int
  /// The parameters to look at its data with; nil: the initial ones.
  public var model: [Float]?
}

/// Test samples to be answered with one set of parameters.
public struct EvaluationJob: Sendable, Codable {
  /// Positions in the test split.
  public var samples: [Int]
  /// The server's parameters.
  public var parameters: [Float]
  /// A client's own values; nil: the server's alone.
  public var own: [Float]?
  /// The ranges they belong in.
  public var personal: [Range<Int>]
  /// How its own values are refreshed first; nil: they are not.
  public var refresh: LocalRefresh?
}

/// A few steps on a client's own values beside the server's present parameters, before it answers.
public struct LocalRefresh: Sendable, Codable {
  /// Client index.
  public var client: Int
  /// The round that was merged last.
  public var plan: RoundPlan
  /// Batches in the order of its curriculum.
  public var order: DataOrder
}

/// One test sample answered.
public struct Answer: Sendable, Equatable, Codable {
  /// The label that was answered; nil when the answer is no number, and of a language model.
  public var label: Int?
  /// Whether that is the sample's label, or a language model's answer its own to the last token.
  public var isRight = false
  /// Tokens that the loss is a mean of; 1 for a classifier.
  public var tokens = 1
  /// Its loss; NaN when the answer is no number.
  public var loss: Float
}
