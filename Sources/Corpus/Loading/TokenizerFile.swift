import Plain

/// The `tokenizer.json` of Hugging Face `tokenizers`, as far as the families that are known use it.
struct TokenizerFile {
  /// The kinds of model that are known.
  enum Model: String {
    case wordPiece = "WordPiece"
    case byteLevel = "BPE"
    case unigram = "Unigram"
  }

  let path: String
  let root: JSONValue

  /// Reads and parses the file.
  init(path: String) throws(CorpusError) {
    self.path = path
    root = try TokenizerLoader.json(path)
  }

  func bad(_ problem: String) -> CorpusError {
    .badTokenizer(path: path, problem: problem)
  }

  /// The section `model`, and its kind.
  func model() throws(CorpusError) -> (kind: Model, section: JSONValue) {
    guard let section = root["model"] else { throw bad("no section 'model'") }
    // Old files do not name their model; only BPE has merges, and only Unigram a list of scores.
    let guess =
      section["vocab"]?.elements != nil ? "Unigram" : section["merges"] == nil ? "WordPiece" : "BPE"
    let name = section["type"]?.text ?? guess
    guard let kind = Model(rawValue: name) else {
      throw bad(
        "model type '\(excerpt(name))' is not known: WordPiece, byte-level BPE and Unigram are")
    }
    return (kind, section)
  }

  /// The tokens of the model.
  func tokens() throws(CorpusError) -> [(text: String, id: Int)] {
    let (kind, section) = try model()
    guard kind == .unigram else { return try Self.tokens(section["vocab"], path: path) }
    return try scoredPieces().enumerated().map { (text: $1.text, id: $0) }
  }

  /// The merges of BPE, in order.
  func merges() throws(CorpusError) -> [(String, String)] {
    guard let rules = try model().section["merges"]?.elements else {
      throw bad("model.merges is missing")
    }
    var pairs: [(String, String)] = []
    pairs.reserveCapacity(rules.count)
    for (index, rule) in rules.enumerated() {
      let place = "merge \(index)"
      if let text = rule.text {
        pairs.append(try Self.merge(Substring(text), path: path, place: place))
      } else if let parts = rule.elements, parts.count == 2, let first = parts[0].text,
        let second = parts[1].text
      {
        pairs.append((first, second))
      } else {
        throw bad("\(place): a merge needs two tokens")
      }
    }
    return pairs
  }

  /// The section `added_tokens`, in order.
  func addedTokens() throws(CorpusError) -> [(id: Int, token: AddedToken)] {
    var tokens: [(id: Int, token: AddedToken)] = []
    for entry in root["added_tokens"]?.elements ?? [] {
      guard let token = AddedToken(entry), !token.content.isEmpty, let id = entry["id"]?.int,
        0..<TokenizerVocabulary.idLimit ~= id
      else { throw bad("added_tokens needs a text and an id within limits in each entry") }
      tokens.append((id, token))
    }
    return tokens
  }

  /// Whether its section `truncation` cuts the start of a text; nil without one.
  ///
  /// Lengths in that section, and in `padding`, are the caller's choice, as they are in `transformers`.
  var truncatesLeft: Bool? {
    root["truncation"]?["direction"]?.text.map { $0 == "Left" }
  }

  /// The pairs of a JSON vocabulary.
  static func tokens(
    _ vocabulary: JSONValue?, path: String
  ) throws(CorpusError) -> [(text: String, id: Int)] {
    guard let members = vocabulary?.members else {
      throw .badTokenizer(path: path, problem: "the vocabulary is not an object of token and id")
    }
    var tokens: [(text: String, id: Int)] = []
    tokens.reserveCapacity(members.count)
    for (key, value) in members {
      let text = key.text
      guard let id = value.int else {
        throw .badTokenizer(
          path: path, problem: "the id of token '\(excerpt(text))' is not a whole number")
      }
      tokens.append((text, id))
    }
    // In order of ids, so that the same broken file always gives the same error.
    return tokens.sorted { ($0.id, $0.text) < ($1.id, $1.text) }
  }

  /// One merge rule, `first second`.
  static func merge(
    _ text: Substring, path: String, place: String
  ) throws(CorpusError) -> (String, String) {
    let parts = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw .badTokenizer(path: path, problem: "\(place): a merge needs two tokens and one blank")
    }
    return (String(parts[0]), String(parts[1]))
  }
}
