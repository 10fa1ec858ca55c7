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
    let numbers = seen.compactMap { Int($0) }
    guard numbers.count == seen.count else { return seen.sorted() }
    return seen.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
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
      guard let label = row.label else {
        throw .badLine(path: path, line: row.line, problem: "no label")
      }
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
    guard let index = Int(label), 0..<count ~= index,
      !numbers.keys.contains(where: { Int($0) != nil })
    else { return nil }
    return index
  }
}
