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
    if isForTraining, let row = rows.first(where: { $0.label.map(hasComma) ?? false }),
      numbers(among: seen) == nil, numbers(among: Set(seen.map(pointed))) != nil
    {
      throw .badLine(
        path: path, line: row.line,
        problem:
          "the label '\(excerpt(row.label ?? ""))' is a decimal number with a comma, or several labels: one class "
          + "a sample is trained here; give its column with --label-column")
    }
    if let numbers = numbers(among: seen) {
      if isForTraining,
        let decimal = rows.first(where: { row in
          row.label.map { numbers.contains($0) && whole($0) == nil } ?? false
        })
      {
        throw .badLine(
          path: path, line: decimal.line,
          problem: "the label \(excerpt(decimal.label ?? "")) is a decimal number, a score: "
            + "regression is not trained here; give the column of a class with --label-column, or make "
            + "classes of the scores")
      }
      let other = respelled(numbers)
      seen = seen.subtracting(other).union(other.compactMap(whole))
    }
    func value(_ label: String) -> Int? { HeadLabels.wholeNumber(label) }
    guard seen.allSatisfy({ value($0) != nil }) else { return seen.sorted() }
    return seen.sorted { (value($0) ?? 0, $0) < (value($1) ?? 0, $1) }
  }

  /// Labels that are the same whole number as others but written in another way, such as `1.0` beside `1`.
  static func respelled(_ rows: [TextRow]) -> [String] {
    respelled(numbers(among: Set(rows.compactMap(\.label))) ?? []).sorted()
  }

  private static func respelled(_ numbers: Set<String>) -> Set<String> {
    let alike = Dictionary(grouping: numbers, by: whole).filter { $0.key != nil }
    return Set(alike.values.filter { $0.count > 1 }.joined()).filter { whole($0) != $0 }
  }

  /// The labels that are numbers, if all are that are not missing; else nil.
  private static func numbers(among labels: Set<String>) -> Set<String>? {
    let numbers = labels.filter { Double($0.trimming(while: \.isWhitespace))?.isFinite == true }
    let others = labels.subtracting(numbers)
    return others.allSatisfy { missing.contains($0.lowercased()) } ? numbers : nil
  }

  /// Whether a label has a comma where a number may have a point.
  private static func hasComma(_ label: String) -> Bool { pointed(label) != label }

  /// A label such as `0,5` with a point.
  private static func pointed(_ label: String) -> String {
    let parts = label.trimming(while: \.isWhitespace)
      .split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, Int(parts[0]) != nil, parts[1].allSatisfy(\.isWholeNumber) else {
      return label
    }
    return parts.joined(separator: ".")
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
  ///
  /// - Parameter areOrdered: whether the names have an order of their own, and were not only found in a file.
  static func samples(
    _ rows: [TextRow], names: [String], areOrdered: Bool = true, path: String
  ) throws(CorpusError) -> [Sample] {
    let labels = HeadLabels(names, areOrdered: areOrdered)
    var samples: [Sample] = []
    samples.reserveCapacity(rows.count)
    for row in rows {
      let label = try label(of: row, path: path, hasColumn: true)
      guard let number = labels.index(of: label) else {
        throw .unknownLabel(label: label, path: path, line: row.line, known: names)
      }
      samples.append(
        Sample(
          text: row.text, textPair: row.textPair, label: number, client: row.client,
          instruction: row.instruction))
    }
    return samples
  }
}
