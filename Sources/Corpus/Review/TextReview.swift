import Plain

/// What looks like a mistake in texts.
struct TextReview {
  private(set) var warnings: [String] = []
  /// Held-out texts that are in the training data too.
  private(set) var shared = 0

  /// How programs write a text that is not there.
  private static let missing: Set<String> = [
    "nan", "NaN", "None", "null", "NULL", "N/A", "NA", "n/a", "<NA>", "#N/A",
  ]

  private struct Text: Hashable {
    var text: String
    var pair: String?
    /// The turns of an instruction before its last, which is the text.
    var earlier: ArraySlice<ChatMessage>

    init(_ sample: Sample) {
      // A space at the end makes no other text.
      text = String(sample.text.trimming(while: \.isWhitespace))
      pair = sample.textPair
      earlier = sample.instruction?.messages.dropLast() ?? []
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
    warnings += Self.lost(train + test)
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
    shared = test.count { labels[Text($0)] != nil }
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

  /// What was lost on the way into the file: second texts, and characters.
  private static func lost(_ samples: [Sample]) -> [String] {
    let single = samples.count { $0.textPair == nil }
    // Most texts are plain, which is soon seen.
    let foreign = samples.map(\.text).filter { !$0.utf8.allSatisfy { $0 < 0x80 } }
    let replaced = foreign.count { $0.unicodeScalars.contains("\u{FFFD}") }
    let misread = foreign.count(where: isMisread)
    let all = samples.count
    return [
      (single % max(1, all), "have no second text, which the others have"),
      (replaced, "have U+FFFD, which stands for a character that was lost"),
      (misread, "look like UTF-8 that was read as Windows-1252, such as 'Ã©' for 'é'"),
    ].filter { $0.0 > 0 }.map { "\($0.0) of \(all) samples \($0.1)" }
  }

  /// Whether a text has the pairs of characters that UTF-8 becomes in Windows-1252.
  private static func isMisread(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return zip(scalars, scalars.dropFirst()).contains { first, second in
      first == "Ã" && (0xA0...0xBF).contains(second.value) || first == "â" && second == "€"
    }
  }
}
