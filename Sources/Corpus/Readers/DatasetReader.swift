import Plain

/// Reads labelled or unlabelled text from `.jsonl`, `.json`, `.csv` or `.tsv`, packed with gzip or not.
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
    try rows(path: path, columns: columns, as: nil)
  }

  /// The same; with the columns of the training file `training` when those are given.
  static func rows(
    path: String, columns: ColumnNames, as training: (choice: ColumnChoice, path: String)?
  ) throws(CorpusError) -> TextRows {
    let table = try Table(path, columns)
    // A file without a record has no keys either.
    guard !table.columns.isEmpty else { return TextRows(rows: [], notes: [], uses: []) }
    if columns.areInstructions, InstructionReader.isOf(table) {
      return try InstructionReader(table, columns).rows()
    }
    var choice: ColumnChoice
    if let training {
      choice = try ColumnChoice(as: training.choice, table, of: training.path)
    } else {
      choice = try ColumnChoice(columns, table)
    }
    let rows = try RowReader(
      path: path, choice: choice, table: table, quotes: columns.quotes
    ).rows()
    let unread = try SplitColumn(
      table, except: [choice.text, choice.textPair, choice.label, choice.client])?.note(table)
    return TextRows(
      rows: rows, notes: table.notes + choice.notes + [unread].compactMap(\.self),
      formNotes: table.notes,
      uses: choice.uses, choice: choice, hidesInstructions: InstructionReader.isOf(table))
  }

  /// Whether any sample of a file that is held out has a label: -1 is what Hugging Face's test splits have for none.
  ///
  /// What cannot be read counts as labelled: whoever reads it says what is wrong.
  static func hasLabels(_ path: String, _ columns: ColumnNames) -> Bool {
    do {
      let table = try Table(path, columns)
      var others = columns
      // A label column that only the training file has is no mistake here.
      if let label = columns.label,
        !table.columns.contains(where: { $0.column.name == label }), Int(label) == nil
      {
        return false
      }
      others.client = nil
      // Without names only the training file's columns tell, with which it is read later; answers are no labels.
      guard table.hasHeader, !(columns.areInstructions && InstructionReader.isOf(table)) else {
        return true
      }
      guard let label = try ColumnChoice(others, table).label else { return false }
      var source = try table.records()
      while let record = try source.next() {
        switch record[label] {
        case nil: continue
        case .string(let text)?:
          let label = String(text.trimming(while: \.isWhitespace))
          if !label.isEmpty, HeadLabels.wholeNumber(label) != -1 { return true }
        case let value?: if value.int != -1 { return true }
        }
      }
      return false
    } catch {
      return true
    }
  }

  /// Reads a data set.
  ///
  /// - Parameters:
  ///   - files: where it is; the held-out samples are those of its test file, or a share of the samples, drawn with
  ///     `seed`.
  ///   - labelNames: the labels of a model; others are errors. Without them the labels are those of
  ///     the training file, sorted, whole numbers by value.
  ///   - isForTraining: whether it must be fit to train with: labelled, with classes for labels.
  public static func read(
    _ files: DatasetFiles, columns: ColumnNames = ColumnNames(), testFraction: Double = 0.2,
    seed: UInt64 = 42, labelNames: [String]? = nil, isForTraining: Bool = true
  ) throws(CorpusError) -> Dataset {
    let path = files.train
    var training = try rows(path: path, columns: columns)
    guard !training.rows.isEmpty else { throw .badFile(path: path, problem: "no samples") }
    if isForTraining, training.hidesInstructions, training.choice?.label == nil {
      throw .badFile(path: path, problem: InstructionReader.advice)
    }
    let areInstructions = training.rows[0].instruction != nil
    if isForTraining, columns.areInstructions, !areInstructions, training.choice?.label == nil {
      throw .badFile(path: path, problem: "no labels, and \(InstructionReader.wanted)")
    }
    let others = try more(files, columns, &training)
    var notes = training.notes + files.notes
    let isLabelled =
      isForTraining && !areInstructions || training.rows.contains { $0.label != nil }
    var names = labelNames ?? []
    if labelNames == nil, isLabelled {
      for (path, rows) in [(path, training.rows)] + others {
        names = try LabelNames.collect(
          rows, path: path, hasColumn: training.choice?.label != nil, isForTraining: isForTraining)
      }
      if !others.isEmpty {
        let all = training.rows + others.flatMap(\.rows)
        names = try LabelNames.collect(all, path: files.location, isForTraining: isForTraining)
      }
    }
    let respelled = LabelNames.respelled(training.rows + others.flatMap(\.rows))
    let warnings =
      respelled.isEmpty
      ? [] : ["labels written \(listed(respelled)) are taken as the whole numbers that they are"]
    func samples(_ rows: [TextRow], _ path: String) throws(CorpusError) -> [Sample] {
      guard isLabelled else {
        return rows.map {
          Sample(
            text: $0.text, textPair: $0.textPair, label: 0, client: $0.client,
            instruction: $0.instruction)
        }
      }
      do throws(CorpusError) {
        return try LabelNames.samples(
          rows, names: names, areOrdered: labelNames != nil, path: path)
      } catch .unknownLabel(let label, _, let line, let known) where files.labels != nil {
        throw .badLine(
          path: path, line: line,
          problem: "the label '\(excerpt(label))' is not in labels.json, which has "
            + Dataset.list(known))
      } catch {
        throw error
      }
    }
    var train = try samples(training.rows, path)
    for (path, rows) in others { train += try samples(rows, path) }
    var (trainRecords, testRecords): ([Int]?, [Int]?)
    var test: [Sample] = []
    if let held = files.test, areInstructions || training.choice != nil {
      do throws(CorpusError) {
        let read = try rows(
          path: held, columns: columns, as: training.choice.map { ($0, path) })
        guard areInstructions == (read.rows.first?.instruction != nil) || read.rows.isEmpty else {
          throw .badFile(
            path: held, problem: "instructions go with instructions, and texts with texts")
        }
        test = try samples(read.rows, held)
      } catch let error where !hasLabels(held, columns) {
        guard !error.isNotFound else { throw error }
        throw .badFile(
          path: held, problem: "it has no labels: give --test another file, or none")
      } catch .unknownLabel(let label, _, let line, let known) where labelNames == nil {
        throw .badLine(
          path: held, line: line,
          problem: "the label '\(excerpt(label))' is not among those of the training file: "
            + known.prefix(8).map { excerpt($0) }.joined(separator: ", ")
            + (known.count > 8 ? ", …" : "") + files.whyTest)
      } catch {
        throw error.because(files.whyTest)
      }
      guard !test.isEmpty else {
        throw CorpusError.badFile(
          path: held, problem: "no samples: give --test another file, or none"
        ).because(files.whyTest)
      }
    } else {
      let (kept, held) = split(train.count, fraction: testFraction, seed: seed)
      (train, test) = (kept.map { train[$0] }, held.map { train[$0] })
      (trainRecords, testRecords) = (kept, held)
      notes.append("\(test.count) of \(train.count + test.count) samples held out at random")
    }
    var dataset = Dataset(
      name: name(of: path), labelNames: names, train: train, test: test, notes: notes,
      warnings: warnings, uses: training.uses)
    (dataset.trainRecords, dataset.testRecords) = (trainRecords, testRecords)
    return dataset
  }

  /// The samples of the other files where each file is a client; the files are whose the samples are.
  private static func more(
    _ files: DatasetFiles, _ columns: ColumnNames, _ first: inout TextRows
  ) throws(CorpusError) -> [(path: String, rows: [TextRow])] {
    guard files.areClients else { return [] }
    let training = first.choice.map { ($0, files.train) }
    func owned(_ rows: [TextRow], _ path: String) -> [TextRow] {
      rows.map { row in
        var row = row
        row.client = DatasetFiles.last(path)
        return row
      }
    }
    first.rows = owned(first.rows, files.train)
    first.notes.append("each of \(files.more.count + 1) files is a client")
    var others: [(path: String, rows: [TextRow])] = []
    for path in files.more {
      let rows = try rows(path: path, columns: columns, as: training).rows
      guard !rows.isEmpty else { throw .badFile(path: path, problem: "no samples") }
      others.append((path, owned(rows, path)))
    }
    return others
  }

  /// Reads the data set of the file at `path`, held out from `testPath` if given.
  static func read(
    path: String, columns: ColumnNames = ColumnNames(), testPath: String? = nil,
    labelNames: [String]? = nil
  ) throws(CorpusError) -> Dataset {
    try read(
      try DatasetFiles(
        DatasetRequest(path, columns: columns, test: testPath.map(HeldOut.file) ?? .beside)),
      columns: columns, labelNames: labelNames)
  }

  /// Holds out a seeded share of the places of `count` samples, at least one when there are two; both parts ascend.
  static func split(
    _ count: Int, fraction: Double, seed: UInt64
  ) -> (train: [Int], test: [Int]) {
    let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    var wanted = Int((Double(count) * share).rounded())
    if count > 1 { wanted = min(max(wanted, 1), count - 1) }
    var draws = SplitMix64(keys: seed, 0x7e57)
    var order = Array(0..<count)
    // The first `wanted` places of a Fisher-Yates shuffle.
    for place in 0..<min(wanted, order.count) {
      order.swapAt(place, place + draws.below(order.count - place))
    }
    let held = Set(order.prefix(wanted))
    return ((0..<count).filter { !held.contains($0) }, held.sorted())
  }

  /// What a file is called for short.
  static func name(of path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.split(separator: ".").first ?? file)
  }
}
