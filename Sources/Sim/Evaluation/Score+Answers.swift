import Metrics
import Transformer

extension Score {
  /// Most tokens of answers that are asked to be met exactly, with what ends them.
  static let shortAnswer = 32

  /// What answers to `test` are judged by: of a language model whether they are exact, where all of them are short.
  init(_ encoder: Encoder, _ test: TokenizedData?) {
    guard encoder.plan.objective != .labels else {
      self = .accuracy
      return
    }
    let longest = test.map { test in test.labels.indices.map(test.answerLength).max() ?? 0 } ?? 0
    self = longest <= Self.shortAnswer ? .exactMatch : .perplexity
  }
}
