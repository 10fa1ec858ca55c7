import Plain

/// Tokens with their ids, checked: what every kind of tokenizer is made of.
struct TokenizerVocabulary: Sendable {
  /// Ids above this are taken for a broken file, before anybody allocates a table of that size.
  static let idLimit = 1 << 24

  /// The model's own tokens, by id.
  let tokens: [(text: String, id: Int32)]
  /// Tokens that are recognised in running text.
  let added: [AddedToken]
  private let ids: [ExactString: Int32]

  /// Checks that no id, and no text, is there twice.
  ///
  /// - Parameter path: named in errors.
  init(
    tokens: some Sequence<(text: String, id: Int)>, added: [AddedToken] = [], path: String
  ) throws(CorpusError) {
    var ids: [ExactString: Int32] = [:]
    var texts: [Int32: String] = [:]
    func add(_ text: String, _ id: Int) throws(CorpusError) {
      guard id >= 0, id < Self.idLimit else {
        throw .badTokenizer(path: path, problem: "token '\(excerpt(text))' has the id \(id)")
      }
      if let other = texts.updateValue(text, forKey: Int32(id)) {
        throw .badTokenizer(
          path: path,
          problem: "'\(excerpt(other))' and '\(excerpt(text))' both have the id \(id)")
      }
      if ids.updateValue(Int32(id), forKey: ExactString(text)) != nil {
        throw .badTokenizer(path: path, problem: "token '\(excerpt(text))' is there twice")
      }
    }
    for token in tokens { try add(token.text, token.id) }
    self.tokens = ids.map { ($0.key.text, $0.value) }.sorted { $0.1 < $1.1 }
    for token in added where ids[ExactString(token.content)] != token.id {
      try add(token.content, Int(token.id))
    }
    guard !ids.isEmpty else { throw .badTokenizer(path: path, problem: "no tokens") }
    self.added = added
    self.ids = ids
  }

  /// Trusts a list without repeats, whose first tokens are special.
  init(distinct texts: [String], special: Int) {
    tokens = texts.enumerated().map { ($1, Int32($0)) }
    added = tokens.prefix(special).map { AddedToken(content: $0.text, id: $0.id) }
    ids = Dictionary(
      tokens.map { (ExactString($0.text), $0.id) }, uniquingKeysWith: { first, _ in first })
  }

  /// The id of a token.
  func id(_ text: String) -> Int32? { ids[ExactString(text)] }

  /// The id of a token that must be there.
  func id(_ text: String, path: String) throws(CorpusError) -> Int32 {
    guard let id = id(text) else {
      throw .badTokenizer(path: path, problem: "the vocabulary has no token '\(excerpt(text))'")
    }
    return id
  }

  /// One more than the largest id.
  var size: Int { Int(ids.values.max() ?? -1) + 1 }

  /// `[MASK]` or `<mask>`.
  var maskToken: Int32? { id("[MASK]") ?? id("<mask>") }

  /// Added tokens that stand for no text.
  var specialTokens: Set<Int32> { Set(added.filter(\.isSpecial).map(\.id)) }
}
