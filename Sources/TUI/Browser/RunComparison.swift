import Metrics

/// Two runs side by side: figures, and the settings in which they differ.
struct RunComparison: Equatable {
  /// A line: what it is, and what each run has; which of the two is better, where one is.
  struct Row: Equatable {
    let title: String
    let left: String
    let right: String
    /// Whether the left one is the better of two that differ; nil where that means nothing.
    var leftIsBetter: Bool?
  }

  /// Figures first, then settings.
  let rows: [Row]
  /// How many of the rows are figures.
  let figures: Int

  init(_ left: RunCard, _ right: RunCard) {
    func row(
      _ title: String, _ value: (RunCard) -> Double?, moreIsBetter: Bool,
      _ text: (Double) -> String
    ) -> Row {
      let (mine, theirs) = (value(left), value(right))
      var better: Bool?
      if let mine, let theirs, mine != theirs { better = (mine > theirs) == moreIsBetter }
      return Row(
        title: title, left: mine.map(text) ?? "–", right: theirs.map(text) ?? "–",
        leftIsBetter: better)
    }
    func rounds(_ card: RunCard) -> String {
      card.rounds > 0 ? "\(card.round)/\(card.rounds)" : "\(card.round)"
    }
    // Two runs that are judged by different scores have lines of their own.
    let scores = left.score == right.score ? [left.score] : [left.score, right.score]
    let judged = scores.flatMap { score in
      let best = scores.count == 1 ? "best" : "best \(score.title)"
      return [(score.title, \RunCard.last), (best, \.best)].map { title, value in
        row(
          title, { $0.score == score ? $0[keyPath: value] : nil },
          moreIsBetter: score.isShare, score.text)
      }
    }
    let figures =
      judged + [
        row("bytes", { Double($0.bytes) }, moreIsBetter: false) {
          Units.bytes(Int.clamped($0, 0, .max / 2))
        },
        row("virtual time", \.simSeconds, moreIsBetter: false) { Units.duration(seconds: $0) },
        Row(title: "rounds", left: rounds(left), right: rounds(right)),
        Row(title: "method", left: left.method, right: right.method),
        Row(title: "data", left: left.data, right: right.data),
      ]
    self.figures = figures.count
    rows =
      figures
      + RunCard.differences(left, right).map { key, left, right in
        Row(title: key, left: left?.plainText ?? "–", right: right?.plainText ?? "–")
      }
  }
}

extension RunBrowser {
  /// The two marked runs side by side; nil while there are not two.
  var comparison: RunComparison? { pair.map { RunComparison($0.first, $0.second) } }
}
