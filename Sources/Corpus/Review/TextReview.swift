import Plain

/// What looks like a mistake in texts.
struct TextReview {
  private(set) var warnings: [String] = []

  /// How programs write a text that is not there.
  private static let missing: Set<String> = [
    "nan", "NaN", "None", "null", "NULL", "N/A", "NA", "n/a", "<NA>", "#N/A",
  ]

  private struct Text: Hashable {
    var text: String
    var pair: String?

    init(_ sample: Sample) {
      // A space at the end makes no other text.
      text = String(sample.text.trimming(while: \.isWhitespace))
      pair = sample.textPair
    }
  }

  init(train: [Sample], test: [Sample]) {
    let all = train.count + test.count
    for (role, text) in [
      ("text", { $0.text }), ("second text", { $0.textPair }),
      ("answer", { $0.instruction?.answer }),
    ] as [(String, (Sample) -> String?)] {
      func count(_ isSo: (String) -> Bool) -> Int {
        [train, test].reduce(0) { $0 + $1.count { text($0).map(isSo) ?? false } }
      }
      let empty = count { $0.allSatisfy(\.isWhitespace) }
      if empty > 0 {
        warnings.append(
          empty == all
            ? "every \(role) is empty (\(all) samples)" : "\(empty) of \(all) \(role)s are empty")
      }
      let words = Set((train + test).compactMap(text).filter(Self.missing.contains)).sorted()
      if !words.isEmpty {
        warnings.append(
          "\(count(Self.missing.contains)) of \(all) \(role)s are \(listed(words)), which stands for "
            + "a missing one")
      }
    }
    var labels: [Text: Int] = [:]
    var contrary: Set<Text> = []
    for sample in train {
      let text = Text(sample)
      let other = labels.updateValue(sample.label, forKey: text)
      if let other, other != sample.label { contrary.insert(text) }
    }
    if !contrary.isEmpty {
      warnings.append(
        "\(contrary.count) \(contrary.count == 1 ? "text is" : "texts are") in the training data "
          + "with different labels")
    }
    let shared = test.count { labels[Text($0)] != nil }
    if shared > 0 {
      warnings.append(
        "\(shared) of \(test.count) held-out texts are in the training data too: accuracy on them "
          + "is no measure")
    }
    let repeated = train.count - labels.count
    if repeated > 0, repeated * 10 > train.count {
      warnings.append("\(repeated) of \(train.count) training samples repeat the text of another")
    }
  }
}
