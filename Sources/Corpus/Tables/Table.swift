import Plain

/// A table as a file holds it: its columns and what is in them, and its records, from the first, as often as asked.
struct Table {
  /// How records follow one another in a file.
  enum Form: Equatable {
    /// Objects.
    case json
    /// Fields between separators.
    case delimited(separator: UInt8, isQuoted: Bool)
  }

  /// Where it is.
  let path: String
  let form: Form
  /// Whether its columns have names; of objects each has.
  let hasHeader: Bool
  /// Whether its first line is no sample: names of columns, or their numbers.
  private let hasHead: Bool
  /// What its columns hold, in the order of the file; keys of objects by name.
  let columns: [ColumnProfile]
  /// Records that were looked at for that.
  let surveyed: Int
  /// The line of its first record or header.
  let firstLine: Int
  /// What was decided about its form and should be told.
  let notes: [String]
  private let bytes: [UInt8]

  /// Records of CSV or TSV that are looked at to know the columns.
  private static let surveyLimit = 1000

  /// Reads a file and looks at its columns.
  /// - Throws: `CorpusError`.
  init(_ path: String, _ names: ColumnNames) throws(CorpusError) {
    let bytes = try TextFile.read(path)
    var notes: [String] = []
    form = try Self.form(path, bytes, names.quotes, &notes)
    self.path = path
    self.bytes = bytes
    var source = Self.source(path, bytes, form)
    guard case .delimited(let separator, _) = form else {
      if let problem = FormSigns.notJSON(bytes) {
        let blank = bytes.prefix(while: JSONRecords.isSpace)
        throw .badLine(path: path, line: 1 + LineEnds.count(in: blank), problem: problem)
      }
      var profiles: [ExactString: ColumnProfile] = [:]
      var count = 0
      var line: Int?
      while let record = try source.next() {
        line = line ?? record.line
        count += 1
        guard case .object(let value) = record.cells else { continue }
        for (key, value) in value.members ?? [:] {
          profiles[key, default: ColumnProfile(TableColumn(name: key.text))].add(value)
        }
      }
      columns = profiles.sorted { $0.key < $1.key }.map(\.value)
      (hasHeader, hasHead, surveyed, firstLine, self.notes) = (true, false, count, line ?? 1, notes)
      return
    }
    if let problem = FormSigns.notDelimited(bytes) {
      throw .badFile(path: path, problem: problem)
    }
    var head: [TableRecord] = []
    while head.count <= Self.surveyLimit, let record = try source.next() { head.append(record) }
    guard let first = head.first, case .fields(let fields) = first.cells else {
      throw .badFile(path: path, problem: "empty, not even names of columns")
    }
    let signs = HeaderSigns(first: fields, rest: head.dropFirst())
    let isNumbered = names.header == .auto && signs.numbersColumns
    hasHeader = !isNumbered && signs.isHeader(names)
    hasHead = hasHeader || isNumbered
    if !hasHeader, names.header == .auto,
      let other = FormSigns.separator(path, bytes, beside: separator, records: head.count)
    {
      throw .badFile(
        path: path, problem: FormSigns.advice(other) + " (--no-header: cut as its name says)")
    }
    if names.header == .auto, let problem = FormSigns.noRecord(head) {
      throw .badLine(path: path, line: first.line, problem: problem)
    }
    if isNumbered {
      notes.append(
        "the first line numbers the columns from 0, as pandas does, and is no sample (data.header)")
    } else if !hasHeader, names.header == .auto {
      notes.append("no names of columns: \(signs.reason), and is taken as a sample (data.header)")
    } else if hasHeader, !signs.looksLikeHeader {
      notes.append("the first line is taken as names of columns, not as a sample (data.header)")
    }
    let titles =
      hasHeader ? try Self.titles(fields, path) : fields.indices.map { String($0 + 1) }
    var profiles = titles.enumerated().map {
      ColumnProfile(TableColumn(name: $1, place: $0))
    }
    let samples = head.dropFirst(hasHead ? 1 : 0)
    surveyed = samples.count
    for record in samples {
      for place in profiles.indices { profiles[place].add(record[profiles[place].column]) }
    }
    columns = profiles
    firstLine = first.line
    self.notes = notes
  }

