import Plain

/// Labels as written, and their numbers.
enum LabelNames {
  /// What stands for a label that is not there.
  static let missing: Set<String> = [
    "", "-", "?", "nan", "none", "null", "n/a", "na", "<na>", "#n/a", "unlabelled", "unlabeled",
  ]

  /// The distinct labels, sorted; by value when all of them are whole numbers.
  ///
  /// - Parameters:
  ///   - hasColumn: whether the file has a column for them.
  ///   - isForTraining: whether decimal numbers, which are no classes, are refused.
  static func collect(
    _ rows: [TextRow], path: String, hasColumn: Bool = true, isForTraining: Bool = true
  ) throws(CorpusError) -> [String] {
    var seen: Set<String> = []
    for row in rows { seen.insert(try label(of: row, path: path, hasColumn: hasColumn)) }
    if let numbers = numbers(among: seen) {
      if isForTraining,
        let decimal = rows.first(where: { row in
          row.label.map { numbers.contains($0) && whole($0) == nil } ?? false
        })
      {
        throw .badLine(
          path: path, line: decimal.line,
          problem: "the label '\(excerpt(decimal.label ?? ""))' is a decimal number: classes are "
            + "trained here, no regression; name another column with --label-column")
      }
      seen = seen.subtracting(numbers).union(numbers.map { whole($0) ?? $0 })
    }
    guard seen.allSatisfy({ Int($0) != nil }) else { return seen.sorted() }
    return seen.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
  }

  /// Labels that are written in another way than the whole numbers that they are, beside ones that are not.
  static func respelled(_ rows: [TextRow]) -> [String] {
    let numbers = numbers(among: Set(rows.compactMap(\.label))) ?? []
    return numbers.filter { label in
      whole(label).map { $0 != label && numbers.contains($0) } ?? false
    }.sorted()
  }

  /// The labels that are numbers, if all are that are not missing; else nil.
  private static func numbers(among labels: Set<String>) -> Set<String>? {
    let numbers = labels.filter { Double($0.trimming(while: \.isWhitespace))?.isFinite == true }
    let others = labels.subtracting(numbers)
    return others.allSatisfy { missing.contains($0.lowercased()) } ? numbers : nil
  }

  private static func label(
    of row: TextRow, path: String, hasColumn: Bool
  ) throws(CorpusError) -> String {
    guard let label = row.label else {
      throw .badLine(
        path: path, line: row.line,
        problem: hasColumn
          ? "no label" : "no label: name the column with --label-column, or add one")
    }
    guard !label.allSatisfy(\.isWhitespace) else {
      throw .badLine(path: path, line: row.line, problem: "the label is empty")
    }
    return label
  }

  /// A whole number without the point that some writers give it, such as `1` for `1.0`; `1` stays as it is.
  static func whole(_ label: String) -> String? {
    let text = label.trimming(while: \.isWhitespace)
    if Int(text) != nil { return text == label[...] ? label : String(text) }
    return Double(text).flatMap { Int(exactly: $0) }.map(String.init)
  }

  /// Samples with label numbers.
  static func samples(
    _ rows: [TextRow], names: [String], path: String
  ) throws(CorpusError) -> [Sample] {
    let numbers = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var samples: [Sample] = []
    samples.reserveCapacity(rows.count)
    for row in rows {
      let label = try label(of: row, path: path, hasColumn: true)
      guard let number = number(label, numbers, count: names.count) else {
        throw .unknownLabel(label: label, path: path, line: row.line, known: names)
      }
      samples.append(
        Sample(text: row.text, textPair: row.textPair, label: number, client: row.client))
    }
    return samples
  }

  /// The number of a label: by name, or an index in range when no label is itself called by a
  /// number.
  private static func number(_ label: String, _ numbers: [String: Int], count: Int) -> Int? {
    if let number = numbers[label] { return number }
    if let number = whole(label).flatMap({ numbers[$0] }) { return number }
    guard let index = Int(label), 0..<count ~= index,
      !numbers.keys.contains(where: { Int($0) != nil })
    else { return nil }
    return index
  }
}
