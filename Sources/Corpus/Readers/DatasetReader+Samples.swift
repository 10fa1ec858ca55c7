extension DatasetReader {
  /// Reads the texts of a file in order, without a split: to ask a model about.
  ///
  /// - Throws: `CorpusError`.
  public static func texts(
    path: String, columns: ColumnNames = ColumnNames()
  ) throws(CorpusError) -> Texts {
    guard ImageFiles(path, isFolder: FileBytes.isFolder(path)) == nil else {
      throw .badFile(
        path: path, problem: "these are images, and texts are asked about: give CSV or JSON lines")
    }
    let read = try rows(path: path, columns: columns)
    return Texts(path: path, rows: read.rows, notes: read.formNotes)
  }

  /// The texts of a file, with their labels as written.
  public struct Texts: Sendable {
    let path: String
    let rows: [TextRow]
    /// What was decided about the form of the file and should be told.
    public let notes: [String]

    /// Whether every text has a label; `-1` on all of them, as in GLUE's test files, is none.
    public var areLabelled: Bool {
      !rows.isEmpty && rows.allSatisfy { $0.label?.allSatisfy(\.isWhitespace) == false }
        && !rows.allSatisfy { $0.label == "-1" }
    }

    /// The distinct labels, in the order in which a run trains them.
    /// - Throws: `CorpusError.badLine` where there is no label, or a score.
    public func labelNames() throws(CorpusError) -> [String] {
      try LabelNames.collect(rows, path: path)
    }

    /// The samples with the labels of a head.
    /// - Throws: `CorpusError.unknownLabel` for a label that the head lacks, `badLine` where there is none.
    public func samples(labels: [String]) throws(CorpusError) -> [Sample] {
      try LabelNames.samples(rows, names: labels, path: path)
    }

    /// The samples without their labels: each has label 0.
    public var unlabelled: [Sample] {
      rows.map { Sample(text: $0.text, textPair: $0.textPair, label: 0, client: $0.client) }
    }
  }
}
