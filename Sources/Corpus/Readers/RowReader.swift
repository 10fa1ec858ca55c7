import Plain

/// Makes samples of the records of a table.
struct RowReader {
  let path: String
  let choice: ColumnChoice
  let table: Table
  /// Whether it was said that quotes enclose fields, whatever is in them.
  var quotes = Presence.auto

  /// All samples, in order.
  func rows() throws(CorpusError) -> [TextRow] {
    var rows: [TextRow] = []
    var source = try table.records()
    while let record = try source.next() {
      if case .fields(let fields) = record.cells { try check(fields, record) }
      rows.append(try row(record))
    }
    return rows
  }

  private func check(_ fields: [String], _ record: TableRecord) throws(CorpusError) {
    if let problem = table.miscount(fields) { throw bad(record, problem) }
    if table.hasHeader, isHeader(fields) {
      throw bad(
        record,
        "the names of the columns are there again: take the line out, where files were joined")
    }
    if let swallowed = swallowed(by: fields) {
      throw bad(
        record,
        "a quote is opened here and closed lines later, behind '\(excerpt(swallowed, limit: 40))', which looks "
          + "like a sample: double it if it is text (data.quotes=yes: it is one text)")
    }
  }

  /// A line inside of a quoted field that looks like a sample of its own, with a label that others have: the quote was text.
  private func swallowed(by fields: [String]) -> String? {
    guard quotes == .auto, case .delimited(let separator, true) = table.form,
      let label = choice.label, let place = label.place
    else { return nil }
    let mark = Character(Unicode.Scalar(separator))
    let labels = table.columns[place].counts
    for (field, text) in fields.enumerated()
    where field != place && text.contains(where: \.isNewline) {
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      for (number, line) in lines.enumerated() {
        // The fields of the line: those before and behind the quoted one stand on its first and its last line.
        let first = number == 0 ? field : 0
        let end = number == lines.count - 1 ? field + 1 : fields.count
        let cells = line.split(separator: mark, omittingEmptySubsequences: false)
        guard cells.count == end - first, (first..<end).contains(place) else { continue }
        if labels[String(cells[place - first])] != nil { return String(line) }
      }
    }
    return nil
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
      let isWhole = table.form == .json && table.surveyed == 1
      throw bad(
        record,
        "'\(excerpt(column.name))' is not a string but \(value.kind)"
          + (isWhole ? ": samples are objects in a list, or one a line" : ""))
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
