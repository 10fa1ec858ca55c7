import Plain

/// The columns of one file after names were given or guessed.
struct ColumnChoice: Equatable {
  var text: String
  var textPair: String?
  var label: String?
  var client: String?
  var notes: [String] = []

  /// Chooses among the columns that a file has; the text is a must, the rest only when named.
  init(_ names: ColumnNames, available: [String], path: String) throws(CorpusError) {
    func find(_ name: String?, _ role: String, _ guesses: [String], _ taken: [String])
      throws(CorpusError) -> String?
    {
      if let name {
        guard available.contains(name) else {
          throw .badLine(
            path: path, line: 1,
            problem: "no column '\(excerpt(name))' for the \(role); there are "
              + available.prefix(12).map { excerpt($0) }.joined(separator: ", "))
        }
        return name
      }
      return guesses.first { guess in available.contains(guess) && !taken.contains(guess) }
    }
    let given = [names.text, names.textPair, names.label, names.client].compactMap(\.self)
    let guesses = ColumnNames.guesses
    guard let text = try find(names.text, "text", guesses.text, given) else {
      throw .badLine(
        path: path, line: 1,
        problem: "no column looks like a text among "
          + available.prefix(12).map { excerpt($0) }.joined(separator: ", ")
          + ": name it with --text-column")
    }
    self.text = text
    textPair = try find(names.textPair, "second text", guesses.textPair, given + [text])
    label = try find(names.label, "label", guesses.label, given + [text])
    client = try find(names.client, "client", guesses.client, given + [text])
    for (role, column, name) in [
      ("text", text as String?, names.text), ("second text", textPair, names.textPair),
      ("label", label, names.label), ("client", client, names.client),
    ] {
      if let column, name == nil {
        notes.append("column '\(excerpt(column))' taken as the \(role)")
      }
    }
  }
}
