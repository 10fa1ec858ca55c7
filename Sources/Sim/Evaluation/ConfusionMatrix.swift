/// How often each label was answered with each label.
struct ConfusionMatrix {
  /// Samples of each label, by what was answered; the last column is of answers that are no number.
  private var counts: [[Int]]
  private let labels: Int

  init(labels: Int) {
    self.labels = labels
    counts = Array(repeating: Array(repeating: 0, count: labels + 1), count: labels)
  }

  /// Counts a sample; an answer that is no number is nil.
  mutating func add(label: Int, answer: Int?) { counts[label][answer ?? labels] += 1 }

  /// The mean over the labels of the harmonic mean of precision and recall: 2·tp / (2·tp + fp + fn).
  ///
  /// Labels that no sample has and no answer names do not count; nil without samples.
  var macroF1: Double? {
    let scores = (0..<labels).compactMap { label -> Double? in
      let asked = counts[label].reduce(0, +)
      let answered = counts.reduce(0) { $0 + $1[label] }
      return asked + answered > 0
        ? 2 * Double(counts[label][label]) / Double(asked + answered) : nil
    }
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }

  /// Matthews' correlation of labels and answers, for any number of labels (Gorodkin, Computational Biology and Chemistry
  /// 28, 2004): from -1 to 1, and 0 when all labels or all answers are the same; nil without samples.
  var matthews: Double? {
    let asked = counts.map { Double($0.reduce(0, +)) }
    let answered = (0...labels).map { label in counts.reduce(0.0) { $0 + Double($1[label]) } }
    let all = asked.reduce(0, +)
    guard all > 0 else { return nil }
    let right = (0..<labels).reduce(0.0) { $0 + Double(counts[$1][$1]) }
    let chance = zip(asked, answered).reduce(0.0) { $0 + $1.0 * $1.1 }
    let spread =
      (all * all - asked.reduce(0) { $0 + $1 * $1 })
      * (all * all - answered.reduce(0) { $0 + $1 * $1 })
    return spread > 0 ? (right * all - chance) / spread.squareRoot() : 0
  }
}
