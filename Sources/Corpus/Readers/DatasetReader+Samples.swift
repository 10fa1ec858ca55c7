extension DatasetReader {
  /// Reads all samples of a file in order, without a split: texts to ask a model about.
  ///
  /// - Parameter labelNames: the labels of the model, which a label may name or number; nil reads
  ///   no labels at all, and
  ///   every sample then has label 0.
  /// - Throws: `CorpusError.unknownLabel` for a label that the model does not have.
  public static func samples(
    path: String, columns: ColumnNames = ColumnNames(), labelNames: [String]?
  ) throws(CorpusError) -> [Sample] {
    let read = try rows(path: path, columns: columns)
    guard let labelNames else {
      return read.rows.map { row in
        Sample(text: row.text, textPair: row.textPair, label: 0, client: row.client)
      }
    }
    return try LabelNames.samples(read.rows, names: labelNames, path: path)
  }
}
