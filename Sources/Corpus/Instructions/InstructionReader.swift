import Plain

/// Makes samples of the records of a table that are instructions, whose keys `InstructionKeys` has.
///
/// A label is read where a column is named for it, and a client where one is named or called as such.
struct InstructionReader {
  private let table: Table
  private let label: TableColumn?
  private let client: TableColumn?

  /// What to say where instructions are read as labelled texts.
  static let advice =
    "these are instructions, without labels: a language model learns them (task.objective = completion)"

  /// The same where a column is called as labels are: a classifier may be meant, of the texts in the others.
  static func advice(_ table: Table, label: TableColumn) -> String {
    func column(_ keys: [String]) -> String? {
      table.columns.map(\.column.name).first { keys.contains($0.lowercased()) }.map { excerpt($0) }
    }
    let called = "these are called as instructions are, with labels in '\(excerpt(label.name))': "
    let learned = "a language model learns them (task.objective = completion)"
    guard let prompt = column(InstructionKeys.prompts) else { return called + learned }
    let answer = column(InstructionKeys.answers).map { ", and perhaps --pair-column \($0)" } ?? ""
    return called + "to tell these apart give --text-column \(prompt)\(answer); \(learned)"
  }

  /// What to say where a language model shall learn from records that are neither instructions nor labelled texts.
  static var wanted: String {
    func names(_ keys: [String]) -> String { keys.map { "'\($0)'" }.joined(separator: " or ") }
    return
      "no instructions (task.objective = completion): they have \(names(InstructionKeys.prompts)) with "
      + "\(names(InstructionKeys.answers)), or \(names([InstructionKeys.turns[0]]))"
  }

  /// Whether a table is one of instructions, by the names of its columns; turns are objects, which no field of CSV is.
  static func isOf(_ table: Table) -> Bool {
    let keys = Set(table.columns.map { $0.column.name.lowercased() })
    return table.form == .json && !keys.isDisjoint(with: InstructionKeys.turns)
      || !keys.isDisjoint(with: InstructionKeys.prompts)
        && !keys.isDisjoint(with: InstructionKeys.answers)
  }

  /// Chooses the columns beside the instructions.
  /// - Throws: `CorpusError` for a column that is named and not there.
  init(_ table: Table, _ columns: ColumnNames) throws(CorpusError) {
    let finder = ColumnFinder(table: table, names: columns)
    self.table = table
    label = try finder.named(columns.label, .label)
    client =
      try finder.named(columns.client, .client)
      ?? (columns.client == nil ? finder.client(except: [label].compactMap(\.self)) : nil)
  }

  /// All samples, in order.
  /// - Throws: `badLine` for an object that is no instruction.
  func rows() throws(CorpusError) -> TextRows {
    var rows: [TextRow] = []
    var unreadKeys: [String: Int] = [:]
    var source = try table.records()
    while let record = try source.next() {
      let instruction: Instruction
      let object = InstructionKeys.folded(try object(record))
      for key in InstructionKeys.unread(of: object) { unreadKeys[key, default: 0] += 1 }
      do throws(InstructionProblem) {
        instruction = try Instruction(object)
      } catch {
        throw .badLine(path: table.path, line: record.line, problem: error.words)
      }
      rows.append(
        TextRow(
          text: instruction.messages.last?.content ?? "", label: try name(record, label),
          client: try name(record, client), line: record.line, instruction: instruction))
    }
    let uses = [(ColumnUse.Role.label, label), (.client, client)].compactMap { role, column in
      column.map { ColumnUse(role: role, column: $0.name, reason: .name) }
    }
    let unread = try SplitColumn(table, except: [label, client])?.note(table)
    let notes =
      [client.map { "clients are read from '\(excerpt($0.name))'" }, unread, otherLabel]
      .compactMap(\.self)
      + unreadKeys.sorted { $0.key < $1.key }.map { key, count in
        "'\(key)' of \(count) of \(rows.count) conversations is not read"
      }
    return TextRows(rows: rows, notes: notes, uses: uses)
  }

  /// What is called as a label is, where none was named: instructions need none.
  private var otherLabel: String? {
    guard label == nil, table.hasHeader else { return nil }
    return ColumnChoice.note(
      otherLabels: table.columns.map(\.column).filter { $0 != client && $0.isCalledLabel }
        .map(\.name))
  }

  /// A record by the names of its columns.
  private func object(_ record: TableRecord) throws(CorpusError) -> JSONValue {
    switch record.cells {
    case .object(let object): return object
    case .fields(let fields):
      if let problem = table.miscount(fields) {
        throw .badLine(path: table.path, line: record.line, problem: problem)
      }
      let pairs = zip(table.columns, fields).map {
        (ExactString($0.column.name), JSONValue.string($1))
      }
      return .object(Dictionary(pairs) { first, _ in first })
    }
  }

  private func name(_ record: TableRecord, _ column: TableColumn?) throws(CorpusError) -> String? {
    guard let column, let value = record[column] else { return nil }
    guard let name = value.text ?? value.int.map(String.init) else {
      throw .badLine(
        path: table.path, line: record.line,
        problem: "'\(excerpt(column.name))' is \(value.kind), neither a name nor a whole number")
    }
    return name.isEmpty ? nil : name
  }
}
