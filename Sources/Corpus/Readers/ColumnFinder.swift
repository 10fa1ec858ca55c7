import Plain

/// Finds columns of a table by names that were given, by names that they have elsewhere, or by what they hold.
struct ColumnFinder {
  let table: Table
  let names: ColumnNames

  private var columns: [TableColumn] { table.columns.map(\.column) }

  /// The column that was asked for; nil for none.
  func named(_ name: String?, _ role: ColumnUse.Role) throws(CorpusError) -> TableColumn? {
    guard let name else { return nil }
    if let column = columns.first(where: { $0.name == name }) { return column }
    let wanted = name.trimming(while: \.isWhitespace).lowercased()
    let alike = columns.filter { $0.name.lowercased() == wanted }
    if alike.count == 1 { return alike[0] }
    if name == "none", role != .text { return nil }
    if let number = Int(name), let column = columns.first(where: { $0.place == number - 1 }) {
      return column
    }
    throw .badLine(
      path: table.path, line: table.firstLine,
      problem: "no column '\(excerpt(name))' for the \(role.rawValue); there are \(table.listing)")
  }

  private func called(_ name: String, except taken: [TableColumn]) -> TableColumn? {
    columns.first { $0.name.lowercased() == name && !taken.contains($0) }
  }

  /// The text and its second text by their names.
  func textsByName(
    text: TableColumn?, isPaired: Bool, except taken: [TableColumn]
  ) -> (text: TableColumn?, pair: TableColumn?) {
    if let text {
      guard isPaired else { return (text, nil) }
      let partner = ColumnNames.pairs.lazy.filter { $0.0 == text.name.lowercased() }
        .compactMap { called($0.1, except: taken) }.first
      return (text, partner)
    }
    if isPaired {
      for (first, second) in ColumnNames.pairs {
        guard let first = called(first, except: taken), let second = called(second, except: taken)
        else { continue }
        return (first, second)
      }
    }
    return (ColumnNames.texts.lazy.compactMap { called($0, except: taken) }.first, nil)
  }

  /// The text of a table without names: the only column with sentences, or the one with the longest.
  func textByContent(
    text: TableColumn?, except taken: [TableColumn]
  ) -> (text: TableColumn?, pair: TableColumn?) {
    if let text { return (text, nil) }
    let texts = table.columns.filter { $0.isTextLike && !taken.contains($0.column) }
    let longest = texts.max {
      Double($0.characters) / Double($0.strings) < Double($1.characters) / Double($1.strings)
    }
    return (longest?.column, nil)
  }

  /// The label by its name, or by few values that are there again and again.
  func label(except taken: [TableColumn]) -> TableColumn? {
    if table.hasHeader {
      return ColumnNames.labels.lazy.compactMap { called($0, except: taken) }.first
    }
    let candidates = table.columns.filter {
      $0.isClassLike(records: table.surveyed) && !taken.contains($0.column)
    }
    let numbers = candidates.filter(\.isWhole)
    return (numbers.isEmpty ? candidates : numbers).min { $0.counts.count < $1.counts.count }?
      .column
  }

  /// The client by its name.
  func client(except taken: [TableColumn]) -> TableColumn? {
    guard table.hasHeader else { return nil }
    return ColumnNames.clients.lazy.compactMap { called($0, except: taken) }.first
  }

  /// No text among the columns.
  func noText() -> CorpusError {
    if InstructionReader.isOf(table) {
      let label = table.hasHeader ? label(except: []) : nil
      return .badFile(
        path: table.path,
        problem: label.map { InstructionReader.advice(table, label: $0) }
          ?? InstructionReader.advice)
    }
    if names.areInstructions {
      return .badFile(
        path: table.path, problem: "\(InstructionReader.wanted); there are \(table.listing)")
    }
    guard table.hasHeader else {
      return .badLine(
        path: table.path, line: table.firstLine,
        problem: "no names of columns, and none looks like a text among \(table.listing): give "
          + "--text-column and --label-column by number, or data.header=yes")
    }
    var problem =
      "no column looks like a text among \(table.listing): name it with --text-column"
    if columns.count == 1, let name = columns.first?.name,
      let sign = name.utf8.first(where: FormSigns.candidates.contains)
    {
      problem = "one column only, '\(excerpt(name))': \(FormSigns.advice(sign))"
    }
    if table.form == .json, table.surveyed == 1 {
      problem =
        "one object only, with \(table.listing): samples are objects in a list, or one a line"
    }
    return .badLine(path: table.path, line: table.firstLine, problem: problem)
  }
}
