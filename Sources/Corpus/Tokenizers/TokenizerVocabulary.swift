import Plain

/// Tokens with their ids, checked: what every kind of tokenizer is made of.
struct TokenizerVocabulary: Sendable {
  /// Ids above this are taken for a broken file, before anybody allocates a table of that size.
  static let idLimit = 1 << 24

  /// The model's own tokens, by id; of a text that is there twice the last.
  let tokens: [(text: String, id: Int32)]
  /// Tokens that are recognised in running text.
  private(set) var added: [AddedToken] = []
  private let ids: [ExactString: Int32]
  /// Where in `added` a token is.
  private var places: [ExactString: Int] = [:]
  private var largestAdded: Int32 = -1

  /// Checks that no id is there twice; of a repeated text the last id holds, as in Hugging Face `tokenizers`.
  ///
  /// - Parameter path: named in errors.
  init(
    tokens: some Sequence<(text: String, id: Int)>, path: String
  ) throws(CorpusError) {
    var ids: [ExactString: Int32] = [:]
    var texts: [Int32: String] = [:]
    for (text, id) in tokens {
      guard id >= 0, id < Self.idLimit else {
        throw .badTokenizer(path: path, problem: "token '\(excerpt(text))' has the id \(id)")
      }
      if let other = texts.updateValue(text, forKey: Int32(id)) {
        throw .badTokenizer(
          path: path,
          problem: "'\(excerpt(other))' and '\(excerpt(text))' both have the id \(id)")
      }
      ids[ExactString(text)] = Int32(id)
    }
    guard !ids.isEmpty else { throw .badTokenizer(path: path, problem: "no tokens") }
    self.tokens = ids.map { ($0.key.text, $0.value) }.sorted { $0.1 < $1.1 }
    self.ids = ids
  }

  /// Trusts a list without repeats, whose first tokens are special.
  init(distinct texts: [String], special: Int) {
    tokens = texts.enumerated().map { ($1, Int32($0)) }
    ids = Dictionary(
      tokens.map { (ExactString($0.text), $0.id) }, uniquingKeysWith: { first, _ in first })
    for text in texts.prefix(special) { add(AddedToken(content: text)) }
  }

  /// Recognises a token from now on.
  ///
  /// Hugging Face `tokenizers` decides its id, not files: one that is known keeps the
  /// id it has, another gets the next after the number of texts.
  mutating func add(_ token: AddedToken) {
    guard !token.content.isEmpty else { return }
    let key = ExactString(token.content)
    var token = token
    token.id = id(token.content) ?? max(Int32(ids.count), largestAdded + 1)
    largestAdded = max(largestAdded, token.id)
    if let place = places[key] {
      added[place] = token
    } else {
      places[key] = added.count
      added.append(token)
    }
  }

  /// The id of a token.
  func id(_ text: String) -> Int32? {
    places[ExactString(text)].map { added[$0].id } ?? ids[ExactString(text)]
  }

  /// The id of a token that must be there.
  func id(_ text: String, path: String) throws(CorpusError) -> Int32 {
    guard let id = id(text) else {
      throw .badTokenizer(path: path, problem: "the vocabulary has no token '\(excerpt(text))'")
    }
    return id
  }

  /// A token that is recognised in running text; nil for any other text.
  func recognised(_ text: String) -> AddedToken? {
    places[ExactString(text)].map { added[$0] }
  }

  /// One more than the largest id.
  var size: Int { Int(max(tokens.last?.id ?? -1, largestAdded)) + 1 }

  /// `[MASK]` or `<mask>`.
  var maskToken: Int32? { id("[MASK]") ?? id("<mask>") }

  /// Added tokens that stand for no text.
  var specialTokens: Set<Int32> { Set(added.filter(\.isSpecial).map(\.id)) }
}
