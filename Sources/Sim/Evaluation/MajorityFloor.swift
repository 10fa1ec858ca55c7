/// What answering without reading a text would give: the floor under an accuracy, or under exact matches of labels.
struct MajorityFloor: Equatable {
  /// Always the majority class of the held-out split; nil without one.
  var everybody: Double?
  /// Every client always the majority class of its own training samples, on its own part of the split; nil without one.
  ///
  /// The floor of a personalised accuracy: where clients have few labels each, it is far above the other.
  var personal: Double?

  init(_ federation: Federation) {
    // Instructions may have labels beside answers of their own, which no label is.
    let areAnswers = federation.score == .accuracy || federation.sources?.request != nil
    guard federation.score.isShare, areAnswers, !federation.dataset.labelNames.isEmpty else {
      return
    }
    let labels = federation.test.labels
    let all = federation.tested.map { labels[$0] }
    guard !all.isEmpty else { return }
    everybody = Self.majority(all).map { label in
      Double(all.count { $0 == label }) / Double(all.count)
    }
    var (right, asked) = (0, 0)
    for client in federation.testers {
      let tested = federation.testPartition[client]
      let own = Self.majority(federation.partition[client].map { federation.train.labels[$0] })
      right += tested.count { labels[$0] == own }
      asked += tested.count
    }
    personal = asked > 0 ? Double(right) / Double(asked) : nil
  }

  /// The commonest label, ties to the lower one; nil without labels.
  private static func majority(_ labels: [Int]) -> Int? {
    labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
      .min { (-$0.value, $0.key) < (-$1.value, $1.key) }?.key
  }
}
