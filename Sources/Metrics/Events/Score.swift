/// What the answers to held-out samples are judged by.
public enum Score: String, Sendable, Codable, CaseIterable {
  /// Share of the samples whose label is answered.
  case accuracy
  /// Share of the samples whose answer a language model would write to the last token, with what ends it.
  case exactMatch = "exact_match"
  /// e to the mean loss of a counted token, for a language model whose answers are too long to be met exactly.
  case perplexity

  /// What people call it.
  public var title: String {
    switch self {
    case .accuracy: "accuracy"
    case .exactMatch: "exact match"
    case .perplexity: "perplexity"
    }
  }

  /// Its title where there is little room.
  public var short: String {
    switch self {
    case .accuracy: "acc"
    case .exactMatch: "exact"
    case .perplexity: "ppl"
    }
  }

  /// Whether it is a share, and more is better; of a perplexity less is.
  public var isShare: Bool { self != .perplexity }

  /// A value, or its opposite where less is better.
  public func merit(_ value: Double) -> Double { isShare ? value : -value }

  /// The personalised value of a round; nil when it was not evaluated.
  public func value(of report: RoundReport) -> Double? {
    isShare ? report.accuracy : report.metrics?[rawValue]
  }

  /// The value of the global parameters alone; nil when the round was not evaluated.
  public func global(of report: RoundReport) -> Double? {
    isShare ? report.accuracyGlobal : report.metrics?[rawValue + "_global"]
  }

  /// The value before any training; nil when it was not evaluated.
  public func value(of report: Initialisation) -> Double? {
    isShare ? report.accuracy : report.metrics?[rawValue]
  }

  /// A value as people read it.
  public func text(_ value: Double) -> String {
    isShare ? Units.percent(value) : Units.significant(value)
  }
}

extension RunSnapshot {
  /// What the run's answers are judged by.
  public var score: Score { started?.score ?? .accuracy }
}
