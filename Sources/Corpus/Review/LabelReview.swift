import Plain

/// What looks like a mistake in labels.
struct LabelReview {
  private(set) var warnings: [String] = []

  init(_ classes: [DatasetReview.Class], _ train: [Sample]) {
    let names = classes.map(\.name)
    for alike in Self.alike(names) {
      warnings.append(
        "labels \(listed(alike)) are alike but for case, spaces or characters that are not seen, and "
          + "are trained as \(alike.count) classes")
    }
    warnings += Self.sameNumber(names) + Self.missing(classes) + Self.mixed(names)
    if names.count > 1, names.allSatisfy(Self.isGrouped),
      let name = names.first(where: { Double($0) == nil })
    {
      warnings.append(
        "labels such as '\(excerpt(name))' look like numbers with separators of thousands, and are trained "
          + "as classes (--label-column)")
    }
    if let decimal = names.first(where: {
      Double($0)?.isFinite == true && LabelNames.whole($0) == nil
    }), names.allSatisfy({ Double($0) != nil }) {
      warnings.append(
        "labels such as '\(excerpt(decimal))' are decimal numbers, which no run takes (--label-column)"
      )
    }
    if names.count > 50, names.allSatisfy({ Double($0) != nil }) {
      warnings.append(
        "\(names.count) classes from numbers: a score or an identity rather than a class? "
          + "(--label-column)")
    }
    if Self.isText(names, train) {
      warnings.append("the label is the text itself (--label-column)")
    } else if train.count >= 20, names.count * 2 > train.count {
      warnings.append(
        "\(names.count) classes for \(train.count) training samples: nearly each has a label of its "
          + "own (--label-column)")
    } else {
      warnings += Self.single(classes)
    }
  }

  /// Classes of which one sample is all there is to learn from.
  private static func single(_ classes: [DatasetReview.Class]) -> [String] {
    let names = classes.filter { $0.train == 1 }.map(\.name)
    guard names.count != 1 else {
      return ["label \(listed(names)) is a class of one training sample"]
    }
    return names.isEmpty
      ? [] : ["labels \(listed(names)) are classes of one training sample each"]
  }

  /// Labels that are the same for a reader, who overlooks capitals and spaces, and sees no zero-width ones.
  private static func alike(_ names: [String]) -> [[String]] {
    Dictionary(grouping: names) { name in
      let seen = name.unicodeScalars.filter { $0.properties.generalCategory != .format }
      return String(String.UnicodeScalarView(seen)).lowercased()
        .split { $0.isWhitespace || $0 == "_" || $0 == "-" }.joined(separator: " ")
    }
    .filter { $0.value.count > 1 && !$0.key.isEmpty && Int($0.key) == nil }
    .values.map { $0.sorted() }
    .sorted { $0[0] < $1[0] }
  }

  /// Whole numbers in several spellings: codes perhaps, such as `01` beside `1`, perhaps not.
  private static func sameNumber(_ names: [String]) -> [String] {
    Dictionary(grouping: names, by: HeadLabels.wholeNumber)
      .filter { $0.key != nil && $0.value.count > 1 }.values.map { $0.sorted() }
      .sorted { $0[0] < $1[0] }
      .map { "labels \(listed($0)) are the same number, and are trained as \($0.count) classes" }
  }

  /// A number as spreadsheets print it, such as `900`, `1,000,000` or `1.234,50`.
  private static func isGrouped(_ name: String) -> Bool {
    let digits = name.trimming(while: \.isWhitespace).drop { $0 == "-" || $0 == "+" }
    var groups = digits.split(omittingEmptySubsequences: false) { ",.'\u{a0}\u{202f}".contains($0) }
    guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }) else {
      return false
    }
    let separators = digits.filter { !$0.isNumber }
    // What comes behind another separator than the one before is a decimal part.
    if separators.count > 1, separators.last != separators.first { groups.removeLast() }
    return groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }
  }

  /// Labels of which some are numbers and some are names, perhaps of the same classes.
  private static func mixed(_ names: [String]) -> [String] {
    let told = names.filter { !LabelNames.missing.contains($0.lowercased()) }
    let numbers = told.filter { Double($0) != nil }
    let words = told.filter { Double($0) == nil }
    guard !numbers.isEmpty, !words.isEmpty else { return [] }
    return [
      "labels \(listed(numbers)) are numbers and \(listed(words)) are names: is a class written in two ways?"
    ]
  }

  /// Classes that are called as missing labels are.
  private static func missing(_ classes: [DatasetReview.Class]) -> [String] {
    let numbers = classes.compactMap { HeadLabels.wholeNumber($0.name) }
    return classes.compactMap { one in
      let name = one.name.trimming(while: \.isWhitespace).lowercased()
      // -1 beside 0 and 1; a pair of -1 and 1 are two classes.
      let isMinusOne = HeadLabels.wholeNumber(name) == -1 && numbers.contains(0)
      guard isMinusOne || LabelNames.missing.contains(name) else { return nil }
      return
        "label '\(excerpt(one.name))' (\(one.train) training, \(one.test) held out) looks like "
        + "a missing label, and is trained as a class"
    }
  }

  private static func isText(_ names: [String], _ train: [Sample]) -> Bool {
    guard train.count > 1, names.count > 1 else { return false }
    return train.count { names[$0.label] == $0.text } * 10 > train.count * 9
  }
}
