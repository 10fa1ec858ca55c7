import Plain

/// The `tokenizer.json` of Hugging Face `tokenizers`, as far as BERT's and RoBERTa's families use
/// it.
struct TokenizerFile {
  let path: String
  let root: JSONValue

  /// Reads and parses the file.
  init(path: String) throws(CorpusError) {
    self.path = path
    root = try TokenizerLoader.json(path)
  }

  /// The tokenizer that the file describes.
  func tokenizer() throws(CorpusError) -> any Tokenizer {
    guard let model = root["model"] else { throw bad("no section 'model'") }
    let vocabulary = try TokenizerVocabulary(
      tokens: Self.tokens(model["vocab"], path: path), added: try addedTokens(), path: path)
    let template = try template(vocabulary)
    // Old files do not name their model; only BPE has merges.
    switch model["type"]?.text ?? (model["merges"] == nil ? "WordPiece" : "BPE") {
    case "WordPiece":
      try require("pre_tokenizer", is: "BertPreTokenizer")
      let unknown = model["unk_token"]?.text ?? "[UNK]"
      let longest = model["max_input_chars_per_word"]?.int ?? 100
      return WordPieceTokenizer(
        vocabulary: vocabulary, normalizer: try normalizer(), template: template,
        unknown: try vocabulary.id(unknown, path: path),
        continuation: model["continuing_subword_prefix"]?.text ?? "##",
        longestWord: max(0, longest))
    case "BPE":
      return try byteLevel(model, vocabulary, template)
    case let other:
      throw bad("model type '\(excerpt(other))' is not known: WordPiece and byte-level BPE are")
    }
  }

  func bad(_ problem: String) -> CorpusError {
    .badTokenizer(path: path, problem: problem)
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

  private func byteLevel(
    _ model: JSONValue, _ vocabulary: TokenizerVocabulary, _ template: TokenTemplate
  ) throws(CorpusError) -> any Tokenizer {
    try require("pre_tokenizer", is: "ByteLevel")
    guard root["normalizer"] == nil else { throw bad("a normalizer beside byte-level BPE") }
    guard root["pre_tokenizer"]?["use_regex"]?.bool ?? true else {
      throw bad("a byte-level pre_tokenizer without its expression (use_regex false)")
    }
    for key in ["continuing_subword_prefix", "end_of_word_suffix"]
    where !(model[key]?.text ?? "").isEmpty {
      throw bad("model.\(key) is set, only byte-level BPE without it is known")
    }
    guard let rules = model["merges"]?.elements else { throw bad("model.merges is missing") }
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
    let merges = try MergeTable(
      vocabulary: vocabulary, merges: pairs,
      prefersWholeWords: model["ignore_merges"]?.bool ?? false, path: path)
    return ByteLevelTokenizer(
      vocabulary: vocabulary, merges: merges, template: template,
      addsPrefixSpace: root["pre_tokenizer"]?["add_prefix_space"]?.bool ?? true)
  }

  private func require(_ section: String, is kind: String) throws(CorpusError) {
    guard let type = root[section]?["type"]?.text else { throw bad("no section '\(section)'") }
    guard type == kind else {
      throw bad("\(section) '\(excerpt(type))' is not known with this model: \(kind) is")
    }
  }

  private func normalizer() throws(CorpusError) -> BertNormalizer {
    guard let section = root["normalizer"] else {
      return BertNormalizer(
        cleansText: false, splitsChinese: false, stripsAccents: false, lowercases: false)
    }
    try require("normalizer", is: "BertNormalizer")
    return BertNormalizer(
      cleansText: section["clean_text"]?.bool ?? true,
      splitsChinese: section["handle_chinese_chars"]?.bool ?? true,
      stripsAccents: section["strip_accents"]?.bool,
      lowercases: section["lowercase"]?.bool ?? true)
  }

  private func addedTokens() throws(CorpusError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for entry in root["added_tokens"]?.elements ?? [] {
      guard let content = entry["content"]?.text, !content.isEmpty,
        let id = entry["id"]?.int, 0..<TokenizerVocabulary.idLimit ~= id
      else { throw bad("added_tokens needs a text and an id within limits in each entry") }
      tokens.append(
        AddedToken(
          content: content, id: Int32(id),
          isSingleWord: entry["single_word"]?.bool ?? false,
          stripsLeft: entry["lstrip"]?.bool ?? false,
          stripsRight: entry["rstrip"]?.bool ?? false,
          isNormalized: entry["normalized"]?.bool ?? true,
          isSpecial: entry["special"]?.bool ?? false))
    }
    return tokens
  }
}
