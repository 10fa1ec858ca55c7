import Plain

extension TokenizerFile {
  /// The tokenizer exactly as the file describes it.
  func tokenizer(
    _ vocabulary: TokenizerVocabulary, _ template: TokenTemplate
  ) throws(CorpusError) -> any Tokenizer {
    let (kind, section) = try model()
    switch kind {
    case .wordPiece:
      try require("pre_tokenizer", is: "BertPreTokenizer")
      let unknown = section["unk_token"]?.text ?? "[UNK]"
      return WordPieceTokenizer(
        vocabulary: vocabulary, normalizer: try normalizer(), template: template,
        unknown: try vocabulary.id(unknown, path: path),
        continuation: section["continuing_subword_prefix"]?.text ?? "##",
        longestWord: longestWord(section))
    case .byteLevel: return try byteLevel(section, vocabulary, template)
    case .unigram: return try unigram(section, vocabulary, template)
    }
  }

  func longestWord(_ section: JSONValue) -> Int {
    max(0, section["max_input_chars_per_word"]?.int ?? 100)
  }

  private func byteLevel(
    _ section: JSONValue, _ vocabulary: TokenizerVocabulary, _ template: TokenTemplate
  ) throws(CorpusError) -> any Tokenizer {
    for key in ["continuing_subword_prefix", "end_of_word_suffix"]
    where !(section[key]?.text ?? "").isEmpty {
      throw bad("model.\(key) is set, only byte-level BPE without it is known")
    }
    guard (section["dropout"]?.double ?? 0) == 0 else {
      throw bad("model.dropout leaves out merges at random: save the tokenizer without")
    }
    let hasAllBytes = (0...255).allSatisfy {
      vocabulary.id(String(MergeTable.spelling(of: UInt8($0)))) != nil
    }
    for key in ["fuse_unk", "byte_fallback"] where section[key]?.bool == true && !hasAllBytes {
      throw bad("model.\(key) with a vocabulary that lacks a byte is not supported")
    }
    let unknown = try section["unk_token"]?.text.map { name throws(CorpusError) in
      try vocabulary.id(name, path: path)
    }
    let merges = try MergeTable(
      vocabulary: vocabulary, merges: merges(), unknown: unknown,
      prefersWholeWords: section["ignore_merges"]?.bool ?? false, path: path)
    return ByteLevelTokenizer(
      vocabulary: vocabulary, merges: merges, template: template,
      pipeline: try bytePairPipeline())
  }

  private func require(_ section: String, is kind: String) throws(CorpusError) {
    guard let type = root[section]?["type"]?.text else { throw bad("no section '\(section)'") }
    guard type == kind else {
      throw bad("\(section) '\(excerpt(type))' is not known with this model: \(kind) is")
    }
  }

  /// The section `normalizer`.
  func normalizer() throws(CorpusError) -> BertNormalizer {
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
}
