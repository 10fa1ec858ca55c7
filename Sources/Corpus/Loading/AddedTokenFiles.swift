import Plain

/// The added tokens of all files of a directory, by the id that each file gives.
///
/// `added_tokens_decoder` of `tokenizer_config.json` stands alone where it is; otherwise `tokenizer.json` holds over
/// `added_tokens.json`. Each token gets the id that Hugging Face `tokenizers` gives it, in the order of the stated
/// ones; a statement that comes out otherwise is an error when no file states the right id, and a note when one does.
struct AddedTokenFiles {
  private struct Entry {
    var token: AddedToken
    var path: String
  }

  /// What was decided for the user and should be told.
  private(set) var notes: [String] = []
  private var entries: [Int: Entry] = [:]

  /// Collects what the files state; `special` are the texts of special tokens.
  init(
    _ settings: TokenizerSettings, folder: String, file: TokenizerFile?, special: Set<ExactString>
  ) throws(CorpusError) {
    let others = try Self.addedTokensFile(folder, special) + Self.tokens(of: file)
    guard let decoder = try settings.addedTokensDecoder else {
      for (id, entry) in others { try state(entry, id: id) }
      return
    }
    for (id, token) in decoder { entries[id] = Entry(token: token, path: settings.path) }
    for (id, entry) in others where !isStated(entry.token, id: id) {
      notes.append(
        "\(entry.path): '\(excerpt(entry.token.content))' with the id \(id) does not hold beside "
          + "added_tokens_decoder in \(settings.path)")
    }
  }

  /// Adds the tokens to a vocabulary, then the special ones that no file numbers.
  mutating func number(
    in vocabulary: inout TokenizerVocabulary, special: [AddedToken]
  ) throws(CorpusError) {
    let names = Set(special.map { ExactString($0.content) })
    for (_, entry) in entries.sorted(by: { $0.key < $1.key }) {
      var token = entry.token
      if let known = vocabulary.recognised(token.content), known.isSame(as: token) { continue }
      token.isSpecial = token.isSpecial || names.contains(ExactString(token.content))
      vocabulary.add(token)
    }
    try check(vocabulary)
    for token in special where vocabulary.recognised(token.content) == nil {
      let isNew = vocabulary.id(token.content) == nil
      vocabulary.add(token)
      if isNew, let id = vocabulary.id(token.content) {
        notes.append(
          "no file of the tokenizer has an id for '\(excerpt(token.content))': it gets the next, \(id)"
        )
      }
    }
  }

  /// Fails on a token without a row in the embeddings.
  func check(rows: Int, _ vocabulary: TokenizerVocabulary, path: String) throws(CorpusError) {
    func bad(_ text: String, _ id: Int, _ path: String) -> CorpusError {
      .badTokenizer(
        path: path,
        problem: "token '\(excerpt(text))' has the id \(id), but the model has \(rows) embeddings: "
          + "take both from the same checkpoint")
    }
    if let last = vocabulary.tokens.last, last.id >= rows {
      throw bad(last.text, Int(last.id), path)
    }
    for (id, entry) in entries.sorted(by: { $0.key < $1.key }) where id >= rows {
      throw bad(entry.token.content, id, entry.path)
    }
  }

  private mutating func state(_ entry: Entry, id: Int) throws(CorpusError) {
    guard let old = entries.updateValue(entry, forKey: id),
      ExactString(old.token.content) != ExactString(entry.token.content)
    else { return }
    let (first, second) = (excerpt(old.token.content), excerpt(entry.token.content))
    guard old.path != entry.path else {
      throw .badTokenizer(
        path: entry.path, problem: "'\(first)' and '\(second)' both have the id \(id)")
    }
    notes.append(
      "id \(id) is '\(first)' in \(old.path) and '\(second)' in \(entry.path): the latter holds")
  }

  private func isStated(_ token: AddedToken, id: Int) -> Bool {
    entries[id].map { ExactString($0.token.content) == ExactString(token.content) } ?? false
  }

  /// Every token must have an id that a file states, and none that another has.
  private mutating func check(_ vocabulary: TokenizerVocabulary) throws(CorpusError) {
    let owners = Dictionary(vocabulary.tokens.map { (Int($0.id), $0.text) }) { first, _ in first }
    for (stated, entry) in entries.sorted(by: { $0.key < $1.key }) {
      let text = entry.token.content
      let problem = "'\(excerpt(text))' has the id \(stated) here"
      let cause: String
      if let owner = owners[stated], ExactString(owner) != ExactString(text) {
        cause = "which is '\(excerpt(owner))' in the vocabulary"
      } else if let id = vocabulary.id(text).map(Int.init), id != stated {
        if isStated(entry.token, id: id) {
          notes.append("\(entry.path): \(problem), but \(id) elsewhere, which holds")
          continue
        }
        cause =
          owners[id] != nil
          ? "but \(id) in the vocabulary"
          : "but the vocabulary has \(vocabulary.tokens.count) tokens, after which it is number \(id)"
      } else {
        continue
      }
      throw .badTokenizer(path: entry.path, problem: "\(problem), \(cause): correct one of them")
    }
  }

  private static func addedTokensFile(
    _ folder: String, _ special: Set<ExactString>
  ) throws(CorpusError) -> [(Int, Entry)] {
    let path = folder + "added_tokens.json"
    guard FileBytes.exists(path) else { return [] }
    return try TokenizerFile.tokens(TokenizerLoader.json(path), path: path).map { text, id in
      let isSpecial = special.contains(ExactString(text))
      return (
        id,
        Entry(
          token: AddedToken(content: text, isNormalized: !isSpecial, isSpecial: isSpecial),
          path: path)
      )
    }
  }

  private static func tokens(of file: TokenizerFile?) throws(CorpusError) -> [(Int, Entry)] {
    guard let file else { return [] }
    return try file.addedTokens().map { ($0.id, Entry(token: $0.token, path: file.path)) }
  }
}
