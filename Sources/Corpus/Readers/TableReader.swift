import Plain

/// Reads CSV with quotes, or TSV without, the first record being the names of the columns.
struct TableReader {
  let path: String
  let columns: ColumnNames
  /// Whether `"` encloses fields (CSV) or is a character like any other (TSV).
  let isQuoted: Bool

  private struct Record {
    var fields: [String]
    var line: Int
  }

  func rows(_ bytes: [UInt8]) throws(CorpusError) -> TextRows {
    var cursor = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = 1
    guard let header = try record(bytes, &cursor, &line) else {
      throw .badFile(path: path, problem: "empty, not even names of columns")
    }
    if let twice = header.fields.first(where: { name in
      header.fields.count(where: { $0 == name }) > 1
    }) {
      throw bad(1, "the column '\(excerpt(twice))' is there twice")
    }
    let choice = try ColumnChoice(columns, available: header.fields, path: path)
    let places = [choice.text, choice.textPair, choice.label, choice.client]
      .map { name in name.flatMap { header.fields.firstIndex(of: $0) } }
    var rows: [TextRow] = []
    while let record = try record(bytes, &cursor, &line) {
      if record.fields == [""] { continue }
      guard record.fields.count == header.fields.count else {
        throw bad(
          record.line,
          "\(record.fields.count) fields, the first line names \(header.fields.count) columns")
      }
      func field(_ place: Int?) -> String? { place.map { record.fields[$0] } }
      let label = field(places[2])
      if label?.allSatisfy(\.isWhitespace) == true { throw bad(record.line, "the label is empty") }
      let client = field(places[3]).flatMap { $0.isEmpty ? nil : $0 }
      rows.append(
        TextRow(
          text: field(places[0]) ?? "", textPair: field(places[1]), label: label, client: client,
          line: record.line))
    }
    return TextRows(rows: rows, notes: choice.notes)
  }

  /// The record at the cursor, or nil at the end; `line` counts line ends.
  private func record(
    _ bytes: [UInt8], _ cursor: inout Int, _ line: inout Int
  ) throws(CorpusError) -> Record? {
    guard cursor < bytes.count else { return nil }
    let separator = isQuoted ? UInt8(ascii: ",") : UInt8(ascii: "\t")
    let first = line
    let start = cursor
    var fields: [String] = []
    while true {
      let isEnclosed = isQuoted && cursor < bytes.count && bytes[cursor] == UInt8(ascii: "\"")
      let raw =
        isEnclosed
        ? try enclosed(bytes, &cursor, &line) : plain(bytes, &cursor, separator)
      guard cursor - start <= DatasetReader.lineLimit else {
        throw bad(first, "a record above the limit of \(DatasetReader.lineLimit) bytes")
      }
      guard let field = String(validating: raw, as: UTF8.self) else {
        throw bad(line, "invalid UTF-8")
      }
      fields.append(field)
      guard cursor < bytes.count else { return Record(fields: fields, line: first) }
      let end = bytes[cursor]
      cursor += 1
      if end == separator { continue }
      if end == 0x0D, cursor < bytes.count, bytes[cursor] == 0x0A { cursor += 1 }
      guard end == 0x0A || end == 0x0D else {
        throw bad(line, "text after a closing quote")
      }
      line += 1
      return Record(fields: fields, line: first)
    }
  }

  private func plain(
    _ bytes: [UInt8], _ cursor: inout Int, _ separator: UInt8
  ) -> ArraySlice<UInt8> {
    let start = cursor
    while cursor < bytes.count, bytes[cursor] != separator, bytes[cursor] != 0x0A {
      // A lone carriage return is text; one before a line feed is part of the line end.
      if bytes[cursor] == 0x0D, cursor + 1 == bytes.count || bytes[cursor + 1] == 0x0A { break }
      cursor += 1
    }
    return bytes[start..<cursor]
  }

  private func enclosed(
    _ bytes: [UInt8], _ cursor: inout Int, _ line: inout Int
  ) throws(CorpusError) -> ArraySlice<UInt8> {
    let first = line
    var raw: [UInt8] = []
    cursor += 1
    while cursor < bytes.count, raw.count <= DatasetReader.lineLimit {
      let byte = bytes[cursor]
      cursor += 1
      if byte == UInt8(ascii: "\"") {
        guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: "\"") else { return raw[...] }
        cursor += 1
      }
      if byte == 0x0A { line += 1 }
      raw.append(byte)
    }
    throw bad(first, "a quote is opened and never closed")
  }

  private func bad(_ line: Int, _ problem: String) -> CorpusError {
    .badLine(path: path, line: line, problem: problem)
  }
}
