import Corpus
import Foundation
import Metrics

/// A test split answered, sample by sample.
struct Answers: Sendable {
  /// By position in the test split.
  var answers: [Answer]
  private let labels: [Int]
  /// The labels as numbers; nil where they are names.
  private let values: [Double]?
  private let labelCount: Int
  private let score: Score

  /// Nothing is answered yet.
  init(_ federation: Federation) {
    labels = federation.test.labels
    let names = federation.dataset.labelNames
    values = HeadLabels.areNumbers(names) ? names.compactMap { Double($0) } : nil
    labelCount = max(names.count, (labels.max() ?? -1) + 1, federation.encoder.labels)
    score = federation.score
    answers = labels.map { _ in Answer(loss: 0) }
  }

  /// The first sample whose answer is no number.
  var broken: Int? { answers.firstIndex { !$0.loss.isFinite } }

  /// Share of right answers; nil without samples, and where answers are judged by no such share.
  func accuracy(of samples: [Int]) -> Double? {
    samples.isEmpty || !score.isShare
      ? nil : Double(samples.count { answers[$0].isRight }) / Double(samples.count)
  }

  /// Mean loss, summed in sample order; nil without samples.
  func loss(of samples: [Int]) -> Double? {
    samples.isEmpty
      ? nil : samples.reduce(0) { $0 + Double(answers[$1].loss) } / Double(samples.count)
  }

  /// What else there is to say of the answers to some samples, by the names of `RoundReport.metrics`.
  func metrics(of samples: [Int]) -> [String: Double] {
    guard score == .accuracy else {
      return perplexity(of: samples).map { [Score.perplexity.rawValue: $0] } ?? [:]
    }
    var matrix = ConfusionMatrix(labels: labelCount)
    for sample in samples { matrix.add(label: labels[sample], answer: answers[sample].label) }
    var metrics: [String: Double] = [:]
    metrics["f1"] = matrix.macroF1
    metrics["matthews"] = matrix.matthews
    guard let values, samples.allSatisfy({ answers[$0].label != nil }) else { return metrics }
    let given = samples.map { values[labels[$0]] }
    let answered = samples.map { values[answers[$0].label ?? 0] }
    metrics["pearson"] = Correlation.pearson(given, answered)
    metrics["spearman"] = Correlation.spearman(given, answered)
    return metrics
  }

  /// e to the mean loss of a counted token of all samples; nil without any.
  private func perplexity(of samples: [Int]) -> Double? {
    let tokens = samples.reduce(0) { $0 + answers[$1].tokens }
    let loss = samples.reduce(0.0) {
      $0 + Double(answers[$1].loss) * Double(answers[$1].tokens)
    }
    return tokens > 0 ? exp(loss / Double(tokens)) : nil
  }
}
