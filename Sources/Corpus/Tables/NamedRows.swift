import Plain

/// The rows of a CSV or TSV file by the names of their columns: for tables that are no data set, such as a trace of devices.
public struct NamedRows: Sendable {
  /// One row.
  public struct Row: Sendable {
    /// The file.
    public let path: String
    /// The line it starts on, from 1.
    public let line: Int
    private let fields: [String: String]

    fileprivate init(path: String, line: Int, _ fields: [String: String]) {
      self.path = path
      self.line = line
      self.fields = fields
    }

    /// What it has in a column, without the spaces around it; nil for nothing, and for a column that the file lacks.
    public subscript(column: String) -> String? { fields[column] }

    /// The number that it has in a column; nil for none.
    /// - Throws: `CorpusError.badLine` for what is no number in `range`.
    public func number(
      _ column: String, in range: ClosedRange<Double>, _ words: String
    ) throws(CorpusError) -> Double? {
      guard let text = self[column] else { return nil }
      guard let number = Double(text), range.contains(number) else {
        throw bad("\(column) is '\(excerpt(text))', which is not \(words)")
      }
      return number
    }

    /// That something is wrong with this row.
    public func bad(_ problem: String) -> CorpusError {
      .badLine(path: path, line: line, problem: problem)
    }
  }

  /// The rows in the order of the file.
  public let rows: [Row]

  /// Reads a file whose first line names its columns.
  ///
  /// - Parameters:
  ///   - known: names that columns may have.
  ///   - required: those that must be there.
  /// - Throws: `CorpusError` with file and line.
  public init(path: String, known: [String], required: [String]) throws(CorpusError) {
    let separator = TextFile.ending(of: path) == "tsv" ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    var source = DelimitedRecords(
      path: path, bytes: try TextFile.read(path), separator: separator, isQuoted: true)
    guard let first = try source.next(), case .fields(let titles) = first.cells else {
      throw .badFile(path: path, problem: "empty, not even names of columns")
    }
    let names = titles.map { $0.trimming(while: \.isWhitespace).lowercased() }
    func bad(_ problem: String) -> CorpusError {
      .badLine(path: path, line: first.line, problem: problem)
    }
    if names.count == 1, let other = names[0].first(where: { ";\t|".contains($0) }) {
      let name = other == "\t" ? "tabs" : "'\(other)'"
      throw bad(
        "its fields are parted by \(name), and not by \(separator == 9 ? "tabs" : "commas")")
    }
    for (place, name) in names.enumerated() {
      guard known.contains(name) else {
        throw bad("no column '\(excerpt(name))': there are \(known.joined(separator: ", "))")
      }
      guard !names[..<place].contains(name) else {
        throw bad("the column '\(name)' is there twice")
      }
    }
    if let missing = required.first(where: { !names.contains($0) }) {
      throw bad("the column '\(missing)' is missing")
    }
    var rows: [Row] = []
    while let record = try source.next() {
      guard case .fields(let fields) = record.cells else { continue }
      guard fields.count == names.count else {
        throw .badLine(
          path: path, line: record.line,
          problem: "\(fields.count) fields where the first line names \(names.count)")
      }
      var values: [String: String] = [:]
      for (name, field) in zip(names, fields) {
        let text = field.trimming(while: \.isWhitespace)
        if !text.isEmpty { values[name] = String(text) }
      }
      rows.append(Row(path: path, line: record.line, values))
    }
    guard !rows.isEmpty else { throw .badFile(path: path, problem: "no rows below the names") }
    self.rows = rows
  }
}
