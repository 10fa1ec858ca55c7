import Plain

extension TokenizerFile {
  /// The pieces of a Unigram model in order of their ids, with their scores.
  func scoredPieces() throws(CorpusError) -> [(text: String, score: Double)] {
    guard let entries = root["model"]?["vocab"]?.elements else {
      throw bad("model.vocab is not a list of pieces with scores")
    }
    var pieces: [(text: String, score: Double)] = []
    pieces.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      guard let pair = entry.elements, pair.count == 2, let text = pair[0].text,
        let score = pair[1].double, score.isFinite
      else { throw bad("piece \(index) of model.vocab needs a text and a score") }
      pieces.append((text, score))
    }
    return pieces
  }

  /// The Unigram tokenizer that the file describes.
  func unigram(
    _ section: JSONValue, _ vocabulary: TokenizerVocabulary, _ template: TokenTemplate
  ) throws(CorpusError) -> any Tokenizer {
    let pieces = try scoredPieces()
    guard let unknown = section["unk_id"]?.int, pieces.indices.contains(unknown) else {
      throw bad("model.unk_id names no piece")
    }
    var bytes: [Int32] = []
    if section["byte_fallback"]?.bool == true {
      bytes = (0...255).compactMap { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return vocabulary.id("<0x\(byte < 16 ? "0" : "")\(digits)>")
      }
      guard bytes.count == 256 else {
        throw bad("model.byte_fallback without a piece for each byte")
      }
    }
    return UnigramTokenizer(
      vocabulary: vocabulary, normalizer: try textNormalizer(), splitting: try splitting(),
      model: UnigramModel(
        pieces: vocabulary.tokens, scores: pieces.map(\.score), unknown: Int32(unknown),
        bytes: bytes),
      template: template)
  }

  /// The section `pre_tokenizer` of a Unigram tokenizer.
  func splitting() throws(CorpusError) -> UnigramTokenizer.Splitting {
    let section = root["pre_tokenizer"] ?? .null
    var splitting = UnigramTokenizer.Splitting(dropsSpace: false)
    var hasMetaspace = false
    for part in section["pretokenizers"]?.elements ?? [section] {
      switch part["type"]?.text {
      case "WhitespaceSplit" where !hasMetaspace: splitting.dropsSpace = true
      case "Metaspace" where !hasMetaspace:
        hasMetaspace = true
        guard part["replacement"]?.text ?? "\u{2581}" == "\u{2581}" else {
          throw bad("pre_tokenizer: a Metaspace other than '\u{2581}' is not known")
        }
        let old = part["add_prefix_space"]?.bool ?? true ? "always" : "never"
        let scheme = part["prepend_scheme"]?.text ?? old
        guard let prefix = UnigramTokenizer.Splitting.Prefix(rawValue: scheme) else {
          throw bad("pre_tokenizer.prepend_scheme '\(excerpt(scheme))' is not known")
        }
        splitting.prefix = prefix
        splitting.splits = part["split"]?.bool ?? true
      case let type:
        throw bad(
          "pre_tokenizer '\(excerpt(type ?? ""))' is not known with Unigram: WhitespaceSplit and "
            + "Metaspace are")
      }
    }
    guard hasMetaspace else { throw bad("a Unigram tokenizer without Metaspace is not known") }
    return splitting
  }

  /// The section `normalizer` as a list of steps.
  func textNormalizer() throws(CorpusError) -> TextNormalizer {
    guard let section = root["normalizer"], section != .null else { return TextNormalizer() }
    var steps: [TextNormalizer.Step] = []
    for part in section["normalizers"]?.elements ?? [section] { steps.append(try step(part)) }
    return TextNormalizer(steps: steps)
  }

  private func step(_ part: JSONValue) throws(CorpusError) -> TextNormalizer.Step {
    if let form = part["type"]?.text.flatMap(NormalForm.init) { return .form(form) }
    switch part["type"]?.text {
    case "Lowercase": return .lowercase
    case "Precompiled":
      guard let map = part["precompiled_charsmap"]?.text.flatMap(CharacterMap.init(base64:)) else {
        throw bad("normalizer.precompiled_charsmap is no table of SentencePiece")
      }
      return .map(map)
    case "Replace":
      guard let new = part["content"]?.text else { throw bad("normalizer Replace has no content") }
      if let old = part["pattern"]?["String"]?.text { return .replace(old, by: new) }
      if part["pattern"]?["Regex"]?.text == " {2,}" { return .replaceBlanks(by: new) }
      throw bad("normalizer Replace: of expressions only ' {2,}' is known")
    case let type:
      throw bad(
        "normalizer '\(excerpt(type ?? ""))' is not known with this model: NFC, NFD, NFKC, NFKD, "
          + "Lowercase, Precompiled and Replace are")
    }
  }
}
