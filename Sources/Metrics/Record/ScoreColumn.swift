/// The column of a list in which each run has its last value, by whatever it is judged.
public struct ScoreColumn: Sendable, Equatable {
  private let scores: Set<Score>

  /// The column of runs that are judged by `scores`.
  public init(_ scores: some Sequence<Score>) { self.scores = Set(scores) }

  /// What all of its runs are judged by; nil where they differ.
  private var common: Score? { scores.count > 1 ? nil : scores.first ?? .accuracy }

  /// What stands above it: the score, where all have the same.
  public var title: String { common?.title ?? "score" }

  /// A value of a run, which says what it is where not all have the same score.
  public func text(_ value: Double, _ score: Score) -> String {
    common == nil ? "\(score.text(value)) \(score.short)" : score.text(value)
  }

  /// Characters that the title and a value take.
  public var width: Int { common == nil ? "100.0 % exact".count : max(8, title.count) }
}
