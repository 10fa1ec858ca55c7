import Plain

/// Records of CSV or TSV: fields between separators, in quotes (RFC 4180) or as they are.
struct DelimitedRecords: RecordSource {
  let path: String
  let bytes: [UInt8]
  let separator: UInt8
  /// Whether `"` encloses fields or is a character like any other.
  let isQuoted: Bool
  /// Whether a lone CR ends a line.
  let endsWithReturn: Bool
  private var cursor = 0
  private var line = 1

  /// Records from the first byte on.
  init(path: String, bytes: [UInt8], separator: UInt8, isQuoted: Bool) {
    self.path = path
    self.bytes = bytes
    self.separator = separator
    self.isQuoted = isQuoted
    endsWithReturn = LineEnds.isReturn(bytes)
  }

  /// The next record; lines without anything are left out.
  mutating func next() throws(CorpusError) -> TableRecord? {
    while cursor < bytes.count {
      let (fields, first) = try record()
      if fields != [""] { return TableRecord(cells: .fields(fields), line: first) }
    }
    return nil
  }

  private mutating func record() throws(CorpusError) -> (fields: [String], line: Int) {
    let first = line
    let start = cursor
    var fields: [String] = []
    while true {
      let isEnclosed = isQuoted && cursor < bytes.count && bytes[cursor] == UInt8(ascii: "\"")
      let raw = isEnclosed ? try enclosed() : plain()
      guard cursor - start <= DatasetReader.lineLimit else {
        throw bad(first, "a record above the limit of \(DatasetReader.lineLimit) bytes")
      }
      guard let field = String(validating: raw, as: UTF8.self) else {
        throw bad(
          line, "invalid UTF-8: write the file anew in it, if it is Latin-1 or Windows-1252")
      }
      fields.append(field)
      guard cursor < bytes.count else { return (fields, first) }
      let end = bytes[cursor]
      cursor += 1
      if end == separator { continue }
      if end == 0x0D, cursor < bytes.count, bytes[cursor] == 0x0A { cursor += 1 }
      guard end == 0x0A || end == 0x0D else {
        throw bad(
          line,
          raw.last == UInt8(ascii: "\\")
            ? "a backslash does not keep a quote from closing a field: a quote inside is doubled"
            : "text after a closing quote")
      }
      line += 1
      return (fields, first)
    }
  }

  private mutating func plain() -> ArraySlice<UInt8> {
    let start = cursor
    while cursor < bytes.count, bytes[cursor] != separator, bytes[cursor] != 0x0A {
      // Where lines end otherwise a lone carriage return is text; one before a line feed belongs to the line end.
      if bytes[cursor] == 0x0D,
        endsWithReturn || cursor + 1 == bytes.count || bytes[cursor + 1] == 0x0A
      {
        break
      }
      cursor += 1
    }
    return bytes[start..<cursor]
  }

  private mutating func enclosed() throws(CorpusError) -> ArraySlice<UInt8> {
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
      if byte == 0x0A || byte == 0x0D && endsWithReturn { line += 1 }
      raw.append(byte)
    }
    throw bad(first, "a quote is opened and never closed")
  }

  private func bad(_ line: Int, _ problem: String) -> CorpusError {
    .badLine(path: path, line: line, problem: problem)
  }
}
