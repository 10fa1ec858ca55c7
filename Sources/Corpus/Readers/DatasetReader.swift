import Plain

/// Reads labelled or unlabelled text from `.jsonl`, `.csv` (RFC 4180 quotes) or `.tsv` (no quotes,
/// as in GLUE).
///
/// Nothing in a file can stop the program: bad UTF-8, NUL bytes, missing columns and empty labels
/// are errors with file and line.
public enum DatasetReader {
  /// Longest line, or CSV record, that is read.
  public static let lineLimit = 16 << 20

  /// Reads the samples of a file, with labels as written.
  public static func rows(
    path: String, columns: ColumnNames = ColumnNames()
  ) throws(CorpusError) -> TextRows {
    let kind = path.split(separator: ".").last?.lowercased() ?? ""
    guard ["jsonl", "csv", "tsv"].contains(kind) else {
      throw .badFile(
        path: path, problem: "the name must end in .jsonl, .csv or .tsv, which tells its form")
    }
    let bytes = try FileBytes.read(path)
    if kind == "jsonl" {
      return try JSONLReader(path: path, columns: columns).rows(bytes)
    }
    return try TableReader(path: path, columns: columns, isQuoted: kind == "csv").rows(bytes)
  }

  /// Reads a data set.
  ///
  /// - Parameters:
  ///   - testPath: a file of held-out samples; without one a file `test.*` beside `train.*` is
  ///     taken, or a share of the samples, drawn with `seed`.
  ///   - labelNames: the labels of a model; others are errors. Without them the labels are those of
  ///     the training file, sorted, whole numbers by value.
  public static func read(
    path: String, columns: ColumnNames = ColumnNames(), testPath: String? = nil,
    testFraction: Double = 0.2, seed: UInt64 = 42, labelNames: [String]? = nil
  ) throws(CorpusError) -> Dataset {
    let training = try rows(path: path, columns: columns)
    var notes = training.notes
    let sibling = siblingTest(of: path)
    if testPath == nil, let sibling { notes.append("held-out samples from \(excerpt(sibling))") }
    let names: [String]
    if let labelNames {
      names = labelNames
    } else {
      names = try LabelNames.collect(training.rows, path: path)
    }
    var train = try LabelNames.samples(training.rows, names: names, path: path)
    guard !train.isEmpty else { throw .badFile(path: path, problem: "no samples") }
    var test: [Sample] = []
    if let heldPath = testPath ?? sibling {
      let held = try rows(path: heldPath, columns: columns)
      test = try LabelNames.samples(held.rows, names: names, path: heldPath)
    } else {
      (train, test) = split(train, fraction: testFraction, seed: seed)
      notes.append("\(test.count) of \(train.count + test.count) samples held out at random")
    }
    return Dataset(
      name: name(of: path), labelNames: names, train: train, test: test, notes: notes)
  }

  /// Holds out a seeded share, at least one sample when there are two; both parts keep the file's
  /// order.
  static func split(
    _ samples: [Sample], fraction: Double, seed: UInt64
  ) -> (train: [Sample], test: [Sample]) {
    let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    var wanted = Int((Double(samples.count) * share).rounded())
    if samples.count > 1 { wanted = min(max(wanted, 1), samples.count - 1) }
    var draws = SplitMix64(keys: seed, 0x7e57)
    var order = Array(samples.indices)
    // The first `wanted` places of a Fisher-Yates shuffle.
    for place in 0..<min(wanted, order.count) {
      order.swapAt(place, place + draws.below(order.count - place))
    }
    let held = Set(order.prefix(wanted))
    return (
      samples.indices.filter { !held.contains($0) }.map { samples[$0] },
      samples.indices.filter { held.contains($0) }.map { samples[$0] }
    )
  }

  /// The file `test.*` beside a file `train.*`, if there is one.
  static func siblingTest(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/") ?? path.indices.first else { return nil }
    let start = path[slash] == "/" ? path.index(after: slash) : slash
    guard path[start...].hasPrefix("train.") else { return nil }
    let sibling = path[..<start] + "test." + path[start...].dropFirst("train.".count)
    return FileBytes.exists(String(sibling)) ? String(sibling) : nil
  }

  /// What a file is called for short.
  static func name(of path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.split(separator: ".").first ?? file)
  }
}
