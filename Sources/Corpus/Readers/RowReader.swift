import Plain

/// Makes samples of the records of a table.
struct RowReader {
  let path: String
  let choice: ColumnChoice
  let table: Table

  /// All samples, in order.
  func rows() throws(CorpusError) -> [TextRow] {
    var rows: [TextRow] = []
    var source = try table.records()
    while let record = try source.next() {
      if case .fields(let fields) = record.cells, fields.count != table.columns.count {
        throw bad(
          record,
          "\(fields.count) fields, the first line "
            + (table.hasHeader
              ? "names \(table.columns.count) columns" : "has \(table.columns.count)"))
      }
      if case .fields(let fields) = record.cells, table.hasHeader, isHeader(fields) {
        throw bad(
          record,
          "the names of the columns are there again: take the line out, where files were joined")
      }
      rows.append(try row(record))
    }
    return rows
  }

  /// Whether a record is the names of the columns once more.
  private func isHeader(_ fields: [String]) -> Bool {
    zip(fields, table.columns).allSatisfy {
      $0.trimming(while: \.isWhitespace) == $1.column.name[...]
    }
  }

  private func row(_ record: TableRecord) throws(CorpusError) -> TextRow {
    guard let text = try text(record, choice.text) else {
      throw bad(record, "no key '\(excerpt(choice.text.name))', or null there")
    }
    var row = TextRow(text: text, line: record.line)
    if let column = choice.textPair { row.textPair = try self.text(record, column) }
    if let column = choice.client {
      row.client = try name(record, column).flatMap { $0.isEmpty ? nil : $0 }
    }
    if let column = choice.label { row.label = try name(record, column) }
    return row
  }

  private func text(_ record: TableRecord, _ column: TableColumn) throws(CorpusError) -> String? {
    guard let value = record[column] else { return nil }
    guard let text = value.text else {
      throw bad(record, "'\(excerpt(column.name))' is not a string but \(value.kind)")
    }
    return text
  }

  private func name(_ record: TableRecord, _ column: TableColumn) throws(CorpusError) -> String? {
    switch record[column] {
    case nil: return nil
    case .string(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .number(_, let spelling):
      guard let number = record[column]?.int else {
        throw bad(
          record,
          "'\(excerpt(column.name))' is \(excerpt(spelling)), not a name or a whole number: "
            + "classes are trained here, no regression")
      }
      return String(number)
    case let value?:
      throw bad(
        record, "'\(excerpt(column.name))' is \(value.kind), neither a name nor a whole number")
    }
  }

  private func bad(_ record: TableRecord, _ problem: String) -> CorpusError {
    .badLine(path: path, line: record.line, problem: problem)
  }
}
