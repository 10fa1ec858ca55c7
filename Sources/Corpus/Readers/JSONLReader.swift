import Plain

/// Reads one JSON object a line.
struct JSONLReader {
  let path: String
  let columns: ColumnNames

  func rows(_ bytes: [UInt8]) throws(CorpusError) -> TextRows {
    var choice: ColumnChoice?
    var rows: [TextRow] = []
    var start = 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      number += 1
      let line = bytes[start..<end]
      start = end + 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      guard line.count <= DatasetReader.lineLimit else {
        throw bad(number, "a line of \(line.count) bytes, the limit is \(DatasetReader.lineLimit)")
      }
      let value: JSONValue
      do {
        value = try JSONValue.parse(line)
      } catch {
        throw bad(number, "\(error.problem) at byte \(error.offset) of the line")
      }
      guard let object = value.members else { throw bad(number, "not a JSON object") }
      if choice == nil {
        // Keys of the first line tell the columns; sorted, for an object has no order.
        choice = try chosen(object.keys.map(\.text).sorted(), number)
      }
      if let choice { rows.append(try row(value, choice, number)) }
    }
    return TextRows(rows: rows, notes: choice?.notes ?? [])
  }

  private func chosen(_ keys: [String], _ line: Int) throws(CorpusError) -> ColumnChoice {
    do {
      return try ColumnChoice(columns, available: keys, path: path)
    } catch .badLine(let path, _, let problem) {
      throw .badLine(path: path, line: line, problem: problem)
    }
  }

  private func row(
    _ value: JSONValue, _ columns: ColumnChoice, _ line: Int
  ) throws(CorpusError) -> TextRow {
    guard let text = try text(value, columns.text, line) else {
      throw bad(line, "no key '\(excerpt(columns.text))'")
    }
    var row = TextRow(text: text, line: line)
    if let key = columns.textPair { row.textPair = try self.text(value, key, line) }
    if let key = columns.client { row.client = try label(value, key, line) }
    if let key = columns.label {
      row.label = try label(value, key, line)
      if row.label?.allSatisfy(\.isWhitespace) == true { throw bad(line, "the label is empty") }
    }
    return row
  }

  private func text(
    _ value: JSONValue, _ key: String, _ line: Int
  ) throws(CorpusError) -> String? {
    guard let member = value[key] else { return nil }
    guard let text = member.text else { throw bad(line, "'\(excerpt(key))' is not a string") }
    return text
  }

  private func label(
    _ value: JSONValue, _ key: String, _ line: Int
  ) throws(CorpusError) -> String? {
    switch value[key] {
    case nil: return nil
    case .string(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .number(_, let spelling):
      guard let number = value[key]?.int else {
        throw bad(line, "'\(excerpt(key))' is \(excerpt(spelling)), not a name or a whole number")
      }
      return String(number)
    default: throw bad(line, "'\(excerpt(key))' is neither a name nor a whole number")
    }
  }

  private func bad(_ line: Int, _ problem: String) -> CorpusError {
    .badLine(path: path, line: line, problem: problem)
  }
}
