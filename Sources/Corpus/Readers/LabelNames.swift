import Plain

/// Labels as written, and their numbers.
enum LabelNames {
  /// The distinct labels, sorted; by value when all of them are whole numbers.
  static func collect(_ rows: [TextRow], path: String) throws(CorpusError) -> [String] {
    var seen: Set<String> = []
    for row in rows {
      guard let label = row.label else {
        throw .badLine(
          path: path, line: row.line,
          problem: "no label: name the column with --label-column, or add one")
      }
      seen.insert(label)
    }
    guard HeadLabels.areNumbers(Array(seen)) else { return seen.sorted() }
    if let score = rows.first(where: { HeadLabels.wholeNumber($0.label ?? "") == nil }) {
      throw .badLine(
        path: path, line: score.line,
        problem:
          "the label \(excerpt(score.label ?? "")) is a decimal number, a score: regression is not "
          + "trained here; give the column of a class with --label-column, or make classes of the scores"
      )
    }
    func value(_ label: String) -> Int { HeadLabels.wholeNumber(label) ?? 0 }
    return seen.sorted { (value($0), $0) < (value($1), $1) }
  }

  /// Samples with label numbers.
  static func samples(
    _ rows: [TextRow], names: [String], path: String
  ) throws(CorpusError) -> [Sample] {
    let labels = HeadLabels(names)
    var samples: [Sample] = []
    samples.reserveCapacity(rows.count)
    for row in rows {
      guard let label = row.label else {
        throw .badLine(path: path, line: row.line, problem: "no label")
      }
      guard let number = labels.index(of: label) else {
        throw .unknownLabel(label: label, path: path, line: row.line, known: names)
      }
      samples.append(
        Sample(text: row.text, textPair: row.textPair, label: number, client: row.client))
    }
    return samples
  }
}
