import Plain

/// Reads the tokenizer that a GGUF file has in its metadata (`tokenizer.ggml.…`).
public enum GGUFTokenizer {
  /// What is done before bytes are merged, by the name that the file gives it.
  static let pipelines: [String: BytePairPipeline] = {
    let llama3 = BytePairPipeline(splits: [.llama3(digits: 3)])
    let qwen2 = BytePairPipeline(
      normalizer: TextNormalizer(steps: [.form(.nfc)]), splits: [.llama3(digits: 1)])
    return [
      "gpt-2": BytePairPipeline(),
      "smollm": BytePairPipeline(splits: [.digits(single: true), .gpt2]),
      "llama-bpe": llama3, "llama3": llama3, "llama-v3": llama3, "qwen2": qwen2,
    ]
  }()

  /// Makes the tokenizer that `metadata` describe.
  ///
  /// - Parameters:
  ///   - path: names the file in errors.
  ///   - tables: what the model has room for; more tokens than rows are an error.
  public static func load(
    _ metadata: [String: GGUFValue], path: String, tables: EmbeddingTables? = nil
  ) throws(CorpusError) -> StoredTokenizer {
    let tokenizer = try tokenizer(metadata, path: path)
    if let rows = tables?.rows, rows < tokenizer.vocabularySize {
      throw .badTokenizer(
        path: path, problem: "\(tokenizer.vocabularySize) tokens for \(rows) rows of the embedding")
    }
    let tokens = metadata["tokenizer.ggml.tokens"]?.texts ?? []
    var special: [String: String] = [:]
    for (key, name) in specialKeys {
      let id = metadata["tokenizer.ggml." + key]?.integer ?? -1
      if tokens.indices.contains(id) { special[name] = tokens[id] }
    }
    return StoredTokenizer(
      tokenizer: tokenizer, maxLength: nil, notes: [],
      chatTemplate: metadata["tokenizer.chat_template"]?.text,
      special: special)
  }

  /// Keys of ids, each with what templates and other programs call its token.
  static let specialKeys = [
    ("bos_token_id", "bos_token"), ("eos_token_id", "eos_token"), ("padding_token_id", "pad_token"),
    ("unknown_token_id", "unk_token"),
  ]

  static func tokenizer(
    _ metadata: [String: GGUFValue], path: String
  ) throws(CorpusError) -> any DecodingTokenizer {
    func value(_ key: String) -> GGUFValue? { metadata["tokenizer.ggml." + key] }
    func bad(_ problem: String) -> CorpusError { .badTokenizer(path: path, problem: problem) }
    guard let model = value("model")?.text else {
      throw bad("has no tokenizer (tokenizer.ggml.model): take another file of the model")
    }
    guard model == "gpt2" else {
      let kind = ["llama", "t5"].contains(model) ? ", which is SentencePiece," : ""
      throw bad("its tokenizer '\(excerpt(model))'\(kind) is not known: gpt2 (byte-level BPE) is")
    }
    guard let name = value("pre")?.text else {
      throw bad(
        "does not say how its tokenizer cuts words (tokenizer.ggml.pre): convert the model anew")
    }
    guard let pipeline = pipelines[name] else {
      let known = pipelines.keys.sorted().joined(separator: ", ")
      throw bad(
        "its tokenizer cuts words like '\(excerpt(name))', which is not known: \(known) are")
    }
    guard let texts = value("tokens")?.texts, let rules = value("merges")?.texts else {
      throw bad("has no tokens or merges: take the tokenizer from another file of the model")
    }
    var vocabulary = try TokenizerVocabulary(
      tokens: texts.enumerated().map { (text: $1, id: $0) }, path: path)
    // 3: stands for no text, 4: written as it is.
    for (text, type) in zip(texts, value("token_type")?.integers ?? []) where type == 3 || type == 4
    {
      vocabulary.add(AddedToken(content: text, isSpecial: type == 3))
    }
    var pairs: [(String, String)] = []
    for (index, rule) in rules.enumerated() {
      pairs.append(
        try TokenizerFile.merge(Substring(rule), path: path, place: "merge \(index)"))
    }
    let merges = try MergeTable(
      vocabulary: vocabulary, merges: pairs, prefersWholeWords: name.hasPrefix("llama"), path: path)
    var start: [TokenTemplate.Piece] = []
    if value("add_bos_token")?.bool == true {
      guard let id = value("bos_token_id")?.integer, texts.indices.contains(id) else {
        throw bad("add_bos_token without a bos_token_id of the vocabulary")
      }
      start = [.token(Int32(id), type: 0)]
    }
    let template = TokenTemplate(
      single: start + [.first(type: 0)],
      pair: start + [.first(type: 0)] + start + [.second(type: 0)])
    return ByteLevelTokenizer(
      vocabulary: vocabulary, merges: merges, template: template, pipeline: pipeline)
  }
}
