import Plain

extension TokenizerFile {
  /// Keys that say otherwise than `BertTokenizer`, which makes these parts anew.
  func differences(
    from normalizer: BertNormalizer, unknown: String, _ template: TokenTemplate,
    _ vocabulary: TokenizerVocabulary
  ) -> [String] {
    let section = root["model"] ?? .null
    let own = try? self.normalizer()
    let keys: [(String, Bool?)] = [
      ("normalizer", own == nil || own?.cleansText == false),
      ("normalizer.lowercase", own.map { $0.lowercases != normalizer.lowercases }),
      ("normalizer.strip_accents", own.map { $0.dropsAccents != normalizer.dropsAccents }),
      (
        "normalizer.handle_chinese_chars",
        own.map { $0.splitsChinese != normalizer.splitsChinese }
      ),
      ("pre_tokenizer", root["pre_tokenizer"]?["type"]?.text != "BertPreTokenizer"),
      ("model.unk_token", section["unk_token"]?.text.map { $0 != unknown }),
      (
        "model.continuing_subword_prefix",
        section["continuing_subword_prefix"]?.text.map { $0 != "##" }
      ),
      ("model.max_input_chars_per_word", longestWord(section) != 100),
      ("post_processor", differs(template, vocabulary)),
    ]
    return keys.filter { $0.1 == true }.map(\.0)
  }

  /// Keys that say otherwise than `RobertaTokenizer` and its like, which make these parts anew.
  func differences(
    from pipeline: BytePairPipeline, _ template: TokenTemplate, _ vocabulary: TokenizerVocabulary
  ) -> [String] {
    let section = root["model"] ?? .null
    let own = try? bytePairPipeline()
    let keys: [(String, Bool?)] = [
      ("normalizer", (try? textNormalizer()) != pipeline.normalizer),
      ("pre_tokenizer", own?.splits != pipeline.splits),
      (
        "pre_tokenizer.add_prefix_space",
        own.map { $0.addsPrefixSpace != pipeline.addsPrefixSpace }
      ),
      ("model.ignore_merges", section["ignore_merges"]?.bool),
      ("model.dropout", section["dropout"]?.double.map { $0 != 0 }),
      ("post_processor", differs(template, vocabulary)),
    ]
    return keys.filter { $0.1 == true }.map(\.0)
  }

  /// Keys that say otherwise than `XLMRobertaTokenizer` and its like, which make these parts anew.
  func differences(
    from normalizer: TextNormalizer, _ splitting: UnigramTokenizer.Splitting, unknown: Int,
    _ template: TokenTemplate, _ vocabulary: TokenizerVocabulary
  ) -> [String] {
    let section = root["model"] ?? .null
    let keys: [(String, Bool?)] = [
      ("normalizer", (try? textNormalizer()) != normalizer),
      ("pre_tokenizer", (try? self.splitting()) != splitting),
      ("model.unk_id", section["unk_id"]?.int != unknown),
      ("model.byte_fallback", section["byte_fallback"]?.bool),
      ("post_processor", differs(template, vocabulary)),
    ]
    return keys.filter { $0.1 == true }.map(\.0)
  }

  private func differs(_ template: TokenTemplate, _ vocabulary: TokenizerVocabulary) -> Bool {
    guard var own = try? self.template(vocabulary) else { return true }
    own.truncatesLeft = template.truncatesLeft
    return own != template
  }

  /// Keys of `tokenizer_config.json` that say otherwise than the file, which is read as it is.
  func differences(from settings: TokenizerSettings) -> [String] {
    let own = root["normalizer"]
    let said: [(String, Bool?)] = [
      ("do_lower_case", own?["lowercase"]?.bool),
      ("strip_accents", own?["strip_accents"]?.bool ?? own?["lowercase"]?.bool),
      ("tokenize_chinese_chars", own?["handle_chinese_chars"]?.bool),
      ("add_prefix_space", root["pre_tokenizer"]?["add_prefix_space"]?.bool),
    ]
    return said.filter { key, value in
      settings[key]?.bool.map { $0 != value ?? false } ?? false
    }.map(\.0)
  }
}

extension BertNormalizer {
  /// Whether accents go, said or not.
  fileprivate var dropsAccents: Bool { stripsAccents ?? lowercases }
}
