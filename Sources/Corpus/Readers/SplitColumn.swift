import Plain

/// A column that says in words which samples train and which are held out; nothing here divides samples by it.
struct SplitColumn {
  private static let names: Set = ["split", "set", "subset", "fold", "partition", "usage"]

  private let column: TableColumn

  /// Finds it among the columns that are not used; nil: there is none.
  init?(_ table: Table, except used: [TableColumn?]) {
    let words = TableName.training.union(TableName.heldOut)
    let found = table.columns.first { profile in
      Self.names.contains(profile.column.name.lowercased()) && !used.contains(profile.column)
        && profile.strings > 0 && profile.counts.keys.allSatisfy { words.contains(Self.word($0)) }
    }
    guard let found else { return nil }
    column = found.column
  }

  /// How many samples it calls held out, and what to do; nil: none.
  func note(_ table: Table) throws(CorpusError) -> String? {
    var (held, all): ([String: Int], Int) = ([:], 0)
    var source = try table.records()
    while let record = try source.next() {
      all += 1
      guard let value = record[column]?.text, TableName.heldOut.contains(Self.word(value)) else {
        continue
      }
      held[Self.word(value), default: 0] += 1
    }
    guard !held.isEmpty else { return nil }
    return
      "column '\(excerpt(column.name))' is not read: the \(held.values.reduce(0, +)) of \(all) samples that it calls "
      + "\(listed(held.keys.sorted())) are taken as training samples (write them to a file of their own, for --test FILE)"
  }

  private static func word(_ value: String) -> String {
    value.trimming(while: \.isWhitespace).lowercased()
  }
}
