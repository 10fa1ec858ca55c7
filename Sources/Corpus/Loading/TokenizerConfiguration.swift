import Plain

/// What `tokenizer_config.json` says, for directories without a `tokenizer.json`.
struct TokenizerConfiguration {
  /// The spellings of the special tokens.
  struct SpecialTokens {
    var start: String
    var separator: String
    var unknown: String
    var padding: String
    var mask: String

    static let bert = SpecialTokens(
      start: "[CLS]", separator: "[SEP]", unknown: "[UNK]", padding: "[PAD]", mask: "[MASK]")
    static let roberta = SpecialTokens(
      start: "<s>", separator: "</s>", unknown: "<unk>", padding: "<pad>", mask: "<mask>")

    var all: [String] { [padding, unknown, start, separator, mask] }
  }

  private let values: JSONValue

  /// Reads the file; without one all values are the defaults.
  init(path: String) throws(CorpusError) {
    values = FileBytes.exists(path) ? try TokenizerLoader.json(path) : .object([:])
    guard values.members != nil else {
      throw .badTokenizer(path: path, problem: "not a JSON object")
    }
    let known = ["Bert", "DistilBert", "Electra", "MPNet", "MobileBert", "Roberta"]
    if let name = values["tokenizer_class"]?.text,
      !known.contains(where: { name == $0 + "Tokenizer" || name == $0 + "TokenizerFast" }),
      !name.hasPrefix("PreTrainedTokenizer")
    {
      throw .badTokenizer(
        path: path,
        problem: "tokenizer_class '\(excerpt(name))' is not known: save the tokenizer as "
          + "tokenizer.json with WordPiece or byte-level BPE")
    }
  }

  var normalizer: BertNormalizer {
    BertNormalizer(
      splitsChinese: values["tokenize_chinese_chars"]?.bool ?? true,
      stripsAccents: values["strip_accents"]?.bool,
      lowercases: values["do_lower_case"]?.bool ?? true)
  }

  var addsPrefixSpace: Bool { values["add_prefix_space"]?.bool ?? false }

  /// The special tokens by name, written as text or as `{"content": …}`.
  func specialTokens(defaults: SpecialTokens) -> SpecialTokens {
    func name(_ key: String, _ fallback: String) -> String {
      values[key]?.text ?? values[key]?["content"]?.text ?? fallback
    }
    return SpecialTokens(
      start: name("cls_token", defaults.start), separator: name("sep_token", defaults.separator),
      unknown: name("unk_token", defaults.unknown), padding: name("pad_token", defaults.padding),
      mask: name("mask_token", defaults.mask))
  }

  /// The special tokens that the vocabulary has, as added tokens.
  func addedTokens(_ names: SpecialTokens, in vocabulary: TokenizerVocabulary) -> [AddedToken] {
    names.all.compactMap { name in
      vocabulary.id(name).map { id in
        AddedToken(
          content: name, id: id,
          stripsLeft: name == names.mask && values["mask_token"]?["lstrip"]?.bool ?? false)
      }
    }
  }

  /// RoBERTa's template for vocabularies that close with `</s>`, otherwise BERT's.
  func template(
    _ names: SpecialTokens, _ vocabulary: TokenizerVocabulary, path: String
  ) throws(CorpusError) -> TokenTemplate {
    let start = try vocabulary.id(names.start, path: path)
    let separator = try vocabulary.id(names.separator, path: path)
    return names.separator == SpecialTokens.roberta.separator
      ? .roberta(start: start, separator: separator) : .bert(start: start, separator: separator)
  }
}
