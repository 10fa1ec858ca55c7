import Plain

/// What a table's file looks like where its name says another form: read as the name says it would be misread in silence.
enum FormSigns {
  /// Why what is called CSV or TSV is none; nil when nothing speaks against it.
  static func notDelimited(_ bytes: [UInt8]) -> String? {
    let start = bytes.drop(while: JSONRecords.isSpace)
    if isJSON(start) {
      return "it holds JSON, where the file's name says another form: call it .jsonl"
    }
    let line = String(decoding: start.prefix(80).prefix { !isBreak($0) }, as: UTF8.self)
    if line.hasPrefix("__label__"), line.prefix(while: { !"\t,;".contains($0) }).contains(" ") {
      return "it has fastText's form: write label and text as CSV or JSON lines"
    }
    let bare = line.filter { $0 != "\"" }
    if bare.lowercased().hasPrefix("sep="), bare.count <= 5 {
      return "the line '\(excerpt(bare))' is for spreadsheets alone: take it out"
        + (bare.hasSuffix(";") ? ", and write the table with commas" : "")
    }
    return nil
  }

  /// Why what is called JSON is none; nil when it begins like JSON.
  static func notJSON(_ bytes: [UInt8]) -> String? {
    let start = bytes.drop(while: JSONRecords.isSpace)
    guard let first = start.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else {
      return nil
    }
    let line = String(decoding: start.prefix(80).prefix { !isBreak($0) }, as: UTF8.self)
    return "'\(excerpt(line, limit: 40))' begins no object of JSON: a table is called .csv or .tsv"
  }

  /// Why the first record is none, nor names the columns: a remark above the table, which has one field where all below have more.
  static func noRecord(_ head: [TableRecord]) -> String? {
    let counts = head.map { record in
      if case .fields(let fields) = record.cells { fields.count } else { 0 }
    }
    guard case .fields(let first)? = head.first?.cells, first.count == 1, head.count > 2,
      counts[1] > 1, counts.dropFirst().allSatisfy({ $0 == counts[1] }),
      !first[0].utf8.contains(where: candidates.contains),
      !ColumnNames.known.contains(first[0].trimming(while: \.isWhitespace).lowercased())
    else { return nil }
    return
      "'\(excerpt(first[0], limit: 40))' is one field, where the next lines have \(counts[1]): take the "
      + "line out, or give it the names of the columns"
  }

  /// A separator beside `own` that cuts all `records` of a table without names alike, into texts and classes; nil: none.
  static func separator(
    _ path: String, _ bytes: [UInt8], beside own: UInt8, records: Int
  ) -> UInt8? {
    candidates.first { other in
      guard other != own else { return false }
      var source = DelimitedRecords(path: path, bytes: bytes, separator: other, isQuoted: true)
      var profiles: [ColumnProfile] = []
      // A space behind each is that of a sentence.
      var spaced: Set<Int> = []
      var count = 0
      while count < records {
        guard let record = try? source.next(), case .fields(let fields) = record.cells else {
          break
        }
        if count == 0 {
          profiles = fields.indices.map { ColumnProfile(TableColumn(name: "", place: $0)) }
          spaced = Set(fields.indices)
        }
        guard fields.count == profiles.count else { return false }
        for place in profiles.indices { profiles[place].add(.string(fields[place])) }
        spaced.formIntersection(fields.indices.filter { fields[$0].first == " " })
        count += 1
      }
      return count == records && spaced.isEmpty && profiles.contains(where: \.isTextLike)
        && profiles.contains { $0.isClassLike(records: records) }
    }
  }

  /// What is wrong where another separator was found, and what to do.
  static func advice(_ separator: UInt8) -> String {
    switch separator {
    case UInt8(ascii: "\t"): "its separator seems to be a tab: call it .tsv"
    case UInt8(ascii: ","): "its separator seems to be ',': call it .csv"
    default:
      "its separator seems to be '\(Character(Unicode.Scalar(separator)))': write it with commas, "
        + "or with tabs as .tsv"
    }
  }

  /// What separates fields elsewhere.
  static let candidates = ";\t|,".utf8.map(\.self)

  /// Whether an object of JSON begins, or a list of objects.
  private static func isJSON(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    let rest = bytes.dropFirst().drop(while: JSONRecords.isSpace)
    switch first {
    case UInt8(ascii: "{"): return rest.first == UInt8(ascii: "\"")
    case UInt8(ascii: "["): return rest.first == UInt8(ascii: "{") && isJSON(rest)
    default: return false
    }
  }

  private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