  /// Its records, from the first on.
  func records() throws(CorpusError) -> any RecordSource {
    var source = Self.source(path, bytes, form)
    if case .delimited = form, hasHead { _ = try source.next() }
    return source
  }

  /// What is wrong with a record of another number of fields than there are columns; nil: it has as many.
  func miscount(_ fields: [String]) -> String? {
    guard fields.count != columns.count else { return nil }
    let words =
      "\(fields.count) fields, the first line "
      + (hasHeader ? "names \(columns.count) columns" : "has \(columns.count)")
    if fields.contains(where: { $0.first == " " && $0.first(where: { $0 != " " }) == "\"" }) {
      return words + ": a quote behind a space encloses nothing, take the space out"
    }
    return words
      + (fields.count > columns.count ? ": a field with a separator in it stands in quotes" : "")
  }

  /// The columns for a message: names, or numbers with what the first record has there.
  var listing: String {
    let words = columns.prefix(12).map { profile in
      hasHeader
        ? excerpt(profile.column.name)
        : "\(profile.column.name) ('\(excerpt(profile.example, limit: 24))')"
    }
    return words.joined(separator: ", ") + (columns.count > 12 ? ", …" : "")
  }

  private static func source(_ path: String, _ bytes: [UInt8], _ form: Form) -> any RecordSource {
    switch form {
    case .json: JSONRecords(path: path, bytes: bytes)
    case .delimited(let separator, let isQuoted):
      DelimitedRecords(path: path, bytes: bytes, separator: separator, isQuoted: isQuoted)
    }
  }

  private static func form(
    _ path: String, _ bytes: [UInt8], _ quotes: Presence, _ notes: inout [String]
  ) throws(CorpusError) -> Form {
    switch TextFile.ending(of: path) {
    case "jsonl", "json", "ndjson": return .json
    case "csv":
      return .delimited(separator: UInt8(ascii: ","), isQuoted: quotes != .no)
    case "tsv":
      let separator = UInt8(ascii: "\t")
      guard quotes == .auto else {
        return .delimited(separator: separator, isQuoted: quotes == .yes)
      }
      let signs = QuoteSigns(bytes, separator: separator)
      if signs.areEnclosing {
        notes.append("quotes enclose fields, as in CSV (data.quotes)")
      } else if signs.enclosed > 0 {
        notes.append("quotes are taken as text, as in GLUE's files (data.quotes)")
      }
      return .delimited(separator: separator, isQuoted: signs.areEnclosing)
    default:
      throw .badFile(
        path: path,
        problem: "the name must end in .jsonl, .csv or .tsv, which tells its form "
          + "(.json, .ndjson, and .gz behind one of them, are read too)")
    }
  }

  /// Names of columns without the spaces around them; two columns of one name cannot be told apart.
  private static func titles(
    _ fields: [String], _ path: String
  ) throws(CorpusError) -> [String] {
    let titles = fields.map { String($0.trimming(while: \.isWhitespace)) }
    var seen: Set<ExactString> = []
    for title in titles where !title.isEmpty {
      guard seen.insert(ExactString(title)).inserted else {
        throw .badLine(
          path: path, line: 1, problem: "the column '\(excerpt(title))' is there twice")
      }
    }
    return titles
  }
}

extension StringProtocol {
  /// The text without the characters at its ends that are so.
  func trimming(while isOut: (Character) -> Bool) -> SubSequence {
    var rest = self[...]
    while let first = rest.first, isOut(first) { rest = rest.dropFirst() }
    while let last = rest.last, isOut(last) { rest = rest.dropLast() }
    return rest
  }
}
