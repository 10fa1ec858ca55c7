import Plain

/// A column of a table, or a key of its objects.
struct TableColumn: Equatable, Sendable {
  /// Its name; its number, from 1, in a table whose columns have no names.
  var name: String
  /// Where it stands in a record; nil for a key of objects.
  var place: Int?
}

/// One record of a table: fields in the order of the columns, or an object.
struct TableRecord {
  /// What it holds.
  enum Cells {
    /// The fields of CSV or TSV.
    case fields([String])
    /// An object of JSON.
    case object(JSONValue)
  }

  var cells: Cells
  /// The line it starts on, from 1.
  var line: Int

  /// What it has in a column; nil for none, and for null.
  subscript(column: TableColumn) -> JSONValue? {
    switch cells {
    case .fields(let fields):
      guard let place = column.place, fields.indices.contains(place) else { return nil }
      return .string(fields[place])
    case .object(let object): return object[column.name]
    }
  }
}

/// The records of a file, one after another.
protocol RecordSource {
  /// The next record; nil at the end.
  mutating func next() throws(CorpusError) -> TableRecord?
}
