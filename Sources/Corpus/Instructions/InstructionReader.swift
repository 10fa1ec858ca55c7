import Plain

/// Makes samples of the objects of a table that are instructions.
///
/// `messages` (or `conversation`) are turns with `role` and `content`, the last of them the assistant's. Otherwise
/// `instruction` (or `prompt`), perhaps with `input`, and `output` (or `response`, `completion`). A label is read where a
/// column is named for it, and a client where one is named or called as such.
struct InstructionReader {
  private let table: Table
  private let label: TableColumn?
  private let client: TableColumn?

  private static let turns = ["messages", "conversation"]
  private static let prompts = ["instruction", "prompt"]
  private static let answers = ["output", "response", "completion"]

  /// What to say where instructions are read as labelled texts.
  static let advice =
    "these are instructions, without labels: a language model learns them (task.objective = completion)"

  /// Whether a table is one of instructions, by its keys.
  static func isOf(_ table: Table) -> Bool {
    guard table.form == .json else { return false }
    let keys = Set(table.columns.map(\.column.name))
    return !keys.isDisjoint(with: turns)
      || !keys.isDisjoint(with: prompts) && !keys.isDisjoint(with: answers)
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
    var source = try table.records()
    while let record = try source.next() {
      guard case .object(let object) = record.cells, let instruction = Instruction(object) else {
        throw .badLine(
          path: table.path, line: record.line,
          problem: "no instruction: it needs messages that end with the assistant's, or "
            + "instruction and output")
      }
      rows.append(
        TextRow(
          text: instruction.messages.last?.content ?? "", label: try name(record, label),
          client: try name(record, client), line: record.line, instruction: instruction))
    }
    let uses = [(ColumnUse.Role.label, label), (.client, client)].compactMap { role, column in
      column.map { ColumnUse(role: role, column: $0.name, reason: .name) }
    }
    let notes = client.map { ["clients are read from '\(excerpt($0.name))'"] } ?? []
    return TextRows(rows: rows, notes: notes, uses: uses)
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

extension Instruction {
  /// The instruction of an object; nil when it is none.
  init?(_ record: JSONValue) {
    func text(_ keys: String...) -> String? { keys.lazy.compactMap { record[$0]?.text }.first }
    if let turns = record["messages"]?.elements ?? record["conversation"]?.elements {
      var messages: [ChatMessage] = []
      for turn in turns {
        guard let role = turn["role"]?.text, let content = turn["content"]?.text,
          ["system", "user", "assistant"].contains(role)
        else { return nil }
        messages.append(ChatMessage(role: role, content: content))
      }
      guard let last = messages.popLast(), last.role == "assistant", !messages.isEmpty else {
        return nil
      }
      self.init(messages: messages, answer: last.content)
      return
    }
    guard let instruction = text("instruction", "prompt"),
      let answer = text("output", "response", "completion")
    else { return nil }
    let input = text("input") ?? ""
    self.init(
      messages: [
        ChatMessage(role: "user", content: instruction + (input.isEmpty ? "" : "\n\n" + input))
      ], answer: answer)
  }
}
