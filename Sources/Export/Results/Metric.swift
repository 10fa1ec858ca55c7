import Metrics

/// A number that evaluations give, by its name in the record.
public struct Metric: Sendable, Equatable {
  /// Its name, such as `accuracy_global`.
  public let name: String

  /// The metric of that name.
  public init(_ name: String) { self.name = name }

  /// Each client on its own test samples with its own layers.
  public static let accuracy = Metric("accuracy")
  /// The server's parameters alone.
  public static let accuracyGlobal = Metric("accuracy_global")

  /// Whether less of it is better.
  var isCost: Bool { ["loss", "variance", "perplexity"].contains { name.contains($0) } }

  /// The better one of two of its values.
  func better(_ left: Double, _ right: Double) -> Double {
    isCost ? min(left, right) : max(left, right)
  }

  /// Whether `value` is as good as `target`.
  func reaches(_ target: Double, _ value: Double) -> Bool {
    isCost ? value <= target : value >= target
  }

  /// A value with which more is always better.
  func score(_ value: Double) -> Double { isCost ? -value : value }

  /// What people call it.
  var title: String {
    switch self {
    case .accuracy: "accuracy"
    case .accuracyGlobal: "global"
    default: name.replacing("_", with: " ")
    }
  }

  /// Whether its values are shares, which people read as percentages.
  public var isShare: Bool {
    ["accuracy", "f1", "client_mean", "client_worst_tenth", Score.exactMatch.rawValue]
      .contains { name.contains($0) }
  }

  /// What is compared when nobody says: what all runs are judged by, and accuracy where they differ.
  public static func usual(_ runs: [RunResult]) -> Metric {
    let scores = [Score.exactMatch, .perplexity].map { Metric($0.rawValue) }
    return scores.first { score in
      !runs.isEmpty && runs.allSatisfy { $0.last(score) != nil && $0.last(.accuracy) == nil }
    } ?? .accuracy
  }

  /// What a target is called: its value, and its metric where that is not plain.
  func goal(_ target: Double) -> String {
    self == .accuracy ? text(target) : "\(title) \(text(target))"
  }

  /// The accuracies that every table shows, and this one where it is none of them; of what language models are judged by
  /// that alone, personalised and global.
  var withAccuracies: [Metric] {
    guard Score(rawValue: name) == .accuracy || Score(rawValue: name) == nil else {
      return [self, Metric(name + "_global")]
    }
    let both: [Metric] = [.accuracy, .accuracyGlobal]
    return both.contains(self) ? both : both + [self]
  }

  /// A value in words.
  func text(_ value: Double) -> String {
    isShare ? Units.percent(value) : Units.significant(value)
  }

  /// Mean and spread in words, such as `93.2 ± 0.4 %`.
  func text(_ spread: Spread) -> String {
    guard let deviation = spread.deviation, spread.mean.isFinite else { return text(spread.mean) }
    return isShare
      ? "\(Units.fixed(spread.mean * 100, 1)) ± \(Units.fixed(deviation * 100, 1)) %"
      : "\(Units.significant(spread.mean)) ± \(Units.significant(deviation))"
  }

  /// A difference of two of its values in words: with its sign, in points where it is a share.
  func difference(_ value: Double) -> String {
    let sign = value > 0 ? "+" : ""
    return sign + (isShare ? Units.fixed(value * 100, 1) : Units.significant(value))
  }
}
